/** Finding in one session: every place, exact offsets, whatever of it is loaded. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { occurrences } from '../../../main/konsole/journal/find';
import type { FindHit, Turn } from '../../../preload/contract/shapes';
import {
  batch,
  block,
  created,
  newFile,
  on,
  openAt,
  sessionOf,
  started,
  wholeTurn,
} from './support';

const noPace = { pause: () => undefined };

async function all(within: string, text: string): Promise<number[]> {
  const found: number[] = [];
  for await (const at of occurrences(within, text, noPace)) found.push(at);
  return found;
}

/** As it is defined: simple case folding, the earliest first, none over another. */
function plainly(within: string, text: string): number[] {
  const pattern = text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return [...within.matchAll(new RegExp(pattern, 'giu'))].map((match) => match.index);
}

describe('occurrences', () => {
  test('the case of a letter does not matter, in any language, and offsets stay those of the text', async () => {
    expect(await all('İstanbul ISTANBUL istanbul', 'istanbul')).toEqual([9, 18]);
    expect(await all('ΣΊΣΥΦΟΣ σίσυφος', 'Σίσυφος')).toEqual([0, 8]);
    expect(await all('😀 Straße STRASSE', 'straße')).toEqual([3]);
    expect(await all('aaaa', 'aa')).toEqual([0, 2]);
  });

  test('nothing in a text is a pattern', async () => {
    for (const text of ['.*', '(', '[a-z]', '\\', '$^', 'a|b', '{2}', '/', '-']) {
      expect(await all(`x${text}y`, text)).toEqual([1]);
    }
  });

  test('a long text is searched in chunks, and finds what lies across two of them', async () => {
    const unit = fc.constantFrom('a', 'A', 'b', '\n', '😀', '\ud83d', '\udc00', 'é', 'ſ', 'K');
    await fc.assert(
      fc.asyncProperty(
        fc.array(unit, { minLength: 1, maxLength: 12 }),
        fc.array(unit, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 120, max: 140 }),
        async (pattern, needle, kilo) => {
          const within = pattern.join('').repeat(Math.ceil((kilo * 1024) / pattern.length));
          const text = needle.join('');
          expect(await all(within, text)).toEqual(plainly(within, text));
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('in a session', () => {
  /** A hit as `turn/block@offset`. */
  const short = ({ turn, block: of, at }: FindHit) => `${turn}/${of ?? ''}@${at}`;

  async function mixed() {
    const journal = await openAt(newFile());
    await journal.append(batch(created(sessionOf('a'))));
    await journal.append(
      batch(wholeTurn('a', 't1', 'Find the Pelican', ['a peli', 'can PELICAN'])),
    );
    await journal.append(
      batch([
        ...started('a', 't2', 'And then?'),
        on('a', { type: 'block.opened', at: 12, turn: 't2', block: 'th', kind: 'thinking' }),
        on('a', { type: 'block.appended', at: 12, block: 'th', off: 0, text: 'pelican, hm' }),
        on('a', { type: 'block.closed', at: 12, block: 'th', ms: 1, status: 'done' }),
        on('a', { type: 'block.opened', at: 12, turn: 't2', block: 'old', kind: 'text' }),
        on('a', { type: 'block.appended', at: 12, block: 'old', off: 0, text: 'pelican replaced' }),
        on('a', { type: 'block.closed', at: 12, block: 'old', ms: 1, status: 'abandoned' }),
        on('a', { type: 'block.opened', at: 12, turn: 't2', block: 'tl', kind: 'tool' }),
        on('a', { type: 'block.appended', at: 12, block: 'tl', off: 0, text: '{"q":"pelican"}' }),
        on('a', {
          type: 'block.opened',
          at: 12,
          turn: 't2',
          block: 'o',
          kind: 'output',
          parent: 'tl',
        }),
        on('a', { type: 'block.appended', at: 12, block: 'o', off: 0, text: '3 pelicans' }),
        on('a', { type: 'turn.queued', at: 13, turn: 't3', text: 'a pelican that waits' }),
      ]),
    );
    return journal;
  }

  test('requests, thinking, answers, tools and their output are found in order, a running turn too; replaced tries and the queue are not', async () => {
    const journal = await mixed();
    const { hits, total } = await journal.find('a', 'pelican', 100);
    expect(hits.map(short)).toEqual([
      't1/@9',
      't1/t1b@2',
      't1/t1b@10',
      't2/th@0',
      't2/tl@6',
      't2/o@2',
    ]);
    expect(total).toBe(6);
    for (const { excerpt, marks } of hits) {
      expect(marks.map(([from, to]) => excerpt.slice(from, to).toLowerCase())).toEqual(['pelican']);
    }
  });

  test('the limit bounds what is told, not what is counted', async () => {
    const journal = await mixed();
    const { hits, total } = await journal.find('a', 'PELICAN', 2);
    expect(hits.map(short)).toEqual(['t1/@9', 't1/t1b@2']);
    expect(total).toBe(6);
  });

  test('every offset is that of the whole text, beyond what a snapshot still has of it', async () => {
    const journal = await openAt(newFile());
    await journal.append(batch(created(sessionOf('a'))));
    const long = `needle ${'hay '.repeat(100_000)}Needle`;
    await journal.append(batch(wholeTurn('a', 't', long, [long.slice(0, 99), long.slice(99)])));
    for (let n = 0; n < 120; n += 1)
      await journal.append(batch(wholeTurn('a', `x${n}`, 'x', ['y'])));
    const { turns } = await journal.turns('a', undefined, 200);
    const { hits } = await journal.find('a', 'needle', 100);
    expect(hits.map(short)).toEqual(['t/@0', `t/@400007`, 't/tb@0', `t/tb@400007`]);
    const textAt = (turn: Turn | undefined, { block: of, at }: FindHit) =>
      (of === undefined ? turn?.text : turn?.blocks.find(({ id }) => id === of)?.text)?.substr(
        at,
        6,
      );
    for (const hit of hits) {
      expect(textAt(turns[0], hit)?.toLowerCase()).toBe('needle');
    }
  });

  test('an unknown session is not found', async () => {
    const journal = await openAt(newFile());
    await expect(journal.find('none', 'x', 5)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('short questions are answered while a long session is looked through (I8)', async () => {
    const journal = await openAt(newFile());
    await journal.append(batch(created(sessionOf('a'))));
    const pieces = Array.from({ length: 20_000 }, (_, n) => `piece ${n} of it, `);
    const events = [...started('a', 't', 'Go'), ...block('a', 't', 'b', pieces)];
    for (let n = 0; n < events.length; n += 500) {
      await journal.append(batch(events.slice(n, n + 500)));
    }
    let looking = true;
    const long = journal.find('a', 'piece', 5).finally(() => {
      looking = false;
    });
    let answered = 0;
    while (looking) {
      await journal.session('a');
      if (looking) answered += 1;
    }
    expect((await long).total).toBe(20_000);
    expect(answered).toBeGreaterThan(2);
  });
});
