/** Beside the transcript: this turn's time, context and cost, and the stream it arrives by. */
import type { ReactNode } from 'react';
import type { SessionView } from '../../stores/session-store';
import { Context } from './context';
import { StreamFacts } from './stream-facts';
import { TimeBar, TotalTime, useTiming } from './time-bar';

function Part({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title}>
      <div className="mb-2.5 flex items-baseline justify-between gap-2">
        <h2 className="text-title font-semibold">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

export function Inspector({ view }: { view: SessionView }) {
  const { state, older, before, lastEventAt } = view;
  const turn = state.turns.at(-1);
  const timing = useTiming(turn);
  return (
    <div className="space-y-6 px-4 py-[18px]">
      <Part title="This turn" aside={timing && <TotalTime timing={timing} />}>
        {turn ? <TimeBar timing={timing} /> : <p className="text-ink-3">No turn yet.</p>}
      </Part>
      <Part title="Context and cost">
        <Context
          turns={[...older, ...state.turns]}
          whole={before === undefined}
          model={state.session.model}
        />
      </Part>
      <Part title="Stream">
        <StreamFacts
          seq={state.seq}
          lastEventAt={lastEventAt}
          running={state.session.turn !== undefined}
        />
      </Part>
    </div>
  );
}
