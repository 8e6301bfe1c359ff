import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionEventBody } from '../../preload/contract/events';
import {
  finished,
  openTerminalHouse,
  type RunOptions,
  runCommand,
  session,
  type TerminalHouse,
  turn,
  until,
} from './terminal-house';

let house: TerminalHouse;
beforeEach(async () => {
  house = await openTerminalHouse();
});
afterEach(() => house.close());

const opened = (block: string, kind: 'text' | 'thinking' | 'tool' = 'text'): SessionEventBody => ({
  type: 'block.opened',
  at: 3,
  turn,
  block,
  kind,
});

/** Asks, and waits until its turn runs. */
async function asked(argv: readonly string[] = ['Why?'], options: RunOptions = {}) {
  const run = runCommand(house, ['ask', ...argv], options);
  await until('the turn runs', house.started);
  house.say(opened('b1'));
  return run;
}

test('the answer is printed as it comes, once and whole however often the connection breaks', async () => {
  const run = await asked();
  let whole = '';
  for (let at = 0; at < 30; at += 1) {
    const text = `word ${at} 🙂 `;
    whole += text;
    house.text('b1', text);
    if (at % 10 === 4) {
      await until('it was printed', () => run.out() === whole);
      house.cut();
    }
  }
  house.say(finished('completed'));
  expect(await run.exit).toBe(0);
  expect(run.out()).toBe(`${whole}\n`);
  expect(house.names().filter((name) => name === 'session.create')).toHaveLength(1);
});

test.each([
  ['completed', 0],
  ['failed', 1],
  ['refused', 1],
  ['interrupted', 130],
] as const)('a turn that ends as %s ends the command with %i', async (status, code) => {
  const run = await asked();
  house.text('b1', 'half');
  house.say(
    finished(status, status === 'completed' ? undefined : `It was ${status}: here is why.`),
  );
  expect(await run.exit).toBe(code);
  expect(run.out()).toBe('half\n');
  if (code !== 0) expect(run.err()).toContain('here is why');
});

test('I12 what a model writes is text: no escape sequence reaches the terminal', async () => {
  const evil =
    '\u001b]52;c;ZXZpbA==\u0007\u001b[2J\u009b31m\u009d0;title\u009c\rok\u0008\tend\u007f';
  const run = await asked();
  house.text('b1', evil);
  house.say(
    { type: 'turn.moved', at: 4, turn, from: `a/\u001b[1m`, model: 'b/c', reason: `\u009b0m` },
    finished('failed', `no \u001b[31m`),
  );
  expect(await run.exit).toBe(1);
  expect(run.out()).toContain('ok\tend');
  expect(run.out() + run.err()).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
});

test('with --json the events come as on the wire, and a result last', async () => {
  const run = await asked(['--json', 'Why?']);
  house.text('b1', 'wrong');
  house.say({ type: 'block.closed', at: 4, block: 'b1', ms: 1, status: 'abandoned' }, opened('b2'));
  house.text('b2', 'right\u009b');
  house.say(finished('completed'));
  expect(await run.exit).toBe(0);
  const lines = run.lines();
  const wire = house.feed.all.filter(({ channel }) => channel === `session/${session}`);
  const types = lines.map(({ type }) => type);
  expect(types).toEqual([...wire.map(({ type }) => type), 'result']);
  expect(lines.at(-1)).toMatchObject({
    session,
    turn,
    status: 'completed',
    text: 'right\u009b',
    usage: { outputTokens: 2 },
    timing: { totalMs: 2 },
  });
  expect(run.out()).not.toContain('\u009b');
  expect(run.err()).toBe('');
});

test('Ctrl+C stops this turn, once, and the command ends with its end', async () => {
  const run = await asked();
  house.text('b1', 'half');
  await until('it streams', () => run.out() === 'half');
  run.press();
  await until('it was told', () => house.names().includes('turn.interrupt'));
  house.say(finished('interrupted'));
  expect(await run.exit).toBe(130);
  const stops = house.executed.filter(({ name }) => name === 'turn.interrupt');
  expect(stops.map(({ params }) => params)).toEqual([{ session, turn }]);
});

test('a second Ctrl+C leaves at once, whatever becomes of the turn', async () => {
  // A clock a hundred times as fast: the two are not one signal that was told twice.
  const run = await asked(['Why?'], { speed: 100 });
  run.press();
  await until('it was told', () => house.names().includes('turn.interrupt'));
  await new Promise((resolve) => setTimeout(resolve, 10));
  run.press();
  expect(await run.exit).toBe(130);
});

test('a signal that npm hands on as well is one Ctrl+C: the end of the turn is still printed', async () => {
  const run = await asked(['--json', 'Why?']);
  run.press();
  run.press();
  await until('it was told', () => house.names().includes('turn.interrupt'));
  house.say(finished('interrupted'));
  expect(await run.exit).toBe(130);
  expect(run.lines().at(-1)).toMatchObject({ type: 'result', status: 'interrupted' });
});

test('Ctrl+C takes a question that still waits out of the queue, and stops no other turn', async () => {
  house.feed.create(session);
  const run = runCommand(house, ['ask', '--session', session.slice(0, 6), 'Why?']);
  await until('it says that it waits', () => run.err().includes('waits for the turn that runs'));
  run.press();
  await until('it was told', () => house.names().includes('queue.remove'));
  house.say({ type: 'queue.changed', at: 4, queue: [] });
  expect(await run.exit).toBe(130);
  expect(house.names()).not.toContain('turn.interrupt');
});

test('silence, retries, another model and an approval are said on stderr, and none is answered', async () => {
  const run = await asked();
  house.say({ type: 'turn.stalled', at: 3, turn, silentMs: 20_000 });
  await until('the silence is said', () => run.err().includes('silent for 20.0 s'));
  house.say(
    { type: 'turn.stalled', at: 4, turn, silentMs: 60_000, alive: true },
    { type: 'turn.retrying', at: 5, turn, reason: 'overloaded', delayMs: 10, attempt: 2 },
    { type: 'turn.moved', at: 6, turn, from: 'demo/a', model: 'demo/b', reason: 'silent' },
    opened('t1', 'tool'),
    {
      type: 'approval.requested',
      at: 7,
      approval: 'p1',
      turn,
      block: 't1',
      tool: 'bash',
      summary: 'rm -rf build',
      risk: 'high',
    },
  );
  await until('the approval is said', () => run.err().includes('rm -rf build'));
  house.say(finished('completed'));
  expect(await run.exit).toBe(0);
  expect(run.err()).toContain('keeps the connection open and has said nothing for 1 m 0 s');
  expect(run.err()).toContain('silent for 20.0 s');
  expect(run.err()).toContain('overloaded');
  expect(run.err()).toContain('demo/b is asked');
  expect(run.err()).toContain('nothing is allowed from here');
  expect(run.out()).toBe('');
  expect(house.names()).not.toContain('approval.answer');
});

test('thinking and tools stay out of stdout, and out of what is no terminal', async () => {
  const scene = async (argv: string[], errIsTerminal: boolean) => {
    const run = runCommand(house, ['ask', ...argv], { terminal: { errIsTerminal } });
    await until('the turn runs', house.started);
    house.say(opened('k', 'thinking'), opened('t', 'tool'), opened('b1'));
    house.text('k', 'hm');
    house.say(
      { type: 'tool.started', at: 4, block: 't', tool: 'glob', input: {}, summary: '**/*' },
      { type: 'tool.finished', at: 5, block: 't', status: 'error', ms: 5, summary: '' },
    );
    house.text('b1', 'answer');
    house.say(finished('completed'));
    expect(await run.exit).toBe(0);
    expect(run.out()).toBe('answer\n');
    return run.err();
  };
  expect(await scene(['Why?'], false)).toBe('');
  await house.close();
  house = await openTerminalHouse();
  const err = await scene(['--thinking', 'Why?'], true);
  expect(err).toContain('hm');
  expect(err).toContain('· glob **/*');
  expect(err).toContain('· glob: error');
  expect(err).toContain(`--session ${session.slice(0, 8)}`);
});

test('an answer that begins anew is said to, and the result has what stands', async () => {
  const run = await asked();
  house.text('b1', 'wrong');
  await until('it was printed', () => run.out() === 'wrong');
  house.say({ type: 'block.closed', at: 4, block: 'b1', ms: 1, status: 'abandoned' }, opened('b2'));
  house.text('b2', 'right');
  house.say(finished('completed'));
  expect(await run.exit).toBe(0);
  expect(run.out()).toBe('wrong\n\nright\n');
  expect(run.err()).toContain('begins anew');
});

test('a konsole that stays away is given up with 3, and the session is named', async () => {
  const run = await asked(['--wait', '5', 'Why?'], { speed: 20 });
  house.text('b1', 'half');
  await until('it streams', () => run.out() === 'half');
  await house.close();
  expect(await run.exit).toBe(3);
  expect(run.err()).toContain('Konsole does not answer');
  expect(run.err()).toContain(`tail ${session}`);
  house = await openTerminalHouse();
});

test('I5 a question whose answer is lost on the way is asked again by the same id', async () => {
  const { to } = house.answers;
  let tries = 0;
  house.answers.to = (name, params) => {
    if (name === 'session.create' && (tries += 1) === 1) {
      house.cut();
      return { ok: true, result: {} };
    }
    return to?.(name, params);
  };
  const run = await asked();
  house.say(finished('completed'));
  expect(await run.exit).toBe(0);
  const made = house.executed.filter(({ name }) => name === 'session.create');
  expect(made).toHaveLength(2);
  expect(made[0]?.params).toMatchObject({ commandId: 'once', kind: 'chat' });
  expect(made[1]?.params).toEqual(made[0]?.params);
});

test('nobody listening and a wrong token are 3, and say what to do', async () => {
  const nobody = runCommand(house, ['ask', 'Why?'], {
    door: { ...house.door(), socket: `${house.home}/none.sock` },
  });
  expect(await nobody.exit).toBe(3);
  expect(nobody.err()).toBe('Konsole is not running. Start it with npm start, or npm run serve.\n');
  const wrong = runCommand(house, ['ask', 'Why?'], { door: { ...house.door(), token: 'wrong' } });
  expect(await wrong.exit).toBe(3);
  expect(wrong.err()).toContain('does not take the token in gateway-token');
  expect(house.executed).toEqual([]);
});

test('what Konsole refuses is 1 with its own words', async () => {
  house.answers.to = () => ({ ok: false, code: 'invalid', message: 'No such model.\u001b[1m' });
  const run = runCommand(house, ['ask', '--model', 'x/y', 'Why?']);
  expect(await run.exit).toBe(1);
  expect(run.err()).toBe('No such model. [1m\n');
});

test('a question taken out of the queue by another, and a deleted session, end with 1', async () => {
  house.feed.create(session);
  const queued = runCommand(house, ['ask', '--session', session, 'Why?']);
  await until('it waits', () => queued.err().includes('waits'));
  house.say({ type: 'queue.changed', at: 4, queue: [] });
  expect(await queued.exit).toBe(1);
  const run = runCommand(house, ['ask', '--session', session, 'Why?']);
  await until('it waits', () => run.err().includes('waits'));
  house.feed.commit(['index', { type: 'session.deleted', at: 5, session }]);
  house.cut();
  expect(await run.exit).toBe(1);
  expect(run.err()).toContain('deleted');
});

test('standard input is the question, or goes along with it, and is bounded', async () => {
  const first = () => {
    const made = house.executed.find(({ name }) => name === 'session.create');
    return (made?.params as { first?: { text: string } } | undefined)?.first?.text;
  };
  const run = await asked(['What', 'is', 'this?'], { input: 'a line\n\n' });
  house.say(finished('completed'));
  await run.exit;
  expect(first()).toBe('What is this?\n\na line');
  const big = runCommand(house, ['ask', '-'], { input: 'x'.repeat(1024 * 1024 + 1) });
  expect(await big.exit).toBe(2);
  expect(big.err()).toContain('1 MB');
  const binary = runCommand(house, ['ask', 'what'], { input: new Uint8Array([0xff, 0xfe]) });
  expect(await binary.exit).toBe(2);
  expect(binary.err()).toContain('UTF-8');
  const nothing = runCommand(house, ['ask'], { terminal: { inIsTerminal: true } });
  expect(await nothing.exit).toBe(2);
});
