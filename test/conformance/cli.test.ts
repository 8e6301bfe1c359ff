/** The commands of the terminal as processes of their own, against the real server with the demo. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session, Snapshot } from '../../preload/contract/shapes';
import { command, type Served, startServe, until } from './served';

const file = join(import.meta.dirname, '../../dist/main/cli.cjs');

interface Run {
  child: ChildProcess;
  out(): string;
  err(): string;
  ended: Promise<number | null>;
}

/** `input`: what it is piped; absent, its standard input is /dev/null. */
function run(home: string, argv: readonly string[], input?: string): Run {
  const child = spawn(process.execPath, [file, ...argv], {
    env: { ...process.env, KONSOLE_HOME: home },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => (out += chunk));
  child.stderr?.on('data', (chunk) => (err += chunk));
  child.stdin?.end(input);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, out: () => out, err: () => err, ended };
}

const last = (run: Run) => JSON.parse(run.out().trimEnd().split('\n').at(-1) ?? '');

describe('the commands of the terminal', { timeout: 60_000 }, () => {
  let served: Served;
  beforeAll(async () => {
    served = await startServe();
  }, 30_000);
  afterAll(() => served.clean());

  const turnsOf = async (session: string) =>
    (await command<{ snapshot: Snapshot }>(served, 'socket', 'session.get', { session })).snapshot
      .turns;

  test('ask prints an answer as it comes and ends with 0, and --session goes on with it', async () => {
    const first = run(served.home, ['ask', 'What', 'is', 'up?']);
    await until('it streams', () => first.out().startsWith('You asked: “What'));
    expect(first.child.exitCode).toBeNull();
    expect(await first.ended).toBe(0);
    expect(first.out()).toMatch(/waits for no main turn\.\n$/);
    expect(first.err()).toBe('');

    const list = run(served.home, ['sessions', '--json', 'What is up']);
    expect(await list.ended).toBe(0);
    const { id } = JSON.parse(list.out()) as Session;
    const second = run(served.home, ['ask', '--json', '--session', id.slice(0, 8), 'And now?']);
    expect(await second.ended).toBe(0);
    expect(last(second)).toMatchObject({ session: id, status: 'completed' });
    expect(await turnsOf(id)).toHaveLength(2);
  });

  test('--json is lines of JSON and nothing else, the result last', async () => {
    const asked = run(served.home, ['ask', '--json'], 'From a pipe');
    expect(await asked.ended).toBe(0);
    const lines = asked
      .out()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type }) => type)).toContain('block.appended');
    const result = last(asked);
    expect(result).toMatchObject({ type: 'result', status: 'completed' });
    const [turn] = await turnsOf(result.session);
    expect(turn?.text).toBe('From a pipe');
    expect(result.text).toBe(turn?.blocks.map(({ text }) => text).join(''));
    expect(result.timing).toEqual(turn?.timing);
  });

  test('Ctrl+C stops exactly its turn', async () => {
    const create = async (more: object) =>
      (
        await command<{ session: Session }>(served, 'socket', 'session.create', {
          kind: 'main',
          model: 'demo/slow',
          ...more,
        })
      ).session.id;
    const other = await create({ first: { text: 'Look around.' } });
    const asked = run(served.home, ['ask', '--json', '--session', await create({}), 'A long one']);
    await until('it streams', () => asked.out().includes('block.appended'));
    asked.child.kill('SIGINT');
    expect(await asked.ended).toBe(130);
    expect(last(asked)).toMatchObject({ type: 'result', status: 'interrupted' });
    expect((await turnsOf(other)).at(-1)?.status).toBe('running');
    await command(served, 'socket', 'turn.interrupt', { session: other });
  });

  test('I4 a reader that goes away ends quietly, and the turn goes on to its end', async () => {
    const asked = run(served.home, ['ask', 'Who reads this?']);
    await until('it streams', () => asked.out() !== '');
    asked.child.stdout?.destroy();
    expect(await asked.ended).toBe(0);
    expect(asked.err()).toBe('');
    const { sessions } = await command<{ sessions: Session[] }>(served, 'socket', 'session.list', {
      query: 'Who reads this?',
    });
    const tail = run(served.home, ['tail', '--once', sessions[0]?.id ?? '']);
    expect(await tail.ended).toBe(0);
    expect(tail.out()).toContain('> Who reads this?');
    expect(tail.out()).toContain('— completed');
  });

  test('sessions is a table, and no title moves the cursor', async () => {
    const text = 'Title \u001b]0;evil\u0007 here';
    await command(served, 'socket', 'session.create', { kind: 'chat', first: { text } });
    const list = run(served.home, ['sessions']);
    expect(await list.ended).toBe(0);
    expect(list.out()).toMatch(/^ID +KIND +STATUS +AGE +TITLE\n/);
    expect(list.out()).toContain('evil');
    expect(list.out()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  test('tail goes on when Konsole was gone for a while', async () => {
    const home = mkdtempSync(join(tmpdir(), 'k-'));
    const before = await startServe({ home });
    const { session } = await command<{ session: Session }>(before, 'socket', 'session.create', {
      kind: 'chat',
      first: { text: 'First' },
    });
    const tail = run(home, ['tail', session.id]);
    await until('it reads to the end', () => tail.out().includes('— completed'));
    await before.stop();
    const after = await startServe({ home, workspace: before.workspace });
    await command(after, 'socket', 'turn.send', { session: session.id, text: 'Second' });
    const ends = () => tail.out().split('— completed').length - 1;
    await until('it reads the next turn', () => ends() === 2);
    tail.child.kill('SIGINT');
    expect(await tail.ended).toBe(130);
    expect(tail.out().split('> First')).toHaveLength(2);
    expect(tail.out().split('> Second')).toHaveLength(2);
    after.clean();
    before.clean();
  });
});

describe('without a konsole', () => {
  test('it says what to do and ends with 3; a slip of the pen is 2', async () => {
    const home = mkdtempSync(join(tmpdir(), 'k-'));
    const never = run(home, ['ask', 'x']);
    expect(await never.ended).toBe(3);
    expect(never.err()).toContain('was never started with the data folder');
    writeFileSync(join(home, 'gateway-token'), `${'a'.repeat(43)}\n`);
    const gone = run(home, ['tail']);
    expect(await gone.ended).toBe(3);
    expect(gone.err()).toBe('Konsole is not running. Start it with npm start, or npm run serve.\n');
    writeFileSync(join(home, 'gateway-token'), 'damaged');
    const damaged = run(home, ['sessions']);
    expect(await damaged.ended).toBe(3);
    expect(damaged.err()).toContain('is damaged');
    const slip = run(home, ['ask', '--nope']);
    expect(await slip.ended).toBe(2);
    expect([never, gone, damaged, slip].map(({ out }) => out())).toEqual(['', '', '', '']);
    rmSync(home, { recursive: true });
  });

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'a token that may not be read is told',
    async () => {
      const home = mkdtempSync(join(tmpdir(), 'k-'));
      writeFileSync(join(home, 'gateway-token'), 'x');
      chmodSync(join(home, 'gateway-token'), 0o000);
      const refused = run(home, ['sessions']);
      expect(await refused.ended).toBe(3);
      expect(refused.err()).toContain('EACCES');
      rmSync(home, { recursive: true });
    },
  );
});
