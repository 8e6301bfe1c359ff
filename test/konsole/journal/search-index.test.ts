/** The search index beside the journal, and that no text of anybody breaks a search. */
import { copyFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openJournal } from '../../../main/konsole/journal/journal';
import { searchFileOf } from '../../../main/konsole/journal/search';
import { filled, sessionsOf } from './search-support';
import {
  batch,
  block,
  closeNow,
  created,
  finished,
  newFile,
  openAt,
  sessionOf,
  started,
  wholeTurn,
  workerFile,
} from './support';

describe('the index', () => {
  test.each([
    ['is missing', async (index: string) => rmSync(index)],
    ['is no database', async (index: string) => writeFileSync(index, 'no database '.repeat(900))],
    ['is of another journal', copyOfAnother],
  ])('is made again where it %s', async (_, harm) => {
    const file = newFile();
    const journal = await filled(file);
    expect(await sessionsOf(journal, 'peel')).toEqual(['b']);
    await closeNow(journal);
    await harm(searchFileOf(file));
    const again = await openAt(file);
    expect(await sessionsOf(again, 'peel')).toEqual(['b']);
    expect(await sessionsOf(again, 'foreign')).toEqual([]);
  });

  async function copyOfAnother(index: string): Promise<void> {
    const other = newFile();
    const journal = await openAt(other);
    await journal.append(batch(created(sessionOf('z', { title: 'foreign' }))));
    await journal.search('foreign', 1);
    await closeNow(journal);
    copyFileSync(searchFileOf(other), index);
  }

  test('goes on where it was, and has each turn once', async () => {
    const file = newFile();
    const journal = await filled(file);
    await journal.search('x', 1);
    await closeNow(journal);
    const again = await openAt(file);
    await again.append(batch(wholeTurn('a', 'a2', 'Another pumpkin', ['yes'])));
    expect(await sessionsOf(again, 'pumpkin')).toEqual(['a']);
    expect(await sessionsOf(again, 'peel')).toEqual(['b']);
    expect(statSync(searchFileOf(file)).mode & 0o777).toBe(0o600);
  });

  test('is not even there before something is to be searched, and fills itself a little after a change', async () => {
    const file = newFile();
    const waiting: { ms: number; run: () => void }[] = [];
    const journal = await openJournal({
      file,
      worker: workerFile,
      clock: { now: () => 1 },
      newEpoch: () => 'own',
      schedule: (ms, run) => {
        waiting.push({ ms, run });
        return () => undefined;
      },
    });
    await journal.append(batch(created(sessionOf('a'))));
    expect(readdirSync(dirname(file)).some((name) => name.includes('search'))).toBe(false);
    expect(waiting.map(({ ms }) => ms)).toEqual([5_000]);
    waiting[0]?.run();
    await expect.poll(() => readdirSync(dirname(file))).toContain('konsole-search.db');
    await journal.close();
  });
});

describe('any text', () => {
  const words = ['knife', 'onion', 'onions', 'Über', 'kuchen', 'x1', 'parser', 'par', 'Élan'];

  /** As a person would say what a word is: letters and digits, without case and accents. */
  const plainWords = (text: string) =>
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);

  test('the sessions that have every word, and a word that begins like the last, are found and no others', async () => {
    const journal = await openAt(newFile());
    const texts = fc.sample(
      fc.array(fc.constantFrom(...words, 'and', '-', '😀', '"so"'), { minLength: 1, maxLength: 6 }),
      { numRuns: 24, seed: 7 },
    );
    const said = new Map<string, string[]>();
    for (const [n, parts] of texts.entries()) {
      const id = `s${n}`;
      const [title = '', ...rest] = parts;
      await journal.append(
        batch([
          ...created(sessionOf(id, { title })),
          ...started(id, `${id}t`, rest.join(' ')),
          ...block(id, `${id}t`, `${id}b`, ['the answer']),
          finished(id, `${id}t`),
        ]),
      );
      said.set(id, plainWords(`${parts.join(' ')} the answer`));
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...words, 'the'), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 9 }),
        async (whole, cut) => {
          const query = [...whole.slice(0, -1), whole.at(-1)?.slice(0, cut)].join(' ');
          const asked = plainWords(query);
          const last = asked.at(-1) ?? '';
          const expected = [...said].flatMap(([id, has]) =>
            asked.slice(0, -1).every((word) => has.includes(word)) &&
            has.some((word) => word.startsWith(last))
              ? [id]
              : [],
          );
          expect((await sessionsOf(journal, query)).sort()).toEqual(expected.sort());
        },
      ),
      { numRuns: 60 },
    );
  });

  test('attack 6: no text is a syntax error, whatever it is and whatever was written', async () => {
    const journal = await filled();
    const syntax = fc.constantFrom(
      ...['"', '*', '(', ')', 'AND', 'OR', 'NOT', 'NEAR(', '^', ':', '-', '+', '{', '}', "'", ';'],
      ...[
        'title:',
        '\0',
        '\u0001',
        '\u0002',
        '\u0003',
        '\ud83d',
        '%',
        '_',
        '\\',
        ' ',
        'knife',
        '喜',
      ],
    );
    const hostile = fc.oneof(
      fc.array(syntax, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
    );
    await fc.assert(
      fc.asyncProperty(hostile, hostile, fc.nat(1e9), async (text, written, n) => {
        const turn = `h${n}`;
        await journal.append(batch(wholeTurn('b', turn, written, [written])));
        for (const hit of await journal.search(text, 5)) {
          expect(hit.excerpt.length).toBeLessThanOrEqual(200);
          for (const [from, to] of hit.marks) {
            expect(0 <= from && from < to && to <= hit.excerpt.length).toBe(true);
          }
        }
        expect(Array.isArray((await journal.find('b', text, 3)).hits)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
