/** Who keeps a place when a door is full, and what thousands of idle connections cost those who have a token. */
import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createConnections } from '../../main/transport/connections';
import { type House, listenTo, openHouse } from './house';
import { until } from './hub-bench';

function doorFor(most: number) {
  const notes: string[] = [];
  const note = (message: string) => void notes.push(message);
  const connections = createConnections({ most, freshMs: 1000, note });
  const arrive = () => {
    const socket = Object.assign(new EventEmitter(), {
      destroyed: false,
      destroy() {
        if (socket.destroyed) return;
        socket.destroyed = true;
        socket.emit('close');
      },
    });
    connections.arrived(socket as unknown as Socket);
    return socket as unknown as Socket;
  };
  return { connections, arrive, notes };
}

describe('a full door', () => {
  test('attack 9: the oldest stranger goes, whether it has asked for something or not', () => {
    const { connections, arrive } = doorFor(3);
    const [known, asked, silent] = [arrive(), arrive(), arrive()];
    connections.serving(known);
    connections.asked(asked);
    const later = [arrive(), arrive(), arrive()];
    expect([known, asked, silent].map((one) => one.destroyed)).toEqual([false, true, true]);
    expect(later.map((one) => one.destroyed)).toEqual([true, false, false]);
  });

  test('after the strangers those go that wait for a next request, the longest unused first', () => {
    const { connections, arrive } = doorFor(3);
    const [first, second, third] = [arrive(), arrive(), arrive()];
    const done = [first, second, third].map((one) => connections.serving(one));
    done[1]?.();
    done[0]?.();
    arrive();
    expect([first, second, third].map((one) => one.destroyed)).toEqual([false, true, false]);
  });

  test('one in use never goes, not with one of two answers given either: the new one does', () => {
    const { connections, arrive, notes } = doorFor(2);
    const [first, second] = [arrive(), arrive()];
    const over = connections.serving(first);
    connections.serving(first);
    connections.serving(second);
    over();
    over();
    expect(arrive().destroyed).toBe(true);
    expect([first.destroyed, second.destroyed]).toEqual([false, false]);
    expect(notes).toEqual(['A connection was ended: as many are in use as may be.']);
  });

  test('those that ended by themselves leave their place', () => {
    const { connections, arrive } = doorFor(2);
    const [stranger, known] = [arrive(), arrive()];
    const done = connections.serving(known);
    stranger.destroy();
    known.destroy();
    done();
    const next = [arrive(), arrive()];
    expect(next.map((one) => one.destroyed)).toEqual([false, false]);
  });

  describe('with its clock', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    test('attack 9: one that asks for nothing is ended in time; one that asked, or is served, is not', () => {
      const { connections, arrive } = doorFor(9);
      const [asked, served, silent] = [arrive(), arrive(), arrive()];
      connections.asked(asked);
      connections.serving(served);
      vi.advanceTimersByTime(900);
      expect(silent.destroyed).toBe(false);
      vi.advanceTimersByTime(700);
      expect([asked, served, silent].map((one) => one.destroyed)).toEqual([false, false, true]);
    });

    test('I10 nobody to look at, no timer', () => {
      const { connections, arrive } = doorFor(9);
      connections.asked(arrive());
      arrive();
      expect(vi.getTimerCount()).toBe(1);
      vi.advanceTimersByTime(2000);
      expect(vi.getTimerCount()).toBe(0);
    });
  });
});

/** How many files a process may have open here: no more connections than that can be tried. */
const openFiles = Number(spawnSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).stdout);
const many = Math.min(10_000, (Number.isNaN(openFiles) ? 20_000 : openFiles) - 2000);

const ask = (house: House, agent: Agent) =>
  new Promise<number>((resolve, reject) => {
    const headers = { authorization: `Bearer ${house.token}` };
    const path = '/v1/commands/session.list';
    const { port } = house;
    const req = request({ port, path, method: 'POST', headers, agent }, (res) => {
      res.resume();
      res.on('end', () => resolve(res.statusCode ?? 0));
    });
    req.on('error', reject);
    req.end();
  });

describe('a flood of connections', { timeout: 60_000 }, () => {
  test(`attack 9: ${many} idle ones leave clients served, old and new, with streams and without`, async () => {
    // Nobody is ended for being slow here: only the places are tried.
    const house = await openHouse({
      times: { fresh: 600_000, headers: 600_000, request: 600_000 },
    });
    const sockets: Socket[] = [];
    onTestFinished(async () => {
      for (const socket of sockets) socket.destroy();
      await house.close();
    });
    const kept = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => kept.destroy());
    expect(await ask(house, kept)).toBe(200);
    const stream = listenTo(house, { path: '/v1/events?channel=index' });
    await until('it is live', () => stream.names().includes('synced'));

    const settled = new Set<Socket>();
    for (let n = 0; n < many; n += 1) {
      // Half open: they stay as long as they can, and hold their side when they are ended.
      const socket = connect({ port: house.port, host: '127.0.0.1', allowHalfOpen: true });
      for (const event of ['connect', 'error']) socket.once(event, () => settled.add(socket));
      sockets.push(socket);
      if (n % 250 < 249) continue;
      await new Promise((resolve) => setImmediate(resolve));
      // In the middle of it, by a new connection each time.
      if (n % 1000 === 999) expect(await ask(house, new Agent())).toBe(200);
    }
    await until('all have come', () => settled.size === many);
    expect(await ask(house, new Agent())).toBe(200);
    expect(await ask(house, kept)).toBe(200);
    house.feed.create('late');
    await until('the stream goes on', () => stream.names().includes('session.listed'));
    stream.stop();
    const told = JSON.stringify(house.logs);
    expect(told).toContain('another one needed its place');
    expect(house.logs.length).toBeLessThan(1000);
  });
});
