/**
 * Cutting a session's state down to a snapshot: the recent turns, whole value ≤ 256 KB of JSON.
 * Older turns come with history.page; a block or request too long starts late or ends early. Pure, no zod.
 */
import type { SessionState } from './session-state';
import type { Block, Turn } from './shapes';
import { safeOffset } from './text';

/** Text of closed blocks over this many units is cut in a snapshot; history.page has it whole. */
const longBlock = 48 * 1024;
const longRequest = 16 * 1024;

const encoder = new TextEncoder();
const sizeOf = (value: unknown) => encoder.encode(JSON.stringify(value) ?? '').length;

function tail(block: Block, max: number): Block {
  const { opaque: _opaque, ...plain } = block;
  if (plain.text.length <= max) return plain;
  const cut = safeOffset(plain.text, plain.text.length - max);
  return { ...plain, from: (plain.from ?? 0) + cut, text: plain.text.slice(cut) };
}

function trimTurn(turn: Turn, max: number): Turn {
  const blocks = turn.blocks.map((block) => tail(block, max));
  const request = Math.min(max, longRequest);
  if (turn.text.length <= request) return { ...turn, blocks };
  const keep = safeOffset(turn.text, request);
  return { ...turn, blocks, text: turn.text.slice(0, keep), cut: turn.text.length - keep };
}

/** `maxBytes` bounds the UTF-8 JSON of the result. A turn that alone is too large loses block text, then old blocks. */
export function snapshotOf(state: SessionState, maxBytes: number): SessionState {
  const queue = state.queue.map((entry) => ({
    turn: entry.turn,
    text: entry.text.slice(0, safeOffset(entry.text, 4096)),
  }));
  const frame = { ...state, queue: queue.slice(0, 40), turns: [] as Turn[] };
  let budget = maxBytes - sizeOf(frame) - 64;
  const turns: Turn[] = [];
  for (const turn of state.turns.toReversed()) {
    const whole = fitTurn(turn, turns.length === 0 ? budget : Math.min(budget, maxBytes / 2));
    const size = whole ? sizeOf(whole) + 1 : Number.POSITIVE_INFINITY;
    if (!whole || size > budget) break;
    budget -= size;
    turns.unshift(whole);
  }
  const first = turns[0];
  const cutShort = first !== undefined && turns.length < state.turns.length;
  const before = cutShort ? first.id : state.before;
  return before === undefined ? { ...frame, turns } : { ...frame, turns, before };
}

function fitTurn(turn: Turn, budget: number): Turn | undefined {
  for (let max = longBlock; max >= 256; max = Math.floor(max / 4)) {
    const trimmed = trimTurn(turn, max);
    if (sizeOf(trimmed) < budget) return trimmed;
  }
  // Thousands of small blocks: the latest stay, and the page with the whole turn has the rest.
  for (let keep = 256; keep >= 1; keep = Math.floor(keep / 2)) {
    const trimmed = trimTurn({ ...turn, blocks: turn.blocks.slice(-keep) }, 256);
    if (sizeOf(trimmed) < budget) return trimmed;
  }
  return undefined;
}
