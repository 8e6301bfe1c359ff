/** Settings, group Transport: how events come to the windows. A preset for both lanes, each lane by itself, and what is. */
import { useState } from 'react';
import type { Lane } from '../../../preload/contract/shapes';
import { messageOf } from '../../stores/commands';
import { useDesktop } from '../../stores/desktop-store';
import { useFallbacks } from '../../stores/fallback-store';
import { Segmented } from '../../ui/segmented';
import { StatusDot } from '../../ui/status-dot';
import { chooseTransports, useWanted } from '../transport/choice';
import { fellBackWords, laneWords } from '../transport/stream-words';
import type { Words } from '../transport/stream-words';
import { TryAgain } from '../transport/try-again';
import { useIsBrowser, useShownStream } from '../transport/use-stream';
import {
  laneNames,
  pagePresets,
  presetOf,
  presets,
  transportOptions,
  wayWords,
} from '../transport/ways';
import type { Preset, Transports } from '../transport/ways';
import { Hint, Row, Section } from './section';

const unbroken = 'Switching moves running turns over without losing a word.';

export function Transport() {
  const wanted = useWanted();
  const [problem, setProblem] = useState<string>();
  const page = useIsBrowser();
  if (!wanted) return null;
  const choose = (transports: Partial<Transports>) => {
    setProblem(undefined);
    chooseTransports(transports).catch((error: unknown) => setProblem(messageOf(error)));
  };
  return (
    <Section name="Transport">
      {page ? (
        <PageChoice wanted={wanted} choose={choose} />
      ) : (
        <LaneChoice wanted={wanted} choose={choose} />
      )}
      {problem !== undefined && (
        <p role="alert" className="text-small text-bad">
          {problem}
        </p>
      )}
      <Fallbacks page={page} />
    </Section>
  );
}

interface ChoiceProps {
  wanted: Transports;
  choose: (transports: Partial<Transports>) => void;
}

function LaneChoice({ wanted, choose }: ChoiceProps) {
  return (
    <>
      <Presets label="Preset" all={presets} wanted={wanted} choose={choose} />
      {(['main', 'quick'] as const).map((lane) => (
        <Row key={lane} name={laneNames[lane]} actions={<LaneNow lane={lane} wanted={wanted} />}>
          <Segmented
            label={laneNames[lane]}
            value={wanted[lane]}
            options={transportOptions}
            onChange={(transport) => choose({ [lane]: transport })}
          />
        </Row>
      ))}
    </>
  );
}

function PageChoice({ wanted, choose }: ChoiceProps) {
  const stream = useShownStream('main');
  return (
    <>
      <Row name="This page" actions={stream && <State {...stream} />}>
        <Presets label="This page" all={pagePresets} wanted={wanted} choose={choose} />
      </Row>
      <Hint>
        This is the setting of main turns, which the desktop app follows too: SSE here leaves it as
        it is, or direct. There each lane has a transport of its own.
      </Hint>
    </>
  );
}

interface PresetsProps extends ChoiceProps {
  label: string;
  all: readonly Preset[];
}

/** The choice, and what the chosen one does. */
function Presets({ label, all, wanted, choose }: PresetsProps) {
  const chosen = presetOf(all, wanted);
  const { main, quick } = wanted;
  const own = `A mix of your own, which no preset has: main turns ${wayWords(main)}, quick turns ${wayWords(quick)}.`;
  return (
    <div className="space-y-2.5">
      <Segmented
        label={label}
        value={chosen?.id}
        options={all.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(id) => choose(all.find((preset) => preset.id === id)?.transports ?? {})}
      />
      <Hint>
        {chosen?.does ?? own} {unbroken} {chosen?.goodFor}
      </Hint>
    </div>
  );
}

/** What the desktop says of the lane; nothing until it does. */
function LaneNow({ lane, wanted }: { lane: Lane; wanted: Transports }) {
  const state = useDesktop((desktop) => desktop.info?.lanes?.[lane]);
  return state ? <State {...laneWords(state, wanted[lane])} /> : null;
}

function State({ text, tone }: Words) {
  return (
    <span className="num inline-flex items-center gap-2 text-small text-ink-2">
      <StatusDot tone={tone} />
      {text}
    </span>
  );
}

function Fallbacks({ page }: { page: boolean }) {
  return useFallbacks((state) => state.lanes).map((fallback) => (
    <div key={fallback.lane} className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <p className="min-w-0 flex-1 basis-[280px] text-small break-words text-bad">
        {fellBackWords(fallback, page)}
      </p>
      <TryAgain fallback={fallback} />
    </div>
  ));
}
