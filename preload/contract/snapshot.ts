/**
 * Cutting a session's state down to a snapshot: the recent turns, whole value ≤ 256 KB of JSON.
 * Older turns come with history.page; a block or request too long starts late or ends early. Events can be
 * folded on from it: what is still open is never left out. Pure, no zod.
 */
import { limits } from './limits';
import type { SessionState } from './session-state';
import type { Approval, Block, Queued, Turn } from './shapes';
import { cutText, safeOffset } from './text';

/** Text of closed blocks over this many units is cut in a snapshot; history.page has it whole. */
const longBlock = 48 * 1024;
const longRequest = 16 * 1024;
const longQueued = 4 * 1024;
const longSummary = 2 * 1024;
const queueLength = 40;
/** Room for `before` and commas, bytes. */
const slack = 160;

const encoder = new TextEncoder();
const sizeOf = (value: unknown) => encoder.encode(JSON.stringify(value) ?? '').length;

/** `maxBytes` bounds the UTF-8 JSON of the result. A turn that alone is too large loses block text, then old blocks. */
export function snapshotOf(state: SessionState, maxBytes: number): SessionState {
  const frame = frameOf(state, maxBytes / 2);
  let budget = maxBytes - sizeOf(frame) - slack;
  const turns: Turn[] = [];
  for (const turn of state.turns.toReversed()) {
    const last = turns.length === 0;
    const whole = fitTurn(turn, last ? budget : Math.min(budget, maxBytes / 2));
    // The last turn is never left out: it may still run, and its events would fall into nothing.
    const kept = whole ?? (last ? bareTurn(turn) : undefined);
    const size = kept ? sizeOf(kept) + 1 : Number.POSITIVE_INFINITY;
    if (!kept || (size > budget && !last)) break;
    budget -= size;
    turns.unshift(kept);
  }
  const first = turns[0];
  const cutShort = first !== undefined && turns.length < state.turns.length;
  const before = cutShort ? first.id : state.before;
  return before === undefined ? { ...frame, turns } : { ...frame, turns, before };
}

/** Everything but the turns; long queues and diffs give way when they would leave no room for a turn. */
function frameOf(state: SessionState, maxBytes: number): SessionState {
  const { before: _before, ...rest } = state;
  const waiting = state.queue.slice(0, queueLength);
  let frame: SessionState = { ...rest, turns: [] };
  for (let max = longQueued; max >= 64; max = Math.floor(max / 4)) {
    const queue = waiting.map((entry) => cutQueued(entry, max));
    const approvals = state.approvals.map((approval) => cutApproval(approval, max * 4));
    frame = { ...rest, turns: [], queue, approvals };
    if (state.grants) frame.grants = within(state.grants, limits.grantChars);
    if (sizeOf(frame) <= maxBytes) break;
  }
  return frame;
}

function cutQueued(entry: Queued, max: number): Queued {
  if (entry.text.length <= max) return entry;
  const keep = safeOffset(entry.text, max);
  const cut = (entry.cut ?? 0) + entry.text.length - keep;
  return { ...entry, text: entry.text.slice(0, keep), cut };
}

function cutApproval(approval: Approval, max: number): Approval {
  const { diff, command, commands, rules, ...rest } = approval;
  const some = (texts: readonly string[]) => within(texts, max);
  return {
    ...rest,
    summary: cutText(approval.summary, longSummary),
    ...(diff === undefined ? {} : { diff: cutText(diff, max) }),
    // Never cut: nobody may allow what they cannot see.
    ...(command === undefined ? {} : { command }),
    ...(commands === undefined ? {} : { commands: some(commands) }),
    ...(rules === undefined ? {} : { rules }),
  };
}

/** The first of these texts that fit into so many units together. */
function within(texts: readonly string[], max: number): string[] {
  let left = max;
  return texts.filter((text) => (left -= text.length) >= 0);
}

function fitTurn(turn: Turn, budget: number): Turn | undefined {
  for (let max = longBlock; max >= 256; max = Math.floor(max / 4)) {
    const trimmed = trimTurn(turn, max);
    if (sizeOf(trimmed) < budget) return trimmed;
  }
  // Thousands of small blocks: the latest stay, and the page with the whole turn has the rest.
  for (let keep = 256; keep >= 1; keep = Math.floor(keep / 2)) {
    const trimmed = trimTurn({ ...turn, blocks: latest(turn.blocks, keep) }, 256);
    if (sizeOf(trimmed) < budget) return trimmed;
  }
  return undefined;
}

/** The latest `keep` blocks, and before them those that are still open: more is to come for each. */
function latest(blocks: readonly Block[], keep: number): Block[] {
  const from = blocks.length - keep;
  const isOpen = (block: Block) => block.closed !== true || block.status === 'running';
  return blocks.filter((block, index) => index >= from || isOpen(block));
}

function trimTurn(whole: Turn, max: number): Turn {
  const request = Math.min(max, longRequest);
  const turn = { ...whole, blocks: whole.blocks.map((block) => trimBlock(block, max)) };
  if (whole.steered) {
    turn.steered = whole.steered.map((said) => ({ ...said, text: cutText(said.text, request) }));
  }
  if (turn.text.length <= request) return turn;
  const keep = safeOffset(turn.text, request);
  const cut = (turn.cut ?? 0) + turn.text.length - keep;
  return { ...turn, text: turn.text.slice(0, keep), cut };
}

/** Keeps the end of the text. A tool's input that is too long is left out: its text shows how it ends. */
function trimBlock(block: Block, max: number): Block {
  const { opaque: _opaque, input, ...plain } = block;
  const trimmed: Block = plain;
  if (input !== undefined && sizeOf(input) <= max) trimmed.input = input;
  if (plain.summary !== undefined && plain.summary.length > longSummary) {
    trimmed.summary = cutText(plain.summary, Math.min(max, longSummary));
  }
  if (plain.text.length <= max) return trimmed;
  const cut = safeOffset(plain.text, plain.text.length - max);
  return { ...trimmed, from: (plain.from ?? 0) + cut, text: plain.text.slice(cut) };
}

/** What is left when not even a few blocks fit: many blocks are open at once, or the frame is too large. */
function bareTurn(turn: Turn): Turn {
  return { ...trimTurn({ ...turn, blocks: latest(turn.blocks, 1).slice(-16) }, 64) };
}
