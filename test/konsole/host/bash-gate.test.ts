/** Hosts that die around a command: nothing runs that was not told, and what was told can be ended by its mark. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FromHost } from '../../../main/konsole/host/protocol';
import { sandboxAvailable } from '../../../main/konsole/host/tools/sandbox';
import { endTree, endTreeNow, isAlive } from '../../../main/konsole/processes/tree';
import type { ProcessMark } from '../../../preload/contract/shapes';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { toolCalls } from '../../fakes/anthropic-scenarios';
import { bundleForNode } from '../bundle';
import { eventually, isLivingPid, marked } from '../processes/support';
import { type BashFolder, makeBashFolder, removeFolder } from './bash-support';
import { makeOrder } from './support';

const sandbox = await sandboxAvailable();

let folder: BashFolder;
let tools: string;
let file: string;
let fake: FakeAnthropic;
const children: ChildProcess[] = [];
const marks: ProcessMark[] = [];

beforeAll(async () => {
  folder = await makeBashFolder();
  fake = await startFakeAnthropic();
  tools = await mkdtemp(join(tmpdir(), 'konsole-gate-'));
  file = await bundleForNode(join(import.meta.dirname, 'bash-gate-child.ts'), tools);
}, 60_000);
afterAll(async () => {
  await Promise.all([removeFolder(folder), rm(tools, { recursive: true }), fake.close()]);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const mark of marks.splice(0)) endTreeNow(mark);
});

async function startChild(command: string, background = false, temporary = tmpdir()) {
  const args = [file, folder.workspace, folder.outputs, command, String(background)];
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: temporary },
  });
  children.push(child);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const line = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data: Buffer) => resolve(data.toString())),
  );
  const mark = JSON.parse(line) as ProcessMark;
  marks.push(mark);
  return { child, mark, gone };
}

describe('a host that is killed', () => {
  it('I3: before a command was let run has run nothing, and nothing of it is left', async () => {
    const ran = join(folder.workspace, 'ran');
    const { child, mark, gone } = await startChild(`touch ${ran}`);
    expect(isLivingPid(mark.pid)).toBe(true);
    child.kill('SIGKILL');
    await gone;
    await eventually(() => !isLivingPid(mark.pid));
    expect(marked(mark.mark)).toEqual([]);
    expect(existsSync(ran)).toBe(false);
  });

  it('I3: the same command runs when it is let', async () => {
    const ran = join(folder.workspace, 'ran-after-all');
    const { child } = await startChild(`touch ${ran}`);
    await delay(50);
    expect(existsSync(ran)).toBe(false);
    child.stdin.write('go\n');
    await eventually(() => existsSync(ran));
  });

  it('attack 19: while a command runs leaves it to whoever knows its mark, who ends all of it', async () => {
    const { child, mark, gone } = await startChild(
      '(setsid sleep 60 &); sleep 60 & touch on; wait',
    );
    child.stdin.write('go\n');
    await eventually(() => existsSync(join(folder.workspace, 'on')));
    await eventually(() => marked(mark.mark).length === 3);
    child.kill('SIGKILL');
    await gone;
    expect(isAlive(mark)).toBe(true);
    await endTree(mark);
    expect(marked(mark.mark)).toEqual([]);
  });

  it('does not take along what runs in the background, nor cut its output', async () => {
    const { child, mark, gone } = await startChild('touch begun; sleep 0.5; echo still here', true);
    expect(mark.background).toBe(true);
    child.stdin.write('go\n');
    await eventually(() => existsSync(join(folder.workspace, 'begun')));
    child.kill('SIGKILL');
    await gone;
    expect(isAlive(mark)).toBe(true);
    await eventually(() => existsSync(join(folder.outputs, 'b1.exit')));
    await eventually(() => !isLivingPid(mark.pid));
    expect((await readdir(folder.outputs)).sort()).toEqual(['b1.exit', 'b1.txt']);
  });

  it('leaves no pipe behind in the folder for temporary files', async () => {
    const temporary = join(folder.workspace, 'temporary');
    await mkdir(temporary);
    await startChild('true', false, temporary);
    expect(await readdir(temporary)).toEqual([]);
  });
});

describe('a real host process', () => {
  async function startCommand(command: string, background = false, sandbox = false) {
    fake.reset();
    fake.next(toolCalls([{ name: 'bash', input: { command, background } }]));
    const host = join(import.meta.dirname, '../../../dist/main/host.cjs');
    const child = fork(host, [], {
      env: { PATH: process.env.PATH ?? '' },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    children.push(child);
    const summaries: string[] = [];
    const started = new Promise<ProcessMark>((resolve) => {
      child.on('message', (raw) => {
        const message = raw as FromHost;
        if (message.t !== 'events') return;
        if (child.connected) child.send({ t: 'written', n: message.n });
        for (const event of message.events) {
          if (event.type === 'tool.started' && event.process) resolve(event.process);
          if (event.type === 'tool.finished') summaries.push(event.summary);
        }
      });
    });
    child.send({
      t: 'run',
      order: makeOrder({
        provider: { id: 'a', kind: 'anthropic', baseUrl: fake.url, key: 'sk-test-0123456789' },
        workspace: folder.workspace,
        outputFolder: folder.outputs,
        sandbox,
        permissions: { mode: 'all', allow: ['bash'], deny: [], grants: [] },
      }),
    });
    const mark = await started;
    marks.push(mark);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    return { child, mark, gone, summaries };
  }

  it.each([
    ['whose parent is gone', (child: ChildProcess) => child.disconnect()],
    ['that is asked to end by the system', (child: ChildProcess) => void child.kill('SIGTERM')],
    ['that is told to end', (child: ChildProcess) => void child.send({ t: 'end' })],
  ])('%s takes its command along', async (_name, end) => {
    const { child, mark, gone } = await startCommand(
      'trap "" TERM; (setsid sleep 60 &); sleep 60; true',
    );
    await eventually(() => marked(mark.mark).length === 3);
    end(child);
    await gone;
    await eventually(() => marked(mark.mark).length === 0);
    expect(isLivingPid(mark.pid)).toBe(false);
  });

  it('tells a command in the background as one, and leaves it running when it ends', async () => {
    const { child, mark, gone } = await startCommand('touch on-and-on; sleep 60; true', true);
    expect(mark.background).toBe(true);
    await eventually(() => existsSync(join(folder.workspace, 'on-and-on')));
    child.send({ t: 'end' });
    await gone;
    expect(isAlive(mark)).toBe(true);
    await endTree(mark);
    expect(marked(mark.mark)).toEqual([]);
  });

  it.skipIf(!sandbox.ok)('finds what a sandbox needs in the build', async () => {
    const script = `require('net').connect('/tmp/x.sock').on('error', (e) => process.exit(e.code === 'EPERM' ? 7 : 8))`;
    const { summaries } = await startCommand(`${process.execPath} -e "${script}"`, false, true);
    await eventually(() => summaries.length === 1);
    expect(summaries).toEqual(['exit 7 · no output']);
  });
});
