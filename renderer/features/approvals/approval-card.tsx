/**
 * What waits for a person's word: what would be done, as it would be done, and the three answers. It stands outside of
 * everything that a model writes.
 */
import { ShieldQuestion } from 'lucide-react';
import { useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { limits } from '../../../preload/contract/limits';
import { budgetGrant } from '../../../preload/contract/rules';
import type { Approval } from '../../../preload/contract/shapes';
import { oneLine } from '../../../preload/contract/text';
import { newCommandId } from '../../stores/commands';
import { Button } from '../../ui/button';
import { cx } from '../../ui/class-names';
import { count, seconds } from '../../ui/format';
import { useNow } from '../../ui/use-now';
import { answerApproval } from './answer';
import type { Decision } from './answer';
import { CommandView } from './command-view';
import { readDiff } from './diff-lines';
import { DiffView } from './diff-view';
import { Grant } from './grant';
import { inOrder, VisibleText } from './visible-text';

const risks = {
  low: ['Low risk', 'text-ink-2'],
  medium: ['Medium risk', 'text-ink-2'],
  high: ['High risk', 'font-semibold text-bad'],
} as const;

export interface ApprovalCardProps {
  approval: Approval;
  lane?: 'main' | 'quick';
  /** It was answered here, and the keyboard has to go on somewhere. */
  onAnswered?: (() => void) | undefined;
}

const lanes = {
  main: { card: 'border-main/55 bg-main-wash', sign: 'text-main-ink', tone: 'primary' },
  quick: { card: 'border-quick/55 bg-quick-wash', sign: 'text-quick', tone: 'quick' },
} as const;

export function ApprovalCard({ approval, lane = 'main', onAnswered }: ApprovalCardProps) {
  const { tool, summary, why, diff, command, commands, risk, rules = [], requestedAt } = approval;
  const card = useRef<HTMLDivElement>(null);
  const ids = useRef(new Map<string, string>());
  const [note, setNote] = useState('');
  const [asking, setAsking] = useState(false);
  const changes = useMemo(() => (diff === undefined ? undefined : readDiff(diff)), [diff]);
  const title = useId();
  const grants = useId();

  const answer = async (decision: Decision) => {
    if (asking) return;
    setAsking(true);
    const said = decision === 'deny' ? note.trim() : '';
    const key = `${decision} ${said}`;
    const commandId = ids.current.get(key) ?? newCommandId();
    ids.current.set(key, commandId);
    const along = said === '' ? {} : { note: said };
    const had = card.current?.contains(document.activeElement);
    const settled = await answerApproval({
      approval: approval.id,
      decision,
      ...along,
      commandId,
    });
    // Once it is settled the stream takes the card away.
    if (!settled) setAsking(false);
    else if (had) onAnswered?.();
  };
  const onNoteKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void answer('deny');
  };
  const [riskWord, riskLook] = risks[risk];
  const isBudget = tool === budgetGrant;
  const look = lanes[lane];

  return (
    <div
      ref={card}
      role="group"
      aria-label="Approval"
      aria-describedby={title}
      data-approval={approval.id}
      className={cx('space-y-2.5 rounded-card border px-3.5 py-3', look.card)}
    >
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
        <ShieldQuestion size={16} aria-hidden className={cx('mt-[3px] shrink-0', look.sign)} />
        <p id={title} className={cx('min-w-0 flex-1 basis-40 font-semibold break-words', inOrder)}>
          {oneLine(summary)}
        </p>
        <span className="flex shrink-0 items-center gap-2.5 text-small">
          {changes && (
            <span className="num text-ink-2">
              <span className="text-ok">+{count(changes.added)}</span>{' '}
              <span className="text-bad">−{count(changes.removed)}</span>
            </span>
          )}
          {/* What money does is said in full; it harms no file. */}
          {!isBudget && <span className={riskLook}>{riskWord}</span>}
        </span>
      </div>
      {why && (
        <p className="break-words text-ink-2">
          <VisibleText text={why} />
        </p>
      )}
      {command !== undefined && <CommandView command={command} commands={commands} />}
      {diff !== undefined && <DiffView text={diff} />}
      <div className="flex flex-wrap items-center gap-2">
        <Button tone={look.tone} aria-disabled={asking} onClick={() => void answer('allow')}>
          Allow
        </Button>
        {rules.length > 0 && (
          <Button
            aria-disabled={asking}
            aria-describedby={grants}
            onClick={() => void answer('allow-session')}
          >
            Allow for this session
          </Button>
        )}
        <Button aria-disabled={asking} onClick={() => void answer('deny')}>
          Deny
        </Button>
        {/* A turn that ends at its budget asks no model again: nobody would read the note. */}
        {!isBudget && (
          <input
            type="text"
            aria-label="Note to the model"
            placeholder="Why not? (goes to the model)"
            maxLength={limits.noteChars}
            value={note}
            readOnly={asking}
            onChange={(event) => setNote(event.target.value)}
            onKeyDown={onNoteKey}
            className="h-[34px] min-w-0 flex-1 basis-52 rounded-control border border-transparent bg-transparent px-2 hover:border-line focus:border-line focus:bg-raised"
          />
        )}
        <Waited since={requestedAt} />
      </div>
      {rules.length > 0 && <Grants id={grants} rules={rules} />}
    </div>
  );
}

function Waited({ since }: { since: number }) {
  const now = useNow(true, 1000);
  return (
    <span className="num ml-auto shrink-0 text-small text-ink-3">
      waiting {seconds(now - since)}
    </span>
  );
}

/** What “for this session” would allow from then on, to the letter. */
function Grants({ id, rules }: { id: string; rules: readonly string[] }) {
  return (
    <p id={id} className="max-h-24 overflow-auto text-small text-ink-2">
      For this session would allow:{' '}
      {rules.map((rule, at) => (
        <span key={at}>
          {at > 0 && ', '}
          <Grant rule={rule} className="text-ink" />
        </span>
      ))}
    </p>
  );
}
