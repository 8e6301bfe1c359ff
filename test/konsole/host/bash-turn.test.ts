/** Commands in a whole turn: told before they run, streamed, stopped at once, and survived when they fail. */
import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { SessionEventBody } from '../../../preload/contract/events';
import type { ProcessMark } from '../../../preload/contract/shapes';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { answer, toolCalls } from '../../fakes/anthropic-scenarios';
import { endTreeNow } from '../../../main/konsole/processes/tree';
import { eventually, isLivingPid, marked } from '../processes/support';
import { type BashFolder, expectGone, makeBashFolder, removeFolder } from './bash-support';
import { makeTestHost, textOf } from './support';

let folder: BashFolder;
const allow = () => Promise.resolve({ verdict: 'allow' } as const);
let fake: FakeAnthropic;
const marks: ProcessMark[] = [];
beforeAll(async () => {
  folder = await makeBashFolder();
  fake = await startFakeAnthropic();
});
afterAll(async () => {
  await Promise.all([removeFolder(folder), fake.close()]);
});
afterEach(() => {
  fake.reset();
  for (const mark of marks.splice(0)) endTreeNow(mark);
});

const call = (command: string) => toolCalls([{ name: 'bash', input: { command } }]);
const order = () => ({ workspace: folder.workspace, outputFolder: folder.outputs });
const markOf = (event: SessionEventBody): ProcessMark => {
  if (event.type !== 'tool.started' || !event.process) throw new Error('a command has a process');
  marks.push(event.process);
  return event.process;
};

it('I3: a command does not run before its start and its process are in the journal', async () => {
  fake.next(call('touch early'));
  fake.next(answer('Done.'));
  const host = makeTestHost({ decide: allow, url: fake.url, acknowledge: false });
  const end = host.start(order());
  const mark = markOf(await host.until((event) => event.type === 'tool.started'));
  await eventually(() => isLivingPid(mark.pid));
  expect(marked(mark.mark)).toEqual([mark.pid]);
  expect(existsSync(`${folder.workspace}/early`)).toBe(false);
  host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
  await end;
  await expectGone(mark);
  expect(existsSync(`${folder.workspace}/early`)).toBe(false);
});

it('a stop is told before a stubborn command has ended, and then that has', async () => {
  fake.next(call('trap "" TERM; echo on; sleep 60; sleep 60'));
  const host = makeTestHost({ decide: allow, url: fake.url });
  const end = host.start(order());
  const mark = markOf(await host.until((event) => event.type === 'tool.started'));
  await host.until((event) => event.type === 'block.appended' && event.text === 'on\n');
  host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
  const finished = await end;
  // Its group is given a moment, which the person is not made to wait for.
  expect(isLivingPid(mark.pid)).toBe(true);
  expect(finished.status).toBe('interrupted');
  const tool = host.turn().blocks.find((block) => block.kind === 'tool');
  expect(tool).toMatchObject({ status: 'interrupted', closed: true });
  await expectGone(mark);
});

it.each([
  ['asks for input', 'read -p "Password: " x && echo ok', 'exit code 1'],
  ['is no command', 'this-is-no-command', 'not found'],
  ['is not even a line', 'if then "', 'exit code 2'],
  ['kills itself', 'kill -9 $$', 'SIGKILL'],
  ['kills its group', 'kill -9 0', 'SIGKILL'],
  ['removes its folder', 'rm -rf "$PWD"; pwd -P; ls missing', 'No such file'],
])('bad input: a command that %s is told, and the turn goes on', async (_name, command, words) => {
  // Of its own: one of them removes it.
  const own = await makeBashFolder();
  fake.next(call(command));
  fake.next(answer('I see.'));
  const host = makeTestHost({ decide: allow, url: fake.url });
  const finished = await host.run({ workspace: own.workspace, outputFolder: own.outputs });
  expect(finished.status).toBe('completed');
  expect(textOf(host.turn(), 'output')).toContain(words);
  expect(textOf(host.turn())).toBe('I see.');
  await removeFolder(own);
});

it('bad input: a folder that is gone is told, and the turn goes on', async () => {
  fake.next(call('ls'));
  fake.next(answer('I see.'));
  const host = makeTestHost({ decide: allow, url: fake.url });
  const finished = await host.run({ ...order(), workspace: '/nowhere/at/all' });
  expect(finished.status).toBe('completed');
  expect(textOf(host.turn(), 'output')).toContain('does not exist');
});
