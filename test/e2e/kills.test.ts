/** I3 with real kills: of the host and of the app, while a tool runs, while something is asked, while a summary is made. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, slowDrip, toolCalls } from '../fakes/anthropic-scenarios';
import { command } from './support/bridge';
import { waitFor } from './support/wait';
import { finished, openScene, type Scene, send } from './support/with-provider';

const allowAll = { permissions: { mode: 'ask', allow: ['bash(*)'], deny: [] } };

/** A command that writes its own pid and that of a child that has left its group, and then sleeps. */
const sleeper = 'setsid sleep 300 & echo $! > child.pid; echo $$ > shell.pid; sleep 300';

const runs = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function pidsOf({ workspace }: Scene): Promise<number[]> {
  const read = (name: string) => readFile(join(workspace, name), 'utf8').catch(() => '');
  return waitFor('the command to run', async () => {
    const pids = [await read('shell.pid'), await read('child.pid')].map((text) => Number(text));
    return pids.every((pid) => pid > 0) ? pids : undefined;
  });
}

async function hostOf({ main }: Scene): Promise<number> {
  const { hosts } = await command(main, 'pool.status', {});
  const pid = hosts.find(({ lane, state }) => lane === 'main' && state === 'leased')?.pid;
  if (pid === undefined) throw new Error('no main host runs a turn');
  return pid;
}

const allGone = (pids: number[]) =>
  waitFor('everything that it started to be gone', () =>
    Promise.resolve(pids.every((pid) => !runs(pid))),
  );

/** What every session must be after any of it: at rest, every call answered, ready for the next turn. */
async function goesOn(scene: Scene): Promise<void> {
  const { main, fake } = scene;
  const { sessions } = await command(main, 'session.list', {});
  const session = sessions[0]?.id ?? '';
  const { turns } = await command(main, 'history.page', { session });
  const turn = turns.at(-1);
  expect(turn?.status).toBe('interrupted');
  for (const block of turn?.blocks ?? []) {
    expect(block.closed).toBe(true);
    if (block.kind !== 'tool') continue;
    expect(['ok', 'error', 'denied', 'interrupted']).toContain(block.status);
    expect(turn?.blocks.some(({ parent }) => parent === block.id)).toBe(true);
  }
  const { snapshot } = await command(main, 'session.get', { session });
  expect(snapshot.approvals).toEqual([]);
  expect(snapshot.jobs).toBeUndefined();
  fake.next(answer('Here I go on.'));
  await command(main, 'turn.resume', { session });
  await waitFor('the next turn', async () => {
    const page = await command(main, 'history.page', { session });
    const last = page.turns.at(-1);
    return last?.status === 'completed' && last.resumes !== undefined;
  });
}

test('I3: the host is killed while a tool runs: no process is left, and the session goes on', async () => {
  const scene = await openScene({ settings: allowAll });
  scene.fake.next(toolCalls([{ name: 'bash', input: { command: sleeper } }]));
  await send(scene.main, 'Sleep');
  const pids = await pidsOf(scene);
  process.kill(await hostOf(scene), 'SIGKILL');
  await finished(scene.main, 1);
  await allGone(pids);
  await goesOn(scene);
});

test('I3: the app is killed while a tool runs: the next start ends what is left', async () => {
  const scene = await openScene({ settings: allowAll });
  scene.fake.next(
    toolCalls([{ name: 'bash', input: { command: 'sleep 301 & sleep 302', background: true } }]),
    toolCalls([{ name: 'bash', input: { command: sleeper } }]),
  );
  await send(scene.main, 'Sleep');
  const pids = await pidsOf(scene);
  const { sessions } = await command(scene.main, 'session.list', {});
  const { snapshot } = await command(scene.main, 'session.get', { session: sessions[0]?.id ?? '' });
  const job = snapshot.jobs?.[0]?.process.pid ?? 0;
  expect(runs(job)).toBe(true);
  await scene.launched.kill();
  const next = await scene.again();
  await allGone([...pids, job]);
  await goesOn(next);
});

test('a stop ends the tool with all that it started, at once', async () => {
  const scene = await openScene({ settings: allowAll });
  scene.fake.next(toolCalls([{ name: 'bash', input: { command: sleeper } }]));
  await send(scene.main, 'Sleep');
  const pids = await pidsOf(scene);
  await scene.main.getByRole('button', { name: 'Stop', exact: true }).click();
  await finished(scene.main, 1, 5_000);
  await allGone(pids);
  await goesOn(scene);
});

test('I3: host and app are killed while something is asked: it is withdrawn, never run, and never answered', async () => {
  const scene = await openScene();
  const ask = () => toolCalls([{ name: 'write', input: { path: 'a.txt', content: 'a' } }]);
  scene.fake.next(ask());
  await send(scene.main, 'Write');
  const approval = scene.main.getByRole('group', { name: 'Approval' });
  await approval.waitFor();
  process.kill(await hostOf(scene), 'SIGKILL');
  await approval.waitFor({ state: 'detached' });
  await goesOn(scene);
  scene.fake.next(ask());
  await send(scene.main, 'Write again');
  await approval.waitFor();
  await scene.launched.kill();
  const next = await scene.again();
  await goesOn(next);
  await expect(readFile(join(scene.workspace, 'a.txt'))).rejects.toThrow();
});

test.each(['host', 'app'])(
  'I3: the %s is killed while a summary is made: the next turn tells the whole conversation',
  async (what) => {
    const scene = await openScene({ contextTokens: 20_000 });
    const { fake, main } = scene;
    fake.next(
      toolCalls([{ name: 'glob', input: { pattern: '**' } }], { usage: { input_tokens: 18_000 } }),
      slowDrip('A summary that is never finished, because its process ends before it.', 80),
    );
    await send(main, 'Look around');
    await main
      .getByText(/Summari[sz]/)
      .first()
      .waitFor();
    let next = scene;
    if (what === 'host') {
      process.kill(await hostOf(scene), 'SIGKILL');
      await finished(main, 1);
    } else {
      await scene.launched.kill();
      next = await scene.again();
    }
    const before = fake.requests.length;
    await goesOn(next);
    // Whatever it is asked next, it is told what was, and nothing in the place of it.
    const told = JSON.stringify(fake.requests[before]?.body.messages);
    expect(told).toContain('Look around');
    expect(told).not.toContain('It was summarised');
  },
);
