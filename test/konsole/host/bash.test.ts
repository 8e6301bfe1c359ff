/** The tool `bash`: what it answers, what a command is given, and that nothing of it is left. */
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { bashTool } from '../../../main/konsole/host/tools/bash';
import { isResult } from '../../../main/konsole/host/tools/tool';
import { eventually, isLivingPid, marked } from '../processes/support';
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
  folder = await makeBashFolder();
});
afterAll(() => removeFolder(folder));
afterEach(endMarks);

const run = (command: string, more: Record<string, unknown> = {}) =>
  runBash(folder, { command, ...more });

describe('a command', () => {
  it('runs in the folder and answers what it wrote, both streams in order', async () => {
    const ran = await run('pwd; echo two >&2; echo three; echo four >/dev/stderr');
    expect(ran.all).toBe(`${folder.workspace}\ntwo\nthree\nfour\n`);
    expect(ran).toMatchObject({ ok: true, summary: 'exit 0 · 4 lines' });
    await expectGone(ran.mark);
  });

  it('starts anew each time: neither a folder nor a variable lasts', async () => {
    await run('mkdir -p deep; cd deep; export LEFT=1');
    expect((await run('pwd; echo "[$LEFT]"')).all).toBe(`${folder.workspace}\n[]\n`);
  });

  it('that fails is told with its code', async () => {
    const ran = await run('echo sorry; exit 3');
    expect(ran.all).toBe('sorry\n(exit code 3)');
    expect(ran).toMatchObject({ ok: false, summary: 'exit 3 · 1 line' });
    expect((await run('no-such-program-here')).all).toContain('not found');
  });

  it('that is killed is told with its signal', async () => {
    const ran = await run('kill -SEGV $$');
    expect(ran).toMatchObject({ ok: false, summary: 'ended by SIGSEGV · no output' });
    expect(ran.all).toContain('SIGSEGV');
  });

  it('without output says so', async () => {
    expect((await run('true')).all).toBe('(no output)');
  });

  it('is shown while it runs', async () => {
    const shown: string[] = [];
    const running = runBash(
      folder,
      { command: 'echo first; while [ ! -e go ]; do sleep 0.02; done; echo last' },
      { show: async (text) => void shown.push(text) },
    );
    await eventually(() => shown.join('') === 'first\n');
    await runBash(folder, { command: 'touch go' });
    expect((await running).all).toBe('first\nlast\n');
  });

  it('may write characters of several bytes in pieces, colours, and lines drawn over', async () => {
    const ran = await run(
      "printf '\\303'; sleep 0.1; printf '\\244\\n'; printf '\\033[31mred\\033[0m\\n'; printf '10%%\\r50%%\\r100%%\\n'; printf 'a\\0b\\n'",
    );
    expect(ran.all).toBe('ä\nred\n10%\n100%\na\ufffdb\n');
  });

  it('that asks for input gets its end, and the model is told', async () => {
    const ran = await run('read -p "Name: " name || exit 1');
    expect(ran.ok).toBe(false);
    const asking = await run("printf 'Overwrite it? [y/N] '; read answer");
    expect(asking.all).toContain('seems to have asked for input');
    const terminal = await run('read x </dev/tty');
    expect(terminal.ok).toBe(false);
    await expectGone(terminal.mark);
  });

  it('quoted, with line breaks, is handed over as it is', async () => {
    const ran = await run(`echo "a 'b' $((1+1))"\ncat <<'END'\n$HOME \\ "x"\nEND`);
    expect(ran.all).toBe('a \'b\' 2\n$HOME \\ "x"\n');
  });

  it('finds the gate gone: what let it run is not open in it', async () => {
    expect((await run('ls -l /proc/$$/fd/3; true')).all).toContain('No such file');
  });
});

describe('attack 13: the environment of a command', () => {
  it('has no keys, nothing of Konsole but its mark, and what real work needs', async () => {
    vi.stubEnv('ANTHROPIC_API_KEY', 'sk-ant-hunter2');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'hunter2');
    vi.stubEnv('KONSOLE_HOME', '/home/hunter2');
    vi.stubEnv('HTTPS_PROXY', 'http://me:hunter2@proxy.example:8080');
    vi.stubEnv('http_proxy', 'http://proxy.example:8080');
    const ran = await run(
      'env; cat /proc/$PPID/environ 2>/dev/null | tr "\\0" "\\n" | grep -c sk-ant',
    );
    vi.unstubAllEnvs();
    expect(ran.pieces.join('')).not.toMatch(/hunter2(?!.*grep)/);
    expect(ran.all).not.toContain('KONSOLE_HOME');
    const env = Object.fromEntries(
      ran.all.split('\n').map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]),
    );
    expect(env).toMatchObject({
      KONSOLE_TOOL: ran.mark.mark,
      TERM: 'dumb',
      GIT_PAGER: 'cat',
      HOME: process.env.HOME,
      PATH: process.env.PATH,
      http_proxy: 'http://proxy.example:8080',
    });
  });
});

describe('the end of a command', () => {
  it('comes with its time, and takes all along that it started', async () => {
    const ran = await run('echo begun; sleep 60 & (setsid sleep 60 &); sleep 60', {
      timeout_ms: 400,
    });
    expect(ran).toMatchObject({ ok: false, summary: 'ended after 400 ms · 1 line' });
    expect(ran.all).toContain('ended after 400 ms, with all that it started');
    expect(ran.all).toContain('It may have waited for input; there is none.');
    await expectGone(ran.mark);
  });

  it('takes along what it left running, and says so', async () => {
    const ran = await run('sleep 60 & (setsid sleep 60 >/dev/null 2>&1 &); echo done');
    expect(ran.ok).toBe(true);
    expect(ran.all).toContain('done\n(What it left running was ended.');
    await expectGone(ran.mark);
  });

  it('does not cut what was written last', async () => {
    for (let n = 0; n < 5; n++) {
      const ran = await run('(for i in $(seq 200); do echo $i; done) & wait; seq 201 300');
      expect(ran.all.trim().split('\n')).toHaveLength(300);
    }
  });

  it('comes with a stop, even of a program that does not listen', async () => {
    const stop = new AbortController();
    const shown: string[] = [];
    const context = makeContext(folder.workspace, { signal: stop.signal });
    const prepared = await prepare(
      bashTool,
      { command: 'trap "" TERM; (setsid sleep 60 &); echo $$; while true; do sleep 60; done' },
      context,
    );
    const mark = await prepared.spawn?.('b1');
    if (!mark) throw new Error('a command has a process');
    const running = prepared.run({ block: 'b1', show: async (text) => void shown.push(text) });
    running.catch(() => undefined);
    await eventually(() => shown.join('') === `${mark.pid}\n` && marked(mark.mark).length === 3);
    stop.abort();
    await expect(running).rejects.toBe(stop.signal.reason);
    await expectGone(mark);
  });

  it('a program may put things in order at a stop', async () => {
    const stop = new AbortController();
    let ready = false;
    const running = runBash(
      folder,
      { command: 'trap "touch tidied; exit" TERM; echo ready; while true; do sleep 0.01; done' },
      { context: { signal: stop.signal }, show: async () => void (ready = true) },
    );
    await eventually(() => ready);
    stop.abort();
    await expect(running).rejects.toBe(stop.signal.reason);
    expect((await run('ls tidied')).ok).toBe(true);
  });
});

describe('before it is allowed', () => {
  it('nothing has been started, and it says what it would do', async () => {
    const context = makeContext(folder.workspace);
    const prepared = await prepare(bashTool, { command: 'touch  here\n&& ls' }, context);
    expect(prepared.summary).toBe('Run touch here && ls');
    expect(prepared.wanted).toEqual({
      kind: 'shell',
      tool: 'bash',
      command: 'touch  here\n&& ls',
      sandboxed: false,
      background: false,
    });
  });

  it('I3: it waits until it is released, and dropped it never runs', async () => {
    const context = makeContext(folder.workspace);
    const prepared = await prepare(bashTool, { command: 'touch released' }, context);
    const mark = await prepared.spawn?.('b1');
    if (!mark) throw new Error('a command has a process');
    expect(isLivingPid(mark.pid)).toBe(true);
    await delay(100);
    prepared.drop?.();
    await expectGone(mark);
    expect((await run('ls released')).ok).toBe(false);
  });

  it.each([
    ['an empty line', { command: ' \n' }, [], {}, 'empty'],
    ['no folder for the session', { command: 'ls' }, ['workspace'], {}, 'No folder is chosen'],
    ['a folder that is gone', { command: 'ls' }, [], { workspace: '/nowhere/at/all' }, 'does not'],
    ['no place for output', { command: 'ls', background: true }, ['outputs'], {}, 'no folder'],
  ])('%s is told and not run', async (_name, input, without, more, words) => {
    const context = makeContext(folder.workspace, { outputs: folder.outputs, ...more });
    for (const name of without) Reflect.deleteProperty(context, name);
    const result = await bashTool.prepare(input, context);
    expect(isResult(result) && result.ok === false && result.text).toContain(words);
  });

  it.skipIf(process.getuid?.() === 0)('a folder that may not be read is told', async () => {
    const closed = join(folder.base, 'closed');
    await mkdir(closed);
    await chmod(closed, 0);
    const result = await bashTool.prepare({ command: 'ls' }, makeContext(closed));
    expect(isResult(result) && result.text).toContain('may not be read');
    await chmod(closed, 0o700);
  });

  it('a folder that goes away between the question and the answer is told', async () => {
    const short = join(folder.base, 'short');
    await mkdir(short);
    const prepared = await prepare(bashTool, { command: 'ls' }, makeContext(short));
    await rm(short, { recursive: true });
    await expect(prepared.spawn?.('b1')).rejects.toThrow(`${short} does not exist`);
  });
});
