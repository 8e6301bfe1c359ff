/**
 * What the engine keeps in memory of a session at work: the contract's own fold, without the texts. Of the running
 * turn only what is still open stays, so memory does not grow with the length of a turn. Pure.
 */
import type { SessionEvent, SessionEventBody } from '../../../preload/contract/events';
import { reduceSession, type SessionState } from '../../../preload/contract/session-state';
import type { Block, Turn } from '../../../preload/contract/shapes';
import { cutText } from '../../../preload/contract/text';

/** Of a request, and of what was said to its turn, a digest shows one line. */
const requestChars = 400;

/** Whether a tool call still wants its result. One that a retry replaced never ran and wants none. */
export function isUnanswered(block: Block): boolean {
  if (block.kind !== 'tool') return false;
  return block.status === undefined || block.status === 'done' || block.status === 'running';
}

/** Folds events that are about to be journaled. A body has no `seq` yet; here only its order matters. */
export function advance(state: SessionState, bodies: readonly SessionEventBody[]): SessionState {
  let next = state;
  for (const body of bodies) {
    next = reduceSession(next, lighten(body, next));
    if (body.type === 'block.closed' || body.type === 'tool.finished') next = prune(next);
    if (body.type === 'turn.started') next = cutRequest(next);
    if (body.type === 'turn.finished') next = { ...next, turns: next.turns.filter(isRunning) };
  }
  return next;
}

/** Keeps of a snapshot's turns only a running one. */
export function lightState(state: SessionState): SessionState {
  const { before: _before, ...rest } = state;
  return prune({
    ...rest,
    turns: state.turns.filter(isRunning).map((turn) => ({
      ...turn,
      text: cutText(turn.text, requestChars),
      blocks: turn.blocks.map(withoutText),
      ...(turn.steered
        ? {
            steered: turn.steered.map((one) => ({ ...one, text: cutText(one.text, requestChars) })),
          }
        : {}),
    })),
  });
}

function cutRequest(state: SessionState): SessionState {
  return {
    ...state,
    turns: state.turns.map((turn) =>
      turn.text.length > requestChars ? { ...turn, text: cutText(turn.text, requestChars) } : turn,
    ),
  };
}

const isRunning = (turn: Turn) => turn.status === 'running';

function withoutText(block: Block): Block {
  const { opaque: _opaque, input: _input, from: _from, ...rest } = block;
  return { ...rest, text: '' };
}

function lighten(body: SessionEventBody, state: SessionState): SessionEvent {
  const place = { seq: state.seq + 1, pos: state.pos, channel: '' };
  switch (body.type) {
    case 'block.appended':
      return { ...body, ...place, off: 0, text: '' };
    case 'block.closed': {
      const { opaque: _opaque, ...rest } = body;
      return { ...rest, ...place };
    }
    case 'tool.started':
      return { ...body, ...place, input: null };
    case 'turn.steered':
      return { ...body, ...place, text: cutText(body.text, requestChars) };
    default:
      return { ...body, ...place };
  }
}

/** Drops the blocks that are over: what stays is open, or waits for a result, or belongs to one that does. */
function prune(state: SessionState): SessionState {
  return { ...state, turns: state.turns.map(pruneTurn) };
}

function pruneTurn(turn: Turn): Turn {
  const unanswered = new Set(turn.blocks.filter(isUnanswered).map((block) => block.id));
  const blocks = turn.blocks.filter(
    (block) =>
      unanswered.has(block.id) ||
      (block.parent !== undefined && unanswered.has(block.parent)) ||
      (!block.closed && block.kind !== 'tool'),
  );
  return blocks.length === turn.blocks.length ? turn : { ...turn, blocks };
}
