/** How rules are written, and what one matches and what it does not. */
import { describe, expect, test } from 'vitest';
import { denyReadPatterns, ruleProblem } from '../../../main/konsole/permissions/rules';
import type { Wanted } from '../../../main/konsole/permissions/types';
import { judge, line } from './parser';

describe('a rule of the settings', () => {
  test.each([
    'read',
    'bash',
    'bash(*)',
    'bash(git diff *)',
    "bash(echo 'a (b)')",
    'bash(rm \\*)',
    'read(**/.env)',
    'edit(src/**)',
    'edit(/home/a/**)',
    'web_fetch(docs.rs)',
    'web_fetch(*.docs.rs)',
    'web_fetch(https://docs.rs/*)',
    'web_fetch(http://localhost:8080/a*b)',
  ])('%s is good', (rule) => {
    expect(ruleProblem(rule)).toBeUndefined();
  });

  test.each<[string, string]>([
    ['', 'write "tool"'],
    ['Bash(ls)', 'use one of read, glob'],
    ['shell(ls)', 'use one of read, glob'],
    ['bash(ls', 'write "tool"'],
    ['bash ls', 'write "tool"'],
    ['bash()', 'write "bash" for every call'],
    ['bash( ls)', 'leave it out'],
    ['bash(ls\nrm)', 'one rule for each command'],
    ['bash(ls \\)', 'write "\\\\"'],
    ['edit(!a)', 'a rule of its own'],
    ['edit(#a)', 'write "\\#"'],
    ['edit(~/a)', 'write the whole path'],
    ['edit(../a)', 'write a path within the folder'],
    ['web_fetch(https://*)', 'in full'],
    ['web_fetch(https://docs.*/a)', 'in full'],
    ['web_fetch(https://a@docs.rs/*)', 'in full'],
    ['web_fetch(docs.rs/a)', 'in full'],
    ['web_fetch(ftp://docs.rs/)', 'in full'],
  ])('%j is told how to mend it', (rule, told) => {
    expect(ruleProblem(rule)).toContain(told);
  });

  test('a wrong rule allows nothing and denies nothing', () => {
    expect(line('ls', ['bash(ls', 'Bash', '*'])).toBe('ask');
    expect(line('ls', ['bash(ls)'], { deny: ['Bash(ls)'] })).toBe('allow');
  });
});

describe('a rule for bash', () => {
  test.each<[string, string, string]>([
    ['git diff *', 'git diff', 'allow'],
    ['git diff *', 'git diff --stat a', 'allow'],
    ['git diff *', 'git difftool', 'ask'],
    ['git diff *', "git diff 'a; b'", 'allow'],
    ['git diff *', 'git diff --output=f', 'ask'],
    ['git diff *', 'git diff --out f', 'ask'],
    ['git diff *', 'git diff --ext-diff', 'ask'],
    ['git diff *', 'git diff $x', 'ask'],
    ['git diff *', 'git -C x diff', 'ask'],
    ['git *', 'git -c core.pager=x log', 'ask'],
    ['git *', 'git status', 'allow'],
    ['git commit *', 'git commit -m "$(ls)"', 'ask'],
    ['git diff*', 'git difftool', 'ask'],
    ['git diff*', 'git diff-index', 'allow'],
    ['git diff*', 'git diff --stat', 'ask'],
    ['npm run test*', 'npm run test:unit', 'allow'],
    ['npm run test*', 'npm run test rm', 'ask'],
    ['npm test *', 'env npm test', 'ask'],
    ['env *', 'env npm test', 'allow'],
    ['* npm test', 'env npm test', 'ask'],
    ['e* npm test', 'env npm test', 'ask'],
    ['* --version', 'sudo rm --version', 'ask'],
    ['* --version', 'cargo --version', 'allow'],
    ['find *', 'find . -name a', 'allow'],
    ['find *', 'find . -delete', 'ask'],
    ['find *', 'find . -exec rm {} +', 'ask'],
    ['find *', 'find . $x', 'ask'],
    ['find * -exec grep *', 'find . -exec grep a {} +', 'allow'],
    ['sort *', 'sort -uo f', 'ask'],
    ['rg *', 'rg --pre=x a', 'ask'],
    ['tar *', 'tar xf a --to-command=x', 'ask'],
    ['tar *', 'tar cf a *', 'ask'],
    ['printf *', "printf -v 'a[$(rm x)]' 1", 'ask'],
    ['printf *', "printf '%s' a", 'allow'],
    ['ls *', 'ls > f', 'ask'],
    ['ls *', 'ls 2>/dev/null', 'allow'],
    ['ls *', 'A=1 ls', 'ask'],
    ['ls *', '/tmp/ls a', 'ask'],
    ['ls *', '"ls" a', 'allow'],
    ['ls > f', 'ls > f', 'allow'],
    ['*', 'A=1 $x > f', 'allow'],
    ['*', 'ls "', 'ask'],
    ['rm \\*', "rm '*'", 'ask'],
    ["rm '\\*'", "rm '*'", 'allow'],
    ['rm \\*', 'rm *', 'allow'],
    ['rm \\*', 'rm a', 'ask'],
    ["git 'status; rm'", 'git "status; rm"', 'allow'],
    ['git status; rm', 'git "status; rm"', 'ask'],
    ['GIT status', 'git status', 'ask'],
  ])('bash(%s) and %j: %s', (pattern, command, verdict) => {
    expect(line(command, [`bash(${pattern})`])).toBe(verdict);
  });

  test('a message from a here-document is only text', () => {
    const command = 'git commit -m "$(cat <<\'E\'\nTitle\n\nText\nE\n)"';
    expect(line(command, ['bash(git commit *)', 'bash(cat *)'])).toBe('allow');
    expect(line(command, ['bash(git commit *)'])).toBe('ask');
  });
});

describe('a rule for paths', () => {
  const edit = (path: string, outside = false): Wanted => ({
    kind: 'write',
    tool: 'edit',
    path,
    outside,
  });
  test.each<[string, string, boolean, string]>([
    ['edit(src/**)', 'src/a/b.ts', false, 'allow'],
    ['write(src/**)', 'src/a/b.ts', false, 'allow'],
    ['edit(src/**)', 'a/src/b.ts', false, 'ask'],
    ['edit(src/**)', 'SRC/b.ts', false, 'ask'],
    ['edit(src/**)', 'src/../a.ts', false, 'ask'],
    ['edit(*.md)', 'docs/a.md', false, 'allow'],
    ['edit(src/**)', '/home/src/a.ts', true, 'ask'],
    ['edit(/home/a/**)', '/home/a/b', true, 'allow'],
    ['edit(/home/a/**)', '/home/ab', true, 'ask'],
    ['edit(/home/a/**)', 'home/a/b', false, 'ask'],
    ['edit(C:/a/**)', 'C:\\a\\b.txt', true, 'allow'],
    ['edit(C:/a/**)', 'D:\\a\\b.txt', true, 'ask'],
    ['read(src/**)', 'src/a.ts', false, 'ask'],
  ])('%s and %s (outside: %s): %s', (rule, path, outside, verdict) => {
    expect(judge(edit(path, outside), { allow: [rule] }).verdict).toBe(verdict);
  });

  test('read denials are handed to what lists and searches', () => {
    expect(denyReadPatterns(['read(**/.env)', 'edit(a)', 'read', 'nonsense('])).toEqual([
      '**/.env',
      '**',
    ]);
  });
});

describe('a rule for addresses', () => {
  test.each<[string, string, string]>([
    ['docs.rs', 'https://docs.rs/a', 'allow'],
    ['docs.rs', 'http://DOCS.rs/a', 'allow'],
    ['docs.rs', 'https://a.docs.rs/', 'ask'],
    ['docs.rs', 'https://docs.rs.evil.com/', 'ask'],
    ['docs.rs', 'https://docs.rs@evil.com/', 'ask'],
    ['docs.rs', 'https://evil.com/docs.rs', 'ask'],
    ['docs.rs', 'https://evil.com#docs.rs', 'ask'],
    ['docs.rs', 'https://evil.com\\@docs.rs/', 'ask'],
    ['docs.rs', 'https://docs.rs:8443/', 'ask'],
    ['*.docs.rs', 'https://a.docs.rs/', 'allow'],
    ['*.docs.rs', 'https://evildocs.rs/', 'ask'],
    ['https://docs.rs/*', 'https://docs.rs/a?b', 'allow'],
    ['https://docs.rs/*', 'http://docs.rs/a', 'ask'],
    ['https://docs.rs/std/*', 'https://docs.rs/std/a', 'allow'],
    ['https://docs.rs/std/*', 'https://docs.rs/std/../a', 'ask'],
    ['https://docs.rs/a', 'https://docs.rs/a?secret', 'ask'],
    ['*', 'https://docs.rs/a', 'allow'],
    ['*', 'file:///etc/passwd', 'ask'],
  ])('web_fetch(%s) and %s: %s', (pattern, url, verdict) => {
    const wanted: Wanted = { kind: 'web', tool: 'web_fetch', url };
    expect(judge(wanted, { allow: [`web_fetch(${pattern})`] }).verdict).toBe(verdict);
  });
});
