/** The lower edge: which model answers and how fast it began; what the keys do. */
import { ChevronDown, MessageSquarePlus, Square, X } from 'lucide-react';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { recordsModel } from '../../../preload/contract/records';
import type { Turn } from '../../../preload/contract/shapes';
import { useSettings } from '../../stores/settings-store';
import { Button, IconButton } from '../../ui/button';
import { Chip, ChipButton } from '../../ui/chip';
import { cx } from '../../ui/class-names';
import { demoLabel, isDemo, seconds } from '../../ui/format';
import { Kbd, keysOf } from '../../ui/kbd';
import { StatusDot } from '../../ui/status-dot';
import { useNow } from '../../ui/use-now';
import { modelLabel } from '../settings/model-groups';
import { compareWith, useCompare } from './compare';
import { chooseModel, dropNote, focusQuestion, keepFirst, useConversation } from './conversation';
import { quickKeys } from './keys';
import { openAsSession, useLeaving } from './leaving';
import { ModelMenu } from './model-menu';
import { startTitles } from './moves';
import { closePanel, openPanel, togglePanel, usePanel } from './panel';

export interface FooterProps {
  /** The newest turn, if any. */
  turn: Turn | undefined;
  /** Who is asked next. */
  asked: string | undefined;
  /** How many answers are being written. */
  running: number;
  stopping: boolean;
  onStop: () => void;
  /** Absent while there is no answer to make a kontask of. */
  onMake: (() => void) | undefined;
  onNew: () => void;
}

export function Footer({ turn, asked, running, stopping, onStop, onMake, onNew }: FooterProps) {
  const session = useConversation((state) => state.session);
  const promoting = useLeaving((state) => state.promoting !== undefined);
  // Of two answers each has its own time and actions above it.
  const comparing = useCompare((state) => state.model !== undefined);
  return (
    <Models turn={turn} asked={asked}>
      {turn && turn.model !== recordsModel && !comparing && <FirstToken turn={turn} />}
      <span className="ml-auto flex items-center gap-x-2.5 text-small whitespace-nowrap">
        {running > 0 && (
          <Button
            size="small"
            icon={<Square size={11} fill="currentColor" aria-hidden />}
            disabled={stopping}
            onClick={onStop}
          >
            {running > 1 ? 'Stop both' : 'Stop'}
          </Button>
        )}
        {session !== undefined && (
          <>
            <IconButton
              size="small"
              label="New conversation"
              keys={quickKeys.fresh}
              onClick={onNew}
            >
              <MessageSquarePlus size={15} aria-hidden />
            </IconButton>
            {onMake && !comparing && (
              <Button
                size="small"
                tone="quiet"
                className="px-1.5"
                title={keysOf(quickKeys.make).join(' ')}
                onClick={onMake}
              >
                Make kontask
              </Button>
            )}
            {!comparing && (
              <Button
                size="small"
                tone="quiet"
                className="px-1.5"
                disabled={promoting}
                onClick={() => void openAsSession()}
              >
                Open as session
              </Button>
            )}
          </>
        )}
        {running === 0 && (
          <span
            className={cx(
              comparing && 'max-[559px]:hidden',
              // Beside an answer's actions the name of the model needs the room; the question says what Enter does.
              session !== undefined && !comparing && 'max-[799px]:hidden',
            )}
          >
            <Kbd keys="Enter" /> {session === undefined ? 'ask' : 'follow up'}
          </span>
        )}
        <span className={cx(comparing && 'max-[559px]:hidden')}>
          <Kbd keys="Escape" /> hide
        </span>
      </span>
    </Models>
  );
}

interface ModelsProps {
  turn: Turn | undefined;
  asked: string | undefined;
  children: ReactNode;
}

/** Who answers, or is asked next, as a button that opens the menu of models above the edge. */
function Models({ turn, asked, children }: ModelsProps) {
  const models = useSettings((state) => state.models);
  const chosen = useConversation((state) => state.model);
  const second = useCompare((state) => state.model);
  const panel = usePanel((state) => state.open);
  const open = panel === 'model' || panel === 'compare';
  const trigger = useRef<HTMLButtonElement>(null);
  const answers = turn?.model === recordsModel ? undefined : turn?.model;
  // Of two that are compared, the answer says itself when another model gave it.
  const shown = chosen ?? (second === undefined ? answers : undefined) ?? asked;
  const demo = isDemo(shown);
  const label = shown === undefined ? '' : modelLabel(shown, models);
  return (
    <>
      {open && (
        <div className="border-t border-line-soft p-2">
          {panel === 'model' ? (
            <ModelMenu
              key="model"
              label="Models"
              chosen={asked}
              without={[second]}
              more={[compareItem]}
              trigger={trigger}
              onClose={closePanel}
              onChoose={(model) => {
                chooseModel(model);
                focusQuestion();
              }}
            />
          ) : (
            <ModelMenu
              key="compare"
              label="Compare with"
              without={[asked, second]}
              trigger={trigger}
              onClose={closePanel}
              onChoose={(model) => {
                compareWith(model);
                dropNote();
                focusQuestion();
              }}
            />
          )}
        </div>
      )}
      <div className="flex h-[40px] items-center gap-x-3 border-t border-line-soft bg-bg/55 px-5 text-ink-3">
        {demo && (
          <Chip className="shrink-0">
            <StatusDot tone="info" />
            <span role="status">{demoLabel}</span>
          </Chip>
        )}
        {shown !== undefined && (
          <ChipButton
            ref={trigger}
            aria-label={`Model: ${label}`}
            aria-haspopup="menu"
            aria-expanded={open}
            title={chosen === undefined ? shown : `${shown}, from your next question on`}
            onClick={() => togglePanel('model')}
            className="min-w-[72px] shrink"
          >
            {!demo && <StatusDot tone="quick" />}
            <span className="truncate">{label}</span>
            <ChevronDown size={12} aria-hidden className="-mr-0.5 shrink-0 text-ink-3" />
          </ChipButton>
        )}
        {second !== undefined && <Compared model={second} />}
        {children}
      </div>
    </>
  );
}

const compareItem = {
  key: 'compare',
  label: 'Compare with…',
  run: () => openPanel('compare'),
};

/** Whom the same is asked, until this is pressed. */
function Compared({ model }: { model: string }) {
  const label = modelLabel(
    model,
    useSettings((state) => state.models),
  );
  return (
    <ChipButton
      aria-label={`and ${label}: stop comparing`}
      title={`${model} is asked the same. Press to ask one model again.`}
      // The button goes with what it ends.
      onClick={keepFirst}
      className="min-w-[72px] shrink"
    >
      <span className="max-w-[180px] truncate">and {label}</span>
      <X size={12} aria-hidden className="-mr-0.5 shrink-0 text-ink-3" />
    </ChipButton>
  );
}

/** The time to the first word: counted while it is waited for, and for no person, then as measured. */
function FirstToken({ turn }: { turn: Turn }) {
  const { status, clock } = turn;
  const waiting = status === 'running' && clock?.phase === 'first' && clock.approvals === 0;
  const now = useNow(waiting, 1000);
  if (waiting) {
    const waited = now - (turn.startedAt ?? now);
    return waited < 1000 ? null : (
      <span className="num text-small whitespace-nowrap">first token … {seconds(waited)}</span>
    );
  }
  const ms = turn.timing?.ttfeMs ?? turn.clock?.spent.first;
  if (ms === undefined || turn.blocks.length === 0) return null;
  // How it began was told of the model that was asked first.
  const start = turn.moved ? undefined : turn.start;
  return (
    <span title={start && startTitles[start]} className="num text-small whitespace-nowrap">
      first token {(ms / 1000).toFixed(2)} s{start && ` · ${start}`}
    </span>
  );
}
