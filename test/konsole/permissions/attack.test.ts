/** Attack 14: an allow rule for the first command of a line allows nothing else; deny wins. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bash, judge, line, shell } from './parser';

/** Around one allowed command (`A`) and one that is not (`X`). */
const written = [
  'A && X',
  'A || X',
  'A; X',
  'A;X',
  'A & X',
  'A | X',
  'A |& X',
  'A\nX',
  'A\n\n  X\n',
  'A $(X)',
  'A "$(X)"',
  'A `X`',
  'A "`X`"',
  'A <(X)',
  'A > >(X)',
  'A <<< "$(X)"',
  'A <<E\n$(X)\nE',
  'A <<E\n`X`\nE',
  'A <<E\nE\nX',
  "A <<'E'\nE\nX",
  'A <<-E\n\tE\nX',
  'A ${x:-$(X)}',
  'A ${x#$(X)}',
  'A ${x/a/$(X)}',
  'A $((1 + $(X)))',
  'A a[$(X)]',
  'A # comment\nX',
  'A \\\n && X',
  '(A; X)',
  '{ A; X; }',
  'A && (X)',
  '! A && X',
  'time X',
  'coproc X',
  'if A; then X; fi',
  'if X; then A; fi',
  'while A; do X; done',
  'until A; do X; done',
  'for i in 1 2; do A; X; done',
  'for i in $(X); do A; done',
  'case a in a) A;; b) X;; esac',
  'case $(X) in a) A;; esac',
  '[[ -n $(X) ]] && A',
  '[ -n "$(X)" ] && A',
  'f() { X; }; f; A',
  'git() { X; }; A',
  'x=$(X) A',
  'x=$(X); A',
  'PATH=/tmp A',
  'GIT_EXTERNAL_DIFF=x A',
  'export PATH=/tmp; A',
  'alias git=rm; A',
  "sh -c 'X'",
  'sh -c "A; X"',
  "bash -lc 'X'",
  "eval 'X'",
  'eval X',
  'env X',
  'command X',
  'builtin X',
  'exec X',
  'sudo X',
  'nohup X',
  'timeout 5 X',
  'A | xargs X',
  "trap 'X' EXIT; A",
  'source x; A',
  '. ./x; A',
  'A > f',
  'A >> f',
  'A &> f',
  'A >| f',
  'A 2> f',
  '> f; A',
  '$x; A',
  '"$(X)"',
  '`X`',
  '$(X) status',
  'A\r\nX',
  'A\u2028X',
  'A\u00a0; X',
  "A $'a'; X",
  'A "a" \'b\'; X',
  'A ";" ; X',
  "A '; ' ; X",
  'A \\; X ; X',
];
const allow = ['bash(git status)', 'bash(git status *)', 'bash(git diff *)', 'bash(ls *)'];
const rest = ['rm -rf x', 'curl x', 'git push', 'git-status', 'gitstatus', './git status'];

describe('attack 14: what an allow rule for one command does not allow', () => {
  test('there are at least sixty ways, and each alone has a command that is allowed', () => {
    expect(new Set(written).size).toBeGreaterThanOrEqual(60);
    expect(line('git status', allow)).toBe('allow');
    expect(line('git diff --stat', allow)).toBe('allow');
    expect(line('git status && git diff; git status | ls "$(git status)"', allow)).toBe('allow');
  });

  test.each(written)('attack 14: %j asks', (pattern) => {
    for (const other of rest) {
      const command = pattern.replaceAll('A', 'git status').replaceAll('X', other);
      expect([command, line(command, allow)]).toEqual([command, 'ask']);
    }
  });

  test('attack 14: whatever is put together from these asks, and a denial of the second wins in every mode', () => {
    const simple = fc.constantFrom(
      'git status',
      'git diff a',
      "git diff 'b c'",
      'git status --short',
    );
    const join = fc.constantFrom(' && ', ' || ', '; ', '\n', ' | ', ' & ');
    const wrap = fc.constantFrom(
      '( Y )',
      '{ Y; }',
      'ls $( Y )',
      'ls "$( Y )"',
      'if Y; then git status; fi',
      'while Y; do git diff; done',
      'ls <( Y )',
      'Y',
    );
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(simple, join, wrap), { minLength: 1, maxLength: 4 }),
        fc.nat(),
        (parts, at) => {
          const build = (hidden: string) =>
            parts.reduce(
              (text, [command, sign, around], index) =>
                around.replace(
                  'Y',
                  () => `${text}${sign}${index === at % parts.length ? hidden : command}`,
                ),
              'git status',
            );
          const attack = build('rm -rf x');
          seen.add(attack);
          expect([build('git diff'), line(build('git diff'), allow)]).toEqual([
            build('git diff'),
            'allow',
          ]);
          expect([attack, line(attack, allow)]).toEqual([attack, 'ask']);
          for (const mode of ['ask', 'edits', 'plan', 'all'] as const) {
            const denied = line(attack, ['bash'], {
              mode,
              deny: ['bash(rm *)'],
              grants: ['bash(rm -rf x)'],
            });
            expect([attack, mode, denied]).toEqual([attack, mode, 'deny']);
          }
        },
      ),
      { numRuns: 200 },
    );
    expect(seen.size).toBeGreaterThanOrEqual(60);
  });

  test('a grant of what was shown allows the line again, and no line with one command more', () => {
    const word = fc.constantFrom(
      'a',
      "'b c'",
      '"$x"',
      '*.ts',
      "'*'",
      '\\*',
      "'\\'",
      '$(ls d)',
      '"é😀"',
      "'it'\\''s'",
      "'a(b)'",
      '-x=1',
    );
    const command = fc
      .tuple(fc.constantFrom('ls', 'npm', 'git', 'cat', './run'), fc.array(word, { maxLength: 4 }))
      .map(([name, words]) => [name, ...words].join(' '));
    const joined = fc.array(command, { minLength: 1, maxLength: 4 }).map((all) => all.join(' && '));
    fc.assert(
      fc.property(joined, fc.constantFrom(' && ', '; ', '\n', ' | '), (text, sign) => {
        const verdict = judge(bash(text));
        if (verdict.verdict !== 'ask') throw new Error(`${text} did not ask`);
        // What a variable or a substitution gives may be another thing: no rule is offered.
        const varies = /\$[x(]/.test(text);
        expect(verdict.rules.length > 0).toBe(!varies);
        expect(line(text, [], { grants: verdict.rules })).toBe(varies ? 'ask' : 'allow');
        expect(line(`${text}${sign}rm x`, [], { grants: verdict.rules })).toBe('ask');
        expect(line(`${text} more`, [], { grants: verdict.rules })).toBe('ask');
      }),
      { numRuns: 150 },
    );
  });

  test('an exact grant takes a star for a star', () => {
    const verdict = judge(bash("rm '*' && ls *.ts"));
    expect(verdict).toMatchObject({ rules: ["bash(rm '\\*')", 'bash(ls \\*.ts)'] });
    const grants = verdict.verdict === 'ask' ? verdict.rules : [];
    expect(line("rm 'x'", [], { grants })).toBe('ask');
    expect(line('ls a.ts', [], { grants })).toBe('ask');
    expect(line('ls *.ts', [], { grants })).toBe('allow');
  });

  test('whatever text comes, it is answered without an exception', () => {
    const sign = fc.constantFrom(
      ...'abM$(){}[]`"\'\\;&|<>#=~*!? \n\t'.split(''),
      '$(',
      '<<E\n',
      '((',
      '[[ ',
      '${',
      'if ',
      ' é',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 40 }), (signs) => {
        const text = signs.join('');
        const parsed = shell(text);
        expect(typeof parsed.ok).toBe('boolean');
        if (!parsed.ok || parsed.commands.length > 0) expect(line(text)).toBe('ask');
      }),
      { numRuns: 1_000 },
    );
  });
});
