/** `vibe-konsole kontasks` against a gateway whose kontasks are in memory: lists, pages, choices and changes. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pageOf } from '../../main/cli/kontask-page';
import { table } from '../../main/cli/kontasks';
import { decision, type KontasksHouse, one, openKontasksHouse } from './kontasks-house';

let house: KontasksHouse;
beforeEach(async () => {
  house = await openKontasksHouse();
});
afterEach(() => house.close());

describe('list', () => {
  test('has those that are not archived, as a table', async () => {
    const run = house.run([]);
    expect(await run.exit).toBe(0);
    expect(run.out()).toMatch(/^ID\s+STATUS\s+AGE\s+TYPE\s+TITLE\n/);
    expect(
      run
        .out()
        .split('\n')
        .slice(1, 4)
        .map((line) => line.split(/\s+/).slice(0, 2)),
    ).toEqual([
      ['b0c8b110', 'completed'],
      ['bbbb1111', 'completed'],
      ['aaaa1111', 'pending'],
    ]);
    expect(run.out()).toContain('WebSocket vs SSE: Quick Turn Timing Decision');
  });

  test.each<[string[], string[]]>([
    [['--status', 'archived'], ['aaaa2222']],
    [
      ['--status', 'completed,pending', '--scope', 'home,work'],
      ['bbbb1111', 'aaaa1111aaaa1111aaaa'],
    ],
    [['--tag', 'x,y'], ['aaaa1111aaaa1111aaaa']],
    [['--type=answer'], ['bbbb1111']],
    [['--for', 'claude', '--by', 'claude', '--search', 'timing decision'], [decision.id]],
    [['--limit', '1'], [decision.id]],
  ])('%j narrows it', async (argv, ids) => {
    const run = house.run(['list', '--json', ...argv]);
    expect(await run.exit).toBe(0);
    expect(run.lines().map(({ id }) => id)).toEqual(ids);
  });

  test('says it when there is none', async () => {
    const run = house.run(['list', '--search', 'nowhere']);
    expect(await run.exit).toBe(0);
    expect(run.err()).toBe('No kontask has that.\n');
  });
});

describe('show', () => {
  test('is a page of text with all that is in it', async () => {
    const run = house.run(['show', 'b0c8']);
    expect(await run.exit).toBe(0);
    for (const words of [
      'WebSocket vs SSE: Quick Turn Timing Decision\ncompleted',
      'My Recommendation: Quick Turn on SSE First',
      ' 1. SSE first (recommended)',
      'Do the WebSocket refactor now, implement Quick Turn on WebSocket',
      'Scope    vibetools',
      'Tags     architecture, websocket, quick-turn, sse',
      '771.6 s · 63 tools · first event 1 % · thinking 95 % · tools 4 %',
      'Created  2026-01-05T01:49:33.988Z',
    ]) {
      expect(run.out()).toContain(words);
    }
    expect(run.out()).not.toMatch(/<div|style=/);
  });

  test('with --json is the kontask as it is', async () => {
    const run = house.run(['show', decision.id, '--json']);
    expect(await run.exit).toBe(0);
    expect(JSON.parse(run.out())).toEqual(decision);
  });

  test('I12 nothing in it reaches the terminal as a command', () => {
    const evil = '\u001b]52;c;ZXZpbA==\u0007\u009b31m\u001b[2J';
    const kontask = one('a', {
      title: evil,
      description: evil,
      scope: evil,
      tags: [evil],
      context: {
        output: `x ${evil}`,
        choices: [{ label: evil, value: evil }],
        chosen: { value: evil, by: evil, at: evil },
      },
    });
    const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;
    expect(pageOf(kontask)).not.toMatch(control);
    expect(table([{ ...kontask, id: evil, rev: 1, choices: [], chosen: '' }], 0)).not.toMatch(
      control,
    );
  });

  test.each([
    ['aaaa', 'Several kontasks begin with "aaaa":\n  aaaa2222'],
    ['zzzz', 'There is no kontask "zzzz". Near to it:'],
    ['', 'There is no kontask ""'],
  ])('%j is answered with those that may be meant', async (id, words) => {
    const run = house.run(['show', id]);
    expect(await run.exit).toBe(1);
    expect(run.err()).toContain(words);
  });
});

describe('choose and start', () => {
  test.each([
    ['2', 'Do the WebSocket refactor now, implement Quick Turn on WebSocket'],
    ['sse FIRST', 'Proceed with Quick Turn on SSE first, then WebSocket refactor later'],
    [
      'Implement Quick Turn on WebSocket only, keep main turns on SSE for now',
      'Implement Quick Turn on WebSocket only, keep main turns on SSE for now',
    ],
  ])('%s picks by number, label or value, and says what was sent', async (which, value) => {
    const run = house.run(['choose', 'b0c', which]);
    expect(await run.exit).toBe(0);
    const params = { id: decision.id, value, commandId: 'once' };
    expect(house.sent).toEqual([{ name: 'kontask.choose', params }]);
    expect(run.out()).toBe(`Sent: ${value}\nvibe-konsole tail feedfeed reads along.\n`);
  });

  test('words of one\u2019s own go as they are', async () => {
    const run = house.run(['choose', 'b0c', '--custom', 'Neither', '--json']);
    expect(await run.exit).toBe(0);
    expect(house.sent[0]?.params).toMatchObject({ value: 'Neither', custom: true });
    expect(run.lines()).toEqual([
      { id: decision.id, value: 'Neither', session: 'feedfeedfeed', turn: 't1' },
    ]);
  });

  test('what is no choice sends nothing', async () => {
    const run = house.run(['choose', 'b0c', '4']);
    expect(await run.exit).toBe(1);
    expect(run.err()).toContain('"4" is none of these:\n  1  SSE first\n  2  WebSocket now');
    const none = house.run(['choose', 'bbbb', 'yes']);
    expect(await none.exit).toBe(1);
    expect(none.err()).toContain('has no choices. --custom TEXT');
    expect(house.sent).toEqual([]);
  });

  test('start makes a turn of it, in a folder that is named from here', async () => {
    const run = house.run(['start', 'aaaa1', '--workspace', 'code']);
    expect(await run.exit).toBe(0);
    const params = { id: 'aaaa1111aaaa1111aaaa', workspace: '/work/code', commandId: 'once' };
    expect(house.sent).toEqual([{ name: 'kontask.start', params }]);
  });
});

test('set changes fields, delete takes away and restore brings back', async () => {
  expect(await house.run(['set', 'bbbb', '--status', 'archived', '--tag', 'a, b']).exit).toBe(0);
  expect((await house.book.get('bbbb1111')).kontask).toMatchObject({
    status: 'archived',
    tags: ['a', 'b'],
  });
  const gone = house.run(['delete', 'bbbb', 'aaaa2']);
  expect(await gone.exit).toBe(0);
  expect(gone.err()).toContain('kontasks restore bbbb1111');
  expect((await house.book.known(['bbbb1111', 'aaaa2222'])).size).toBe(0);
  expect(await house.run(['restore', 'bbbb1111']).exit).toBe(0);
  expect((await house.book.known(['bbbb1111'])).size).toBe(1);
});
