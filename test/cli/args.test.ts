import { expect, test } from 'vitest';
import { commandArguments, parse } from '../../main/cli/args';
import { helpText } from '../../main/cli/help';

test('the words of a question are its text, wherever the switches stand', () => {
  expect(parse(['--home', '/h', 'ask', 'What', '--model=a/b', 'is', '--json', 'this?'])).toEqual({
    run: 'ask',
    home: '/h',
    json: true,
    thinking: false,
    model: 'a/b',
    text: 'What is this?',
    waitMs: 30_000,
  });
  expect(parse(['ask', '--', '--json', '-x'])).toMatchObject({ json: false, text: '--json -x' });
  expect(parse(['ask', '-'])).toMatchObject({ text: '-' });
  expect(parse(['ask'])).toMatchObject({ text: '' });
});

test('tail and sessions have their own switches', () => {
  expect(parse(['tail', '--once', '--from', 'k3f9.812', 'ab', '--wait', '5'])).toMatchObject({
    run: 'tail',
    once: true,
    from: 'k3f9.812',
    session: 'ab',
    waitMs: 5_000,
  });
  expect(parse(['sessions', '--all', '--limit', '3', 'two', 'words'])).toEqual({
    run: 'sessions',
    json: false,
    all: true,
    limit: 3,
    query: 'two words',
  });
});

test.each([
  [['ask', '--jsno', 'x'], 'Unknown: --jsno'],
  [['ask', '-x'], 'Put -- before'],
  [['ask', '--model'], '--model needs a value'],
  [['ask', '--model', '--json'], '--model needs a value'],
  [['ask', '--home', 'a\0b', 'x'], 'NUL'],
  [['ask', '--session', 'a', '--workspace', 'b', 'x'], '--workspace is for a new session'],
  [['ask', '--wait', 'long', 'x'], '--wait must be'],
  [['tail', '--from', 'yesterday'], '--from must be'],
  [['tail', 'a', 'b'], 'one session'],
  [['sessions', '--limit', '0'], '--limit must be'],
  [['sessions', '--once'], 'Unknown: --once'],
  [['kontasks', 'shwo'], 'It can: list, show'],
  [['kontasks', 'show'], 'Write: kontasks show ID'],
  [['kontasks', 'list', 'words'], '--search TEXT'],
  [['kontasks', '--status', 'done'], '--status must be one of pending'],
  [['kontasks', 'set', 'a', '--status', 'done'], '--status must be one of'],
  [['kontasks', 'set', 'a'], 'Say what to set: --status'],
  [['kontasks', 'list', '--limit', 'x'], '--limit must be'],
  [['kontasks', 'choose', 'a'], 'kontasks choose ID CHOICE'],
  [['kontasks', 'choose', 'a', 'b', '--custom', 'c'], 'kontasks choose ID CHOICE'],
  [['kontasks', 'import', 'f', '--skip', '--copy'], 'Only one of'],
  [['kontasks', 'import'], 'Write: kontasks import FILE'],
  [['kontasks', 'list', '--check'], '--check is not for kontasks list'],
  [['kontasks', 'list', '--nonsense'], 'Unknown: --nonsense'],
  [['serve'], 'no command "serve"'],
  [['--json'], 'Commands: ask, tail, sessions, kontasks'],
])('%j is told in words', (argv, words) => {
  const parsed = parse(argv);
  expect(parsed.run).toBe('problem');
  expect(parsed.run === 'problem' && parsed.message).toContain(words);
});

test('help and version come before anything else', () => {
  expect(parse([])).toEqual({ run: 'help' });
  expect(parse(['--help'])).toEqual({ run: 'help' });
  expect(parse(['tail', '--nonsense', '--help'])).toEqual({ run: 'help', about: 'tail' });
  expect(parse(['ask', 'x', '--version'])).toEqual({ run: 'version' });
  expect(helpText(undefined)).toContain('sessions');
  expect(helpText('ask')).toContain('130 interrupted');
});

test('the app hands over only what begins as a command, and keeps the data folder', () => {
  expect(commandArguments(['ask', 'x', '--json'])).toEqual(['ask', 'x', '--json']);
  expect(commandArguments(['--no-sandbox', '--log-level=3', '--home', '/h', 'tail'])).toEqual([
    '--home',
    '/h',
    'tail',
  ]);
  expect(commandArguments([])).toBeUndefined();
  expect(commandArguments(['--demo', 'ask'])).toBeUndefined();
  expect(commandArguments(['--workspace', 'ask'])).toBeUndefined();
  expect(commandArguments(['/a/folder', 'ask'])).toBeUndefined();
  expect(commandArguments(['--home', 'ask'])).toBeUndefined();
});
