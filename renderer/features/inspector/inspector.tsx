/** Beside the transcript: a turn's time and steps, the session's context and cost, and the stream it arrives by. */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { Turn } from '../../../preload/contract/shapes';
import { jumpTo } from '../../stores/jump-store';
import type { SessionView } from '../../stores/session-store';
import { IconButton } from '../../ui/button';
import { useTurnKontasks } from '../kontasks/turn-kontasks';
import { latestPlan, planWords } from '../transcript/plan';
import { PlanList } from '../transcript/plan-list';
import { Context } from './context';
import { Explain } from './explain';
import { HowItBegan } from './how-it-began';
import { inspectLast, inspectTurn, useInspected } from './inspected-store';
import { Kontasks } from './kontasks';
import { StreamFacts } from './stream-facts';
import { TimeBar, TotalTime, useTiming } from './time-bar';
import { Timeline } from './timeline';

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
  const session = state.session.id;
  const turns = useMemo(() => [...older, ...state.turns], [older, state.turns]);
  const chosen = useInspected((view) => (view.session === session ? view.turn : undefined));
  const found = chosen === undefined ? -1 : turns.findIndex((turn) => turn.id === chosen);
  const at = found < 0 ? turns.length - 1 : found;
  const turn = turns[at];
  const timing = useTiming(turn);
  const kontasks = useTurnKontasks(turn?.id);
  const plan = useMemo(() => turn && latestPlan(turn), [turn]);
  return (
    <div className="space-y-6 px-4 py-[18px]">
      <Part title="This turn" aside={timing && <TotalTime timing={timing} />}>
        {turns.length > 1 && turn && <WhichTurn session={session} turns={turns} at={at} />}
        {turn ? <TimeBar timing={timing} /> : <p className="text-ink-3">No turn yet.</p>}
        {turn && <HowItBegan turn={turn} timing={timing} />}
        {turn && (
          <Explain
            key={turn.id}
            session={session}
            turn={turn.id}
            running={turn.status === 'running'}
          />
        )}
      </Part>
      {kontasks.length > 0 && (
        <Part title="Kontask">
          <Kontasks kontasks={kontasks} />
        </Part>
      )}
      {plan && (
        <Part title="Plan" aside={<span className="text-small text-ink-3">{planWords(plan)}</span>}>
          <PlanList plan={plan} />
        </Part>
      )}
      {turn && (
        <Part title="Steps">
          <Timeline key={turn.id} session={session} turn={turn} approvals={state.approvals} />
        </Part>
      )}
      <Part title="Context and cost">
        <Context
          session={session}
          turns={turns}
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

interface WhichTurnProps {
  session: string;
  turns: readonly Turn[];
  /** Of the one that is shown. */
  at: number;
}

/** Which turn it is, and the way to the ones before and after it; the transcript goes along. */
function WhichTurn({ session, turns, at }: WhichTurnProps) {
  const last = at === turns.length - 1;
  const turn = turns[at];
  const go = (to: number) => {
    const next = turns[to];
    if (!next) return;
    if (to === turns.length - 1) inspectLast();
    else inspectTurn(session, next.id);
    jumpTo(session, { turn: next.id }, { keepFocus: true });
  };
  return (
    <p className="-mt-1.5 mb-2 flex items-center gap-1 text-small text-ink-3">
      <span className="min-w-0 flex-1 truncate">
        {last
          ? 'The last one'
          : turn?.number === undefined
            ? 'An earlier one'
            : `Turn ${turn.number}`}
      </span>
      <IconButton
        size="small"
        label="Earlier turn"
        aria-disabled={at === 0}
        onClick={() => go(at - 1)}
      >
        <ChevronLeft size={14} aria-hidden />
      </IconButton>
      <IconButton size="small" label="Later turn" aria-disabled={last} onClick={() => go(at + 1)}>
        <ChevronRight size={14} aria-hidden />
      </IconButton>
    </p>
  );
}
