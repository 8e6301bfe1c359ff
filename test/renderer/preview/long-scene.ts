/** A session of many turns in pages, as an engine gives it: for the long scenes of the preview. */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { FindHit, Turn } from '../../../preload/contract/shapes';
import type { FakeKonsole } from '../support/fake-bridge';
import { ok } from '../support/fake-bridge';
import { timing, toolEvents, usage, words, workspace } from './scene-parts';

const paragraph =
  'The journal commits in groups, and the hub hands each batch to every reader. A reader that falls behind gets merged deltas, then a snapshot. ';

/** One finished turn: the longer, the more its number has divisors. */
export function turnEvents(number: number, at: number): SessionEventBody[] {
  const turn = `n${number}`;
  const text = [
    `Answer **${number}**. ${paragraph.repeat(1 + (number % 4))}`,
    ...(number % 3 === 0
      ? [`\`\`\`ts\n${'const lamp = turnOn("harbour");\n'.repeat(4 + (number % 9))}\`\`\``]
      : []),
    ...(number % 5 === 0 ? ['- one\n- two\n- three lighthouses'] : []),
  ].join('\n\n');
  return [
    { type: 'turn.queued', at, turn, text: `Question ${number}: what does the harbour do?` },
    { type: 'turn.started', at, turn, attempt: 1, model: 'anthropic/claude-opus-5-5' },
    ...(number % 2 === 0
      ? toolEvents(
          turn,
          {
            id: `${turn}r`,
            tool: 'read',
            input: { path: `src/harbour-${number}.ts` },
            summary: '214 lines',
            output: `export const harbour = ${number};`,
            ms: 90,
          },
          at + 500,
        )
      : []),
    ...words(turn, `${turn}a`, 'text', text, at + 1000, 900),
    { type: 'turn.finished', at: at + 2000, turn, status: 'completed', usage, timing },
  ];
}

/** The last `here` of `count` turns are in the snapshot, the others come in pages; it can be searched. */
export function addLongSession(konsole: FakeKonsole, count: number, here = 12): string {
  const now = Date.now();
  const id = konsole.addSession({ workspace, title: 'A long session', updatedAt: now });
  const events = Array.from({ length: count }, (_, at) => turnEvents(at + 1, now - 60_000));
  konsole.emit(id, events.flat());
  const all: Turn[] = konsole.stateOf(id)?.turns ?? [];
  konsole.keepTurns(id, here);
  konsole.answer('history.page', async ({ before, limit }) => {
    await new Promise((resolve) => {
      setTimeout(resolve, 120);
    });
    const end = all.findIndex((turn) => turn.id === before);
    const from = Math.max(0, end - Number(limit ?? 20));
    const turns = all.slice(from, end);
    return ok(from > 0 ? { turns, next: turns[0]?.id } : { turns });
  });
  konsole.answer('session.find', ({ text }) => {
    const hits = all.flatMap((turn) => hitsIn(turn, String(text).toLowerCase()));
    return ok({ hits, total: hits.length });
  });
  return id;
}

function hitsIn(turn: Turn, text: string): FindHit[] {
  const hits: FindHit[] = [];
  const parts = [{ text: turn.text, block: undefined as string | undefined }];
  for (const { id, text: written } of turn.blocks) parts.push({ text: written, block: id });
  for (const part of parts) {
    const low = part.text.toLowerCase();
    for (let at = low.indexOf(text); at >= 0; at = low.indexOf(text, at + text.length)) {
      const excerpt = part.text.slice(Math.max(0, at - 20), at + 40);
      const hit: FindHit = { turn: turn.id, at, excerpt, marks: [] };
      hits.push(part.block === undefined ? hit : { ...hit, block: part.block });
    }
  }
  return hits;
}
