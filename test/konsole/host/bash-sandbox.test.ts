/**
 * Commands in a sandbox. Where the system has none, the tool says so: that is tested everywhere. The rest runs on a real
 * bubblewrap, where one is installed and may be used.
 */
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { bashTool } from '../../../main/konsole/host/tools/bash';
import { findSandbox, sandboxAvailable } from '../../../main/konsole/host/tools/sandbox';
import { eventually, marked } from '../processes/support';
import {
  type BashFolder,
  endMarks,
  expectGone,
  makeBashFolder,
  prepare,
  removeFolder,
  runBash,
} from './bash-support';
import { makeContext } from './tool-folder';

let folder: BashFolder;
beforeAll(async () => {
  // The folders for temporary files can be written in, so this one lies elsewhere.
  folder = await makeBashFolder(homedir());
});
afterAll(() => removeFolder(folder));
afterEach(endMarks);

const linux = { platform: 'linux', arch: 'x64', path: '/nowhere' } as const;

describe('where there is no sandbox', () => {
  it.each([
    ['no bubblewrap on Linux', linux, 'bubblewrap is not installed'],
    ['another processor', { ...linux, arch: 'riscv64' }, 'processor (riscv64)'],
    ['Windows', { ...linux, platform: 'win32' }, 'none for this system'],
  ] as const)('it is said why: %s', async (_name, facts, words) => {
    const found = await findSandbox(facts);
    expect(found.ok === false && found.why).toContain(words);
  });

  it('the rules are told that a command would not be sandboxed, and the person once a turn', async () => {
    // Nothing but what a command needs can be found, and it is looked for anew.
    const bin = join(folder.base, 'bin');
    await mkdir(bin);
    await symlink('/usr/bin/mkfifo', join(bin, 'mkfifo'));
    vi.stubEnv('PATH', bin);
    vi.resetModules();
    const { bashTool: fresh } = await import('../../../main/konsole/host/tools/bash');
    const context = makeContext(folder.workspace, { sandbox: true, outputs: folder.outputs });
    const run = async () => {
      const prepared = await prepare(fresh, { command: 'echo hi' }, context);
      expect(prepared.wanted).toMatchObject({ sandboxed: false });
      await prepared.spawn?.('b1');
      return prepared.run({ block: 'b1', show: async () => undefined });
    };
    const told = await run();
    const again = await run();
    vi.unstubAllEnvs();
    expect(told.summary).toContain('not sandboxed: bubblewrap is not installed');
    expect(told.text).toContain('(Not sandboxed: bubblewrap is not installed');
    expect(again.summary).toBe('exit 0 · 1 line');
  });
});

const found = await sandboxAvailable();
if (!found.ok) console.warn(`The real sandbox is not tested here: ${found.why}.`);

describe.skipIf(!found.ok || process.platform !== 'linux')('in a real sandbox', () => {
  let secret: string;
  let outside: string;
  beforeEach(async () => {
    outside = await mkdtemp(join(homedir(), 'konsole-bash-outside-'));
    secret = join(outside, 'home');
    await mkdir(secret);
    await writeFile(join(secret, 'gateway-token'), 'hunter2');
  });
  afterEach(() => rm(outside, { recursive: true, force: true }));

  const run = (command: string, more: Record<string, unknown> = {}) =>
    runBash(folder, { command, ...more }, { context: { sandbox: true, refused: [secret] } });

  it('a command writes in the folder and in the folders for temporary files, and nowhere else', async () => {
    const ran = await run(
      `echo in >here && cat here; f=$(mktemp) && echo tmp; echo out >${outside}/x`,
    );
    expect(ran.all).toContain('in\ntmp\n');
    expect(ran.all).toContain('Read-only file system');
    expect(ran.ok).toBe(false);
    expect(await readdir(outside)).toEqual(['home']);
    expect(await readdir(folder.workspace)).toContain('here');
    await expectGone(ran.mark);
  });

  it('attack 16: the data folder of Konsole cannot be seen', async () => {
    const ran = await run(`cat ${secret}/gateway-token; ls -A ${secret} | wc -l`);
    expect(ran.all).not.toContain('hunter2');
    expect(ran.all).toContain('\n0\n');
    expect(await readdir(secret)).toEqual(['gateway-token']);
  });

  it('attack 16: nor by the memory and files of processes outside', async () => {
    const ran = await run(`ls /proc | grep -c "^[0-9]"; ls /proc/${process.pid} 2>&1`);
    expect(ran.all).toMatch(/^\d{1,2}\n/);
    expect(ran.all).toContain('No such file');
  });

  it('no local socket can be opened, the network is there', async () => {
    const server = createServer((socket) => socket.end('hello\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const script = `const n=require('net');n.connect('/tmp/x.sock').on('error',e=>console.log(e.code))`;
    const ran = await run(`cat </dev/tcp/127.0.0.1/${port}; ${process.execPath} -e "${script}"`);
    server.close();
    expect(ran.all).toBe('hello\nEPERM\n');
  });

  it('what was allowed as sandboxed does not run without one', async () => {
    const context = makeContext(folder.workspace, { sandbox: true });
    const prepared = await prepare(bashTool, { command: `touch ${outside}/loose` }, context);
    expect(prepared.wanted).toMatchObject({ sandboxed: true });
    vi.stubEnv('PATH', '/nowhere');
    await expect(prepared.spawn?.('b1')).rejects.toThrow('so nothing was run');
    vi.unstubAllEnvs();
    expect(await readdir(outside)).toEqual(['home']);
  });

  it('leaves no empty files of its own in the folder, and guards what runs by itself', async () => {
    await mkdir(join(folder.workspace, '.git', 'hooks'), { recursive: true });
    const ran = await run('echo evil >.git/hooks/pre-commit; echo fine >.git/other && ls .git');
    expect(ran.all).toContain('hooks\nother\n');
    expect(await readdir(join(folder.workspace, '.git', 'hooks'))).toEqual([]);
    const left = (await readdir(folder.workspace)).filter(
      (name) => !['here', '.git'].includes(name),
    );
    expect(left).toEqual([]);
  });

  it('is ended with all that it started, by its time and by a stop', async () => {
    const ran = await run('(setsid sleep 60 &); sleep 60; true', { timeout_ms: 1500 });
    expect(ran.summary).toContain('ended after 1.5 s');
    await expectGone(ran.mark);
    const left = await run('(setsid sleep 60 >/dev/null 2>&1 &); echo done');
    expect(left.all).toContain('done');
    await expectGone(left.mark);
  });

  it('tells the code of the command, and what it wrote', async () => {
    const ran = await run('echo "quoted $((1+1))" >/dev/stderr; exit 7');
    expect(ran.all).toBe('quoted 2\n(exit code 7)');
    expect(ran.summary).toBe('exit 7 · 1 line');
  });

  it('runs in the background too', async () => {
    const jobs = new Map();
    const ran = await runBash(
      folder,
      { command: `echo up; echo out >${outside}/y; sleep 60; true`, background: true },
      { context: { sandbox: true, jobs }, block: 'bsand' },
    );
    expect(ran.summary).toBe('runs as job bsand');
    await eventually(() => marked(ran.mark.mark).length > 2);
    expect(await readdir(outside)).toEqual(['home']);
  });
});
