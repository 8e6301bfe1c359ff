/** What is found in a shell line, and what is refused because a shell could read it otherwise. */
import { describe, expect, test } from 'vitest';
import { longestLine } from '../../../main/konsole/permissions/shell';
import { commandsOf, shell } from './parser';

describe('every command counts, wherever it stands', () => {
  test.each<[string, string[]]>([
    ['git status', ['git status']],
    ['  git   status  ', ['git status']],
    ['git status && rm -rf x', ['git status', 'rm -rf x']],
    ['a; b & c || d | e |& f', ['a', 'b', 'c', 'd', 'e', 'f']],
    ['git status\nrm x', ['git status', 'rm x']],
    ['git log $(rm x)', ['git log $(rm x)', 'rm x']],
    ['git log `rm x`', ['git log $(rm x)', 'rm x']],
    ['git log "a $(rm x) b"', ["git log 'a '\"$(rm x)\"' b'", 'rm x']],
    ['diff <(rm a) >(rm b)', ['diff <(rm a) >(rm b)', 'rm a', 'rm b']],
    ['echo ${x:-$(rm y)}', ['echo ${x:-$(rm y)}', 'rm y']],
    ['echo $((1 + $(rm y)))', ['echo $((1 + $(rm y)))', 'rm y']],
    ['(cd a && ls)', ['cd a', 'ls']],
    ['{ ls; rm x; }', ['ls', 'rm x']],
    ['if a; then b; elif c; then d; else e; fi', ['a', 'b', 'c', 'd', 'e']],
    ['for f in $(a); do rm "$f"; done', ['a', 'rm "$f"']],
    ['while a; do b; done', ['a', 'b']],
    ['until a; do b; done', ['a', 'b']],
    ['case $(a) in b) c;; *) d;; esac', ['a', 'c', 'd']],
    ['! rm x', ['rm x']],
    ['time rm x', ['time rm x']],
    ['[ -f x ] && rm x', ['[ -f x ]', 'rm x']],
    ['[[ $(a) == b ]] || c', ['[[ $(a) == b ]]', 'a', 'c']],
    ['cat <<< "$(rm x)"', ['cat <<< "$(rm x)"', 'rm x']],
    ['x=$(rm y) ls', ['x=$(rm y) ls', 'rm y']],
    ['x=$(rm y)', ['x=$(rm y)', 'rm y']],
    ['export A=$(rm y)', ['export A=$(rm y)', 'rm y']],
    ["sh -c 'rm x; ls'", ["sh -c 'rm x; ls'", 'rm x', 'ls']],
    ['sudo bash -lc "rm x"', ["sudo bash -lc 'rm x'", 'rm x']],
    ['eval rm "x y"', ["eval rm 'x y'", 'rm x y']],
    ['sh -c "sh -c \'rm x\'"', ["sh -c 'sh -c '\\''rm x'\\'''", "sh -c 'rm x'", 'rm x']],
  ])('%j', (line, commands) => {
    expect(commandsOf(line)).toEqual(commands);
  });

  test('a here-document runs its substitutions unless its name is quoted', () => {
    expect(commandsOf('cat <<E\na $(rm x)\nE\nls')).toEqual([
      "cat << $'a $(rm x)\\n'",
      'rm x',
      'ls',
    ]);
    expect(commandsOf("cat <<'E'\na $(rm x) `rm y`\nE\nls")).toEqual([
      "cat <<'' $'a $(rm x) `rm y`\\n'",
      'ls',
    ]);
    expect(commandsOf('git commit -m "$(cat <<\'E\'\nTitle\n\nText\nE\n)"')).toEqual([
      "git commit -m \"$(cat <<'' $'Title\\n\\nText\\n')\"",
      "cat <<'' $'Title\\n\\nText\\n'",
    ]);
    expect(commandsOf('cat <<E | rm x && ls > f\na\nE')).toEqual([
      "cat << $'a\\n'",
      'rm x',
      'ls > f',
    ]);
  });
});

describe('words are written in one way, and never alike for two things', () => {
  test.each<[string, string]>([
    ['"git" \'status\'', 'git status'],
    ['g"i"t st\\atus', 'git status'],
    ['git "status; rm x"', "git 'status; rm x'"],
    ['git "status && rm"', "git 'status && rm'"],
    ["echo 'it'\\''s'", "echo 'it'\\''s'"],
    ['ls *.ts', 'ls *.ts'],
    ["ls '*.ts'", "ls '*.ts'"],
    ['ls \\*.ts', "ls '*.ts'"],
    ['echo ~', 'echo ~'],
    ["echo '~'", "echo '~'"],
    ['echo {a,b}', 'echo {a,b}'],
    ["echo '{a,b}'", "echo '{a,b}'"],
    ['find . -name {}', 'find . -name {}'],
    ['echo $x', 'echo $x'],
    ["echo '$x'", "echo '$x'"],
    ['echo "$x"', 'echo "$x"'],
    ["echo ''", "echo ''"],
    ['echo "a\nb"', "echo $'a\\nb'"],
    ["echo $'a\\nb'", "echo $'a\\nb'"],
    ["echo 'a\\nb'", "echo 'a\\nb'"],
    ['git show HEAD~1 HEAD@{1}', 'git show HEAD~1 HEAD@{1}'],
    ['echo "é😀"', "echo 'é😀'"],
    ["'A=1' x", "'A=1' x"],
    ['A=1 x', 'A=1 x'],
    ["'>' f", "'>' f"],
    ['npm test 2>&1', 'npm test'],
    ['npm test >/dev/null 2>&1', 'npm test'],
    ['git \\\n  status', 'git status'],
  ])('%j is %j', (line, text) => {
    expect(commandsOf(line)).toEqual([text]);
  });
});

describe('what a shell could read otherwise cannot be parsed', () => {
  test.each([
    'git status "',
    'git status $(rm x',
    'if a; then b',
    'f() { rm x; }; f',
    'function git { rm x; }',
    'coproc rm x',
    'time { rm x; }',
    'git (rm x)',
    'echo ${x#$(rm y)}',
    'echo ${x%`rm y`}',
    'echo ${x/a/$(rm y)b}`',
    'echo ${x@P}',
    'echo ${PATH:=/x}',
    'echo ${!x}',
    '[ a || rm x ]',
    '[ a > f ]',
    'git\\\nstatus',
    'git status\r\nrm x',
    'git\u00a0status',
    'git status \u202e x',
    'git sta\u200btus',
    'echo \u0000',
    'echo \ud800',
    '`echo #` ; rm x ; echo `\n`',
    'echo a\\\n#b; rm x',
    'echo \\ #b; rm x',
    'cat <<A <<B\na\nA\nb\nB',
    'cat <<E\na\nE x\n',
    "echo $'a\\'; rm x; echo \\''",
    'echo $"a"',
    'for PATH in /x; do git status; done',
    'for f in a; do echo $((f)); done',
    "x='a[$(rm y)]'; echo $((x))",
    "[[ 'a[$(rm y)]' -eq 1 ]]",
    `${'$('.repeat(200)}a${')'.repeat(200)}`,
    `echo ${'a'.repeat(longestLine)}`,
    `${'sh -c "'.repeat(1)}sh -c 'echo \\"'"`,
  ])('%j', (line) => {
    expect(shell(line)).toMatchObject({ ok: false, why: expect.stringMatching(/\w/) });
  });

  test('what is nested deep is read in a moment', () => {
    const parsed = shell(`${'a $('.repeat(30)}a${')'.repeat(30)}`);
    expect(parsed.ok && parsed.commands.length).toBe(31);
  });

  test.each(['a;', '(a;', '$(', '"$(', '{ a;', '[[ a', '<<E\n', 'a|', '`', 'if a;'])(
    'a line of the greatest length made of %j is parsed, or given up, and the next one is read as ever',
    (part) => {
      shell(part.repeat(Math.floor(longestLine / part.length)));
      // As much as is looked at whole.
      shell(part.repeat(1_300));
      expect(commandsOf('git status')).toEqual(['git status']);
    },
  );
});

describe('what a rule with a star must not allow is marked', () => {
  test.each<[string, object]>([
    ['ls > f', { writes: true }],
    ['ls >> f', { writes: true }],
    ['ls &> f', { writes: true }],
    ['ls 2> f', { writes: true }],
    ['ls >| f', { writes: true }],
    ['cat < /dev/tcp/a/80', { writes: true }],
    ['cat < f', { writes: false }],
    ['ls 2>&1 > /dev/null', { writes: false }],
    ['A=1 git diff', { assigns: true }],
    ['A=1', { assigns: true }],
    ['export A=1', { assigns: true }],
    ['unset A', { assigns: true }],
    ['$x y', { literalName: false }],
    ['"$(which git)" y', { literalName: false }],
    ['/bin/r? y', { literalName: false }],
    ['eval "$x"', { hidden: true }],
    ['sh -c "$x"', { hidden: true }],
    ['bash', { hidden: true }],
  ])('%j: %j', (line, marks) => {
    const parsed = shell(line);
    expect(parsed.ok && parsed.commands[0]).toMatchObject(marks);
  });
});
