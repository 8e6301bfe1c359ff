/** Shapes of seeded sessions: long ones, ones of very many events, one endless turn, many of moderate size. Pure. */
import { prose } from './prose';
import type { SeedPart, SeedSession, SeedTurn } from './seed';

/** Stands in every question and every answer of a seeded session, so that a page can be seen to show it. */
export const markOf = (session: string): string => `mark-${session}`;

function pieces(text: string, count: number): string[] {
  const size = Math.max(1, Math.ceil(text.length / count));
  return Array.from({ length: count }, (_, n) => text.slice(n * size, (n + 1) * size)).filter(
    (piece) => piece !== '',
  );
}

const question = (session: string, turn: number, turns: number) =>
  `Question ${turn} of ${turns} (${markOf(session)}): what comes next?`;

function* talk(
  session: string,
  turns: number,
  answer: (turn: number) => SeedPart[],
): Generator<SeedTurn> {
  for (let turn = 1; turn <= turns; turn += 1) {
    yield { text: question(session, turn, turns), parts: answer(turn) };
  }
}

const written = (session: string, turn: number, chars: number, count: number): SeedPart => ({
  kind: 'text',
  pieces: pieces(`Answer ${turn} (${markOf(session)}).\n\n${prose('mixed', chars, turn)}`, count),
});

/** So many questions with an answer of a few paragraphs each. */
export function conversation(
  id: string,
  turns: number,
  more: Partial<SeedSession> = {},
): SeedSession {
  const title = `Conversation of ${turns} turns`;
  return { id, title, turns: talk(id, turns, (turn) => [written(id, turn, 600, 6)]), ...more };
}

/** Events of a turn made by `eventful` that are no appends: queued, started, first, opened, closed, finished. */
const frameEvents = 6;

/** About `events` events in turns of `perTurn`; an append is about 40 characters. */
export function eventful(
  id: string,
  events: number,
  perTurn: number,
  more: Partial<SeedSession> = {},
): SeedSession {
  const appends = perTurn - frameEvents;
  const turns = Math.ceil(events / perTurn);
  const answer = (turn: number) => [written(id, turn, appends * 40, appends)];
  return { id, title: `Session of ${events} events`, turns: talk(id, turns, answer), ...more };
}

/** One turn of about `events` events: prose and tools with long outputs, by turns. */
export function oneHugeTurn(
  id: string,
  events: number,
  more: Partial<SeedSession> = {},
): SeedSession {
  const perStep = 500;
  const parts: SeedPart[] = [];
  for (let step = 1; step <= Math.ceil(events / perStep); step += 1) {
    const output = Array.from({ length: perStep / 2 }, (_, n) => `line ${n} of step ${step}\n`);
    parts.push(written(id, step, (perStep / 2 - 9) * 40, perStep / 2 - 9), {
      kind: 'tool',
      tool: 'read',
      input: { path: `src/part-${step}.ts` },
      summary: `Read src/part-${step}.ts`,
      output,
    });
  }
  // The last word is prose, as a finished turn has it.
  parts.push(written(id, parts.length, 400, 10));
  return { id, title: `Turn of ${events} events`, turns: talk(id, 1, () => parts), ...more };
}

/** Sessions of `turns` turns each with tools and prose, an hour apart, the first one the latest. */
export function* moderate(count: number, turns: number, now: number): Generator<SeedSession> {
  for (let n = 1; n <= count; n += 1) {
    const id = `moderate-${n}`;
    const answer = (turn: number): SeedPart[] => [
      { kind: 'thinking', pieces: pieces(prose('paragraph', 200, turn), 5) },
      {
        kind: 'tool',
        tool: 'grep',
        input: { pattern: `lamp${n}` },
        summary: `Searched for lamp${n}`,
        output: pieces(prose('code', 800, n), 8),
      },
      written(id, turn, 1_000, 25),
    ];
    const title = `Moderate session ${n}`;
    yield { id, title, turns: talk(id, turns, answer), endedAt: now - n * 3_600_000 };
  }
}
