/** What of a turn is still to be printed: from its blocks, and how far each was shown. Pure. */
import type { Block, Snapshot, Turn } from '../../preload/contract/shapes';
import { plainLine } from './plain';
import { span } from './spans';

export interface Piece {
  /** `text` and `thinking` go on where their block was; a `tool` and a `note` are lines of their own. */
  kind: 'text' | 'thinking' | 'tool' | 'note';
  block: string;
  text: string;
}

/** By id of a block: the offset up to which it was shown, and what was said of it. */
export type Shown = Readonly<Record<string, { to: number; said?: 'begun' | 'ended' }>>;

/** The pieces to print now, in the order of the blocks, and what is shown once they are. */
export function newPieces(turn: Turn, shown: Shown): { pieces: Piece[]; shown: Shown } {
  const pieces: Piece[] = [];
  const changed: Record<string, Shown[string]> = {};
  for (const block of turn.blocks) {
    const before = shown[block.id] ?? { to: 0 };
    const after =
      block.kind === 'tool' ? ofTool(block, before, pieces) : ofText(block, before, pieces);
    if (after !== before) changed[block.id] = after;
  }
  if (Object.keys(changed).length === 0) return { pieces, shown };
  return { pieces, shown: { ...shown, ...changed } };
}

/** As if all that is there had been printed. */
export function allShown(turn: Turn, shown: Shown = {}): Shown {
  return newPieces(turn, shown).shown;
}

/** The text that was written is not taken back on a terminal: that it counts no more is said. */
function ofText(block: Block, before: Shown[string], pieces: Piece[]): Shown[string] {
  const { id, kind } = block;
  if (kind === 'summary') {
    if (!block.closed || block.status === 'abandoned' || before.said) return before;
    pieces.push({ kind: 'note', block: id, text: 'The conversation so far was summarised.' });
    return { ...before, said: 'ended' };
  }
  if (kind !== 'text' && kind !== 'thinking') return before;
  if (block.status === 'abandoned') {
    if (before.said || before.to === 0) return before;
    if (kind === 'text') {
      const text = 'The answer broke off here and begins anew: what stands above counts no more.';
      pieces.push({ kind: 'note', block: id, text });
    }
    return { ...before, said: 'ended' };
  }
  const from = block.from ?? 0;
  const to = from + block.text.length;
  if (to <= before.to) return before;
  if (from > before.to) {
    const text = `${from - before.to} characters are not shown here; the window of the session has them.`;
    pieces.push({ kind: 'note', block: id, text });
  }
  pieces.push({ kind, block: id, text: block.text.slice(Math.max(0, before.to - from)) });
  return { ...before, to };
}

function ofTool(block: Block, before: Shown[string], pieces: Piece[]): Shown[string] {
  const { id, status } = block;
  if (before.said === 'ended' || status === undefined) return before;
  if (status === 'done' || status === 'abandoned') return before;
  const name = plainLine(block.name ?? 'tool', 40);
  if (before.said === undefined) {
    const what = block.summary === undefined ? '' : ` ${plainLine(block.summary, 120)}`;
    pieces.push({ kind: 'tool', block: id, text: `· ${name}${what}` });
  }
  if (status === 'running') return before.said ? before : { ...before, said: 'begun' };
  if (status !== 'ok') {
    const took = block.ms === undefined ? '' : ` after ${span(block.ms)}`;
    pieces.push({ kind: 'tool', block: id, text: `· ${name}: ${status}${took}` });
  }
  return { ...before, said: 'ended' };
}

/** The answer: what stands of the turn's text. */
export function answerOf(turn: Turn): string {
  return turn.blocks
    .filter(({ kind, status, text }) => kind === 'text' && status !== 'abandoned' && text !== '')
    .map(({ text }) => text)
    .join('\n\n');
}

/** Said once each; `key` tells them apart. */
export interface Note {
  key: string;
  text: string;
}

/** What is to be said of a turn beside its words: that it waits, is silent, is tried again, or goes over. */
export function notesOf(
  { queue, paused, approvals, session }: Snapshot,
  id: string,
  turn?: Turn,
): Note[] {
  const notes: Note[] = [];
  const say = (key: string, text: string) => notes.push({ key, text });
  if (!turn) {
    if (!queue.some((waiting) => waiting.turn === id)) return notes;
    if (paused) {
      say(
        'paused',
        'It waits: the queue of this session is paused, until somebody lets it go on in the window of the session.',
      );
    } else if (session.turn !== undefined)
      say('queued', 'It waits for the turn that runs in this session.');
    return notes;
  }
  for (const [index, { from, reason }] of (turn.moved ?? []).entries()) {
    const next = turn.moved?.[index + 1]?.from ?? turn.model ?? 'the next model';
    say(
      `moved ${id} ${index}`,
      `${plainLine(from)} did not answer (${plainLine(reason)}): ${plainLine(next)} is asked.`,
    );
  }
  if (turn.stall) {
    const { at, silentMs, alive } = turn.stall;
    const how = alive ? 'keeps the connection open and has said nothing' : 'has been silent';
    say(`stall ${at}`, `The model ${how} for ${span(silentMs)}.`);
  }
  if (turn.retry) {
    say(
      `retry ${turn.retry.until}`,
      `It is tried again (${turn.retry.attempt}): ${plainLine(turn.retry.reason)}`,
    );
  }
  for (const approval of approvals) {
    if (approval.turn !== id) continue;
    const what = `${plainLine(approval.tool, 40)}: ${plainLine(approval.summary)}`;
    say(
      `approval ${approval.id}`,
      `It waits for your approval of ${what}. Answer in the window of the session, the tray or the browser page; nothing is allowed from here.`,
    );
  }
  return notes;
}
