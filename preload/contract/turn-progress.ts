/** What a running turn shows of its progress: signs of life, silence, retries, another model, what it was told. Pure. */
import type { SessionEvent } from './events';
import type { Turn } from './shapes';
import { tick } from './timing';

/** Only a running turn can be told something. */
export function steerTurn(
  turn: Turn,
  event: Extract<SessionEvent, { type: 'turn.steered' }>,
): Turn {
  if (turn.status !== 'running') return turn;
  const last = turn.blocks.at(-1);
  const said = { text: event.text, at: event.at, ...(last ? { after: last.id } : {}) };
  return { ...turn, steered: [...(turn.steered ?? []), said] };
}

/** Another model is asked now: what was noticed of the one before is over. */
export function moveTurn(turn: Turn, event: Extract<SessionEvent, { type: 'turn.moved' }>): Turn {
  if (turn.status !== 'running' || !turn.clock) return turn;
  const { stall: _stall, retry: _retry, ...rest } = turn;
  const { from, reason, at, model } = event;
  return {
    ...rest,
    model,
    clock: tick(turn.clock, event),
    moved: [...(turn.moved ?? []), { from, reason, at }],
  };
}

/** A sign of life from the provider or a tool: the clock moves, a noticed silence and a retry are over. */
export function progress(turn: Turn, event: SessionEvent): Turn {
  if (!turn.clock) return turn;
  const { stall: _stall, retry: _retry, ...rest } = turn;
  return { ...rest, clock: tick(turn.clock, event) };
}

export function noteProgress(turn: Turn, event: SessionEvent): Turn {
  if (!turn.clock) return turn;
  switch (event.type) {
    case 'turn.stalled': {
      const { silentMs, at, alive } = event;
      const stall = { silentMs, at, ...(alive ? { alive } : {}) };
      return { ...turn, clock: tick(turn.clock, event), stall };
    }
    case 'turn.retrying': {
      const { stall: _stall, ...rest } = turn;
      const { reason, attempt, at, delayMs } = event;
      const retry = { reason, attempt, until: at + delayMs };
      return { ...rest, clock: tick(turn.clock, event), retry };
    }
    default:
      return progress(turn, event);
  }
}
