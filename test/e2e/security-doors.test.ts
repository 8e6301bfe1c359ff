/** The attack list of docs/security.md on the real Electron: which doors stand open, and for whom. */
import { mkdtemp, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { removeFolder } from './support/folder';
import { startPlainly } from './support/second-start';
import { waitFor } from './support/wait';

async function startAlone(args: string[] = []) {
  const home = await mkdtemp(join(tmpdir(), 'konsole-doors-'));
  onTestFinished(() => removeFolder(home));
  const started = startPlainly(home, ['--demo', ...args]);
  onTestFinished(async () => {
    started.kill('SIGTERM');
    await started.exited;
  });
  const socket = join(home, 'konsole.sock');
  await waitFor('the socket', () =>
    stat(socket).then(
      () => true,
      () => false,
    ),
  );
  return { home, socket, started };
}

/** Process ids of a process and all that it started. */
async function familyOf(pid: number): Promise<number[]> {
  const list = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(
    list.map(async (name) => {
      const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
      return [Number(name), Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])] as const;
    }),
  );
  const family = [pid];
  for (const member of family) {
    family.push(...parents.filter(([, parent]) => parent === member).map(([child]) => child));
  }
  return family;
}

async function socketsOf(pid: number): Promise<string[]> {
  const names = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => ''));
  return (await Promise.all(links)).flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

/** Local addresses that the process or one of its children listens on, TCP of both kinds. */
async function listeningOf(pid: number): Promise<string[]> {
  const all = await Promise.all((await familyOf(pid)).map(socketsOf));
  const inodes = new Set(all.flat());
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const listen = '0A';
  return tables
    .flatMap((table) => table.split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[3] === listen && inodes.has(columns[9] ?? ''))
    .map((columns) => columns[1] ?? '');
}

function ask(socket: string, path: string, token?: string): Promise<number> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: socket, path, method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });
}

test.runIf(process.platform === 'linux')('attack 9: the app listens on no TCP port', async () => {
  const { started } = await startAlone();
  expect(await listeningOf(started.pid)).toEqual([]);

  const asked = await startAlone(['--port', '0']);
  const port = await waitFor('the door that was asked for', async () => {
    return (await listeningOf(asked.started.pid))[0];
  });
  expect(port).toMatch(/^0100007F:/);
});

test('attack 9: the socket is its owner’s alone and wants the token', async () => {
  const { home, socket } = await startAlone();
  // Who answers has made all of it.
  expect(await ask(socket, '/v1/commands/session.list')).toBe(401);
  expect((await stat(socket)).mode & 0o777).toBe(0o600);
  expect((await stat(join(home, 'gateway-token'))).mode & 0o777).toBe(0o600);
  expect((await stat(home)).mode & 0o077).toBe(0);
  expect(await ask(socket, '/v1/commands/session.list', 'wrong')).toBe(401);
});

test('attack 9: with the token too, the desktop’s socket changes no settings and no keys', async () => {
  const { home, socket } = await startAlone();
  const token = (await readFile(join(home, 'gateway-token'), 'utf8')).trim();
  expect(await ask(socket, '/v1/commands/session.list', token)).toBe(200);
  for (const name of ['settings.get', 'settings.update', 'provider.set-key', 'provider.list']) {
    expect(await ask(socket, `/v1/commands/${name}`, token), name).toBe(403);
  }
});
