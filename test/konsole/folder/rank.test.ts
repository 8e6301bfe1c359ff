import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asQuery, createBest, fit } from '../../../main/konsole/folder/rank';

function order(typed: string, paths: readonly string[], limit = 20): string[] {
  const best = createBest(limit);
  const query = asQuery(typed);
  for (const path of paths) {
    const rank = fit(path, path.toLowerCase(), query, best.worst());
    if (rank !== undefined) best.add(path, rank);
  }
  return best.paths();
}

describe('files that fit what was typed', () => {
  test.each([
    [
      'the name itself, its beginning, a word in it, anywhere in it, its folders, its letters',
      'main',
      [
        'src/main',
        'main.ts',
        'src/main-window.ts',
        'src/the-main.ts',
        'src/domain.ts',
        'main/a.ts',
        'src/m-a-kind.ts',
        'me/api/n.ts',
      ],
    ],
    ['beginnings of words', 'mw', ['MainWindow.tsx', 'main-window.ts', 'some-wide-mw.ts', 'a/mow']],
    ['parts of words in a row', 'mawi', ['main-window.ts', 'mxaxwxi.ts']],
    ['a path where a slash is typed', 'konsole/ho', ['konsole/host.ts', 'main/konsole/host.ts']],
    ['the shorter of equals, then by name', 'read', ['readme.md', 'a/readme.md', 'b/readme.md']],
  ])('come in this order: %s', (_what, typed, paths) => {
    expect(order(typed, paths.toReversed())).toEqual(paths);
  });

  test('whatever the case, the spaces and the slashes', () => {
    const paths = ['Src/Main Window.ts'];
    for (const typed of ['MAIN', ' main ', 'src\\main', './src/main', '/src/main', 'main win']) {
      // A space is no letter to look for.
      const found = order(typed, paths);
      expect(found, typed).toEqual(paths);
    }
    expect(order('other', paths)).toEqual([]);
  });

  test('are those nearest to the top when nothing was typed', () => {
    expect(order('', ['a/b/c.ts', 'a/long-name.ts', 'z.ts', 'b/c.ts'])).toEqual([
      'z.ts',
      'b/c.ts',
      'a/long-name.ts',
      'a/b/c.ts',
    ]);
  });

  test('hold every letter typed, in order, and nothing that holds them is missing', () => {
    const some = fc.string({ unit: fc.constantFrom('a', 'B', '-', '/', 'ß', 'İ'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), some, (paths, typed) => {
        const query = asQuery(typed);
        const letters = new RegExp([...query].join('.*'), 's');
        const fitting = paths.filter((path) => letters.test(path.toLowerCase()));
        expect(order(typed, paths).toSorted()).toEqual(fitting.toSorted());
        // A short list is the beginning of the long one.
        expect(order(typed, paths, 2)).toEqual(order(typed, paths).slice(0, 2));
      }),
    );
  });

  test('are the best few of all, as if all had been sorted', () => {
    const entry = fc.record({
      path: fc.string({ minLength: 1, maxLength: 4 }),
      rank: fc.nat(4),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 40 }), fc.integer({ min: 1, max: 8 }), (all, n) => {
        const best = createBest(n);
        for (const { path, rank } of all) best.add(path, rank);
        const sorted = all.toSorted(
          (a, b) => a.rank - b.rank || a.path.length - b.path.length || (a.path < b.path ? -1 : 1),
        );
        expect(best.paths()).toEqual(sorted.slice(0, n).map(({ path }) => path));
      }),
    );
  });
});
