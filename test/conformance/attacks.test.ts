/** The attack list of docs/security.md against the real server: what a device, a stranger and nonsense get. */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommandName, commandNames, commandRules } from '../../preload/contract/command-names';
import { events, type Served, startServe, until } from './served';

interface Answered {
  status: number;
  code?: string;
  message?: string;
  result?: Record<string, unknown>;
}

let served: Served;
beforeAll(async () => {
  served = await startServe();
}, 30_000);
afterAll(() => served.clean());

async function ask(
  path: string,
  { method = 'POST', token = served.ready.token, body = '{}' } = {},
): Promise<Answered> {
  const response = await fetch(served.ready.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(method === 'POST' ? { body } : {}),
  });
  return { ...((await response.json()) as object), status: response.status };
}

const command = (name: string, body: string, token?: string) =>
  ask(`/v1/commands/${name}`, { body, ...(token === undefined ? {} : { token }) });

async function pairDevice(name: string): Promise<string> {
  const asked = await ask('/v1/tickets', { body: JSON.stringify({ scope: 'device', name }) });
  const ticket = new URL(String(asked.result?.page)).searchParams.get('ticket');
  const paired = await ask('/pair', { token: '', body: JSON.stringify({ ticket }) });
  return String(paired.result?.token);
}

const stillServing = async () => expect((await command('session.list', '{}')).status).toBe(200);

describe('a paired device', { timeout: 60_000 }, () => {
  test('attack 9: is refused every command of the owner with what to do, and no other', async () => {
    const token = await pairDevice('Phone');
    const refused: CommandName[] = [];
    for (const name of commandNames) {
      // Params that no command takes: what the device may is refused for them alone, and does nothing.
      const { status, code, message } = await command(name, '{"nonsense":true}', token);
      if (code !== 'denied') continue;
      refused.push(name);
      expect([name, status]).toEqual([name, 403]);
      expect(message).toContain('Use it on the computer itself');
    }
    expect(refused).toEqual(commandNames.filter((name) => commandRules[name].scope === 'owner'));
    for (const rule of ['settings.', 'provider.', 'session.permit']) {
      expect(refused.some((name) => name.startsWith(rule))).toBe(true);
    }
    expect(refused).not.toContain('approval.answer');
  });

  test('reads and sends, is known after a restart, and is out once it is unpaired', async () => {
    const token = await pairDevice('Tablet');
    const made = await command('session.create', '{"kind":"chat"}', token);
    const { id = '' } = (made.result?.session ?? {}) as { id?: string };
    await served.stop();
    const { home, workspace } = served;
    served = await startServe({ home, workspace });
    expect(served.stderr()).not.toContain(token);
    const sent = JSON.stringify({ session: id, text: 'Hello?' });
    expect((await command('turn.send', sent, token)).status).toBe(200);
    const ready = { ...served.ready, token };
    const stream = events({ ...served, ready }, 'tcp', `channel=session/${id}&after=0`);
    await until('it hears', () => stream.messages.some(({ event }) => event === 'synced'));

    const { devices } = (await ask('/v1/devices', { method: 'GET' })).result as {
      devices: { id: string; name: string; used: number }[];
    };
    const own = devices.find(({ name }) => name === 'Tablet');
    expect(own?.used).toBeGreaterThan(0);
    expect((await ask(`/v1/devices/${own?.id}`, { method: 'DELETE' })).status).toBe(200);
    await until('its stream ended', stream.ended);
    expect((await command('session.list', '{}', token)).status).toBe(401);
    await stillServing();
  });
});

describe('nonsense', { timeout: 60_000 }, () => {
  const typed = ['invalid', 'denied', 'not-found', 'conflict', 'too-large', 'busy', 'unsupported'];

  test('attack 6: every command answers wrong types with a typed error, and never with a failure inside', async () => {
    const wrong = [
      '[]',
      'null',
      '"text"',
      '7',
      '{"session":7,"text":[],"id":{},"turn":null,"approval":{},"patch":"x","provider":[],"limit":"all","kind":0}',
      '{"constructor":{"prototype":{"a":1}},"toString":1}',
    ];
    for (const name of commandNames) {
      for (const body of wrong) {
        const { status, code = '', message } = await command(name, body);
        if (status === 200) continue;
        expect([name, body, typed.includes(code)]).toEqual([name, body, true]);
        expect(message).not.toMatch(/\n\s+at /);
      }
    }
    await stillServing();
  });

  test('attack 6: unknown names and __proto__ in any place are refused', async () => {
    for (const name of ['no.such-command', 'constructor', 'session.__proto__', 'session.list.x']) {
      expect((await command(name, '{}')).status).toBe(404);
    }
    for (const name of commandNames) {
      const { status, code } = await command(name, '{"a":[{"__proto__":{"scope":"owner"}}]}');
      expect([name, status, code]).toEqual([name, 400, 'invalid']);
    }
    await stillServing();
  });

  const rss = () => {
    const text = readFileSync(`/proc/${served.child.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(text)?.[1]) / 1024;
  };

  /** Sends what `chunks` gives until there is an answer, or the connection is closed. */
  function pour(path: string, headers: Record<string, string>, mb: number): Promise<number> {
    const { port } = new URL(served.ready.url);
    const authorization = `Bearer ${served.ready.token}`;
    return new Promise((resolve) => {
      const options = { port, path, method: 'POST', headers: { ...headers, authorization } };
      let left = mb;
      const req = request(options, (res) => {
        left = 0;
        resolve(res.statusCode ?? 0);
        req.destroy();
      });
      req.on('error', () => resolve(0));
      const chunk = Buffer.alloc(1024 * 1024, '[');
      const next = () => {
        if (left <= 0 || req.destroyed) return;
        left -= 1;
        req.write(chunk, next);
      };
      next();
    });
  }

  test.runIf(process.platform === 'linux')(
    'attack 6: 100 MB and 10 000 levels are refused, and leave the memory of the server as it was',
    async () => {
      const json = { 'content-type': 'application/json' };
      const size = { 'content-length': String(100 * 1024 * 1024) };
      await stillServing();
      const before = rss();
      for (let round = 0; round < 3; round += 1) {
        for (const path of ['/v1/commands/turn.send', '/v1/tickets', '/v1/blobs?name=a']) {
          expect([path, await pour(path, { ...json, ...size }, 100)]).toEqual([path, 413]);
        }
        // Without a length it is cut off where its limit is.
        expect(await pour('/v1/commands/turn.send', json, 100)).toBe(413);
        const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
        expect((await command('turn.send', deep)).code).toBe('invalid');
        const huge = `${'{"a":'.repeat(1_000_000)}1${'}'.repeat(1_000_000)}`;
        expect((await command('session.list', huge)).code).toBe('invalid');
      }
      // Bodies of 8 MB are held for a moment; all that was poured is more than 1 GB.
      expect(rss() - before).toBeLessThan(200);
      await stillServing();
    },
  );
});

describe('a flood', { timeout: 60_000 }, () => {
  test('attack 9: of strangers hears 429 in the end and holds up no client', async () => {
    let strangers = true;
    const statuses = new Set<number>();
    const flood = Array.from({ length: 8 }, async () => {
      while (strangers) {
        const { status } = await ask('/v1/commands/session.list', { token: 'wrong' });
        statuses.add(status);
      }
    });
    await until('it is braked', () => statuses.has(429));
    for (let n = 0; n < 20; n += 1) await stillServing();
    strangers = false;
    await Promise.all(flood);
    expect(statuses).toEqual(new Set([401, 429]));
  });
});
