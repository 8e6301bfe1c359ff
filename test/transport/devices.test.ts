/** Paired devices: what they may, what is kept of them, and how they are unpaired. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createDevices } from '../../main/transport/devices';
import { desktopRefuses } from '../../main/transport/gateway';
import { ask, type House, listenTo, open } from './house';
import { until } from './hub-bench';
import { openHouseWithPage, pairWith, ticketOf } from './paired';

const phone = { scope: 'device', name: 'Phone' };

describe('the file of devices', () => {
  let home: string;
  const hour = 60 * 60_000;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'd-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  function at(now = 5 * hour) {
    const logs: string[] = [];
    let count = 0;
    const devices = createDevices({
      home,
      log: { write: (...said) => void logs.push(JSON.stringify(said)) },
      now: () => now,
      random: () => `secret-${now}-${(count += 1)}`,
    });
    return { devices, logs, pass: (ms: number) => void (now += ms) };
  }
  const file = () => join(home, 'devices.json');

  test('attack 9: holds hashes and no secret, for its owner’s eyes alone', () => {
    const { devices, logs } = at();
    const { token, cookie } = devices.add('Phone');
    const text = readFileSync(file(), 'utf8');
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    for (const shown of [text, JSON.stringify(devices.list()), logs.join()]) {
      expect(shown).toContain('Phone');
      expect(shown).not.toContain(token);
      expect(shown).not.toContain(cookie);
    }
    expect(JSON.stringify(devices.list())).not.toMatch(/[0-9a-f]{64}/);
    expect(readdirSync(home)).toEqual(['devices.json']);
  });

  test('a device is known again by the next run, under the same id', () => {
    const first = at().devices;
    const { token, cookie } = first.add('Phone');
    const next = at(9 * hour).devices;
    expect(next.bearer(token)).toEqual(first.bearer(token));
    expect(next.bearer(token)).toMatchObject({ scope: 'device' });
    expect(next.listener(cookie)).toEqual(next.bearer(token));
    expect([next.bearer(cookie), next.listener(token)]).toEqual([undefined, undefined]);
  });

  test('a list that only cannot be read lets nobody in, and is neither set aside nor written over', () => {
    // A file in the place of the folder: the system refuses to look into it.
    const folder = home;
    home = join(folder, 'no-folder');
    writeFileSync(home, 'sound');
    const { devices, logs } = at();
    expect(devices.list()).toEqual([]);
    expect(logs.join()).toContain('ENOTDIR');
    expect(() => devices.add('Phone')).toThrow('could not be read (ENOTDIR)');
    expect(readFileSync(home, 'utf8')).toBe('sound');
    home = folder;
  });

  test('when it was last used is kept to the hour, and written no more often', () => {
    const { devices, pass } = at(5 * hour + 1);
    const { token } = devices.add('Phone');
    expect(devices.list()[0]).not.toHaveProperty('used');
    devices.bearer(token);
    expect(devices.list()[0]?.used).toBe(5 * hour);
    const written = statSync(file()).ino;
    pass(hour / 2);
    devices.bearer(token);
    expect(statSync(file()).ino).toBe(written);
    pass(hour);
    devices.bearer(token);
    expect(at().devices.list()[0]?.used).toBe(6 * hour);
  });

  test('one that was removed stays out in the next run too', () => {
    const { devices } = at();
    const [left, right] = [devices.add('left'), devices.add('right')];
    const [first] = devices.list();
    expect(devices.remove(first?.id ?? '')).toBe(true);
    expect(devices.remove(first?.id ?? '')).toBe(false);
    for (const one of [devices, at().devices]) {
      expect(one.bearer(left.token)).toBeUndefined();
      expect(one.listener(left.cookie)).toBeUndefined();
      expect(one.bearer(right.token)).toBeDefined();
    }
  });

  test.each([
    ['no JSON', () => '{"devices":['],
    ['no list', () => '{"devices":{}}'],
    ['a device without a hash', (text: string) => text.replace(/"token": "\w+"/, '"token": ""')],
    ['an id that leads elsewhere', (text: string) => text.replace(/"id": "\w+"/, '"id": "../x"')],
    [
      'one device twice',
      (text: string) => {
        const [one] = (JSON.parse(text) as { devices: unknown[] }).devices;
        return JSON.stringify({ devices: [one, one] });
      },
    ],
    ['far too much', (text: string) => text + ' '.repeat(300_000)],
  ])('attack 9: with %s it lets nobody in, is told and set aside', (_what, damage) => {
    const { token } = at().devices.add('Phone');
    const damaged = damage(readFileSync(file(), 'utf8'));
    writeFileSync(file(), damaged);
    const { devices, logs } = at();
    expect(devices.bearer(token)).toBeUndefined();
    expect(devices.list()).toEqual([]);
    expect(logs.join()).toContain('"error"');
    const [aside = ''] = readdirSync(home);
    expect(readdirSync(home)).toHaveLength(1);
    expect(aside).toMatch(/^devices\.json\.damaged-/);
    expect(readFileSync(join(home, aside), 'utf8')).toBe(damaged);
    expect(devices.bearer(devices.add('Phone').token)).toBeDefined();
  });

  test('more than 64 are refused, with what to do', () => {
    const { devices } = at();
    for (let n = 0; n < 64; n += 1) devices.add(`${n}`);
    expect(() => devices.add('one more')).toThrow(/Unpair one/);
  });

  test('where it cannot be written nothing is paired, and what is unpaired is out at once all the same', () => {
    const { devices } = at();
    const { token } = devices.add('Phone');
    const [{ id } = { id: '' }] = devices.list();
    rmSync(home, { recursive: true });
    expect(() => devices.add('Tablet')).toThrow(/was not paired/);
    expect(devices.list()).toHaveLength(1);
    expect(() => devices.remove(id)).toThrow(/until Konsole ends/);
    expect(devices.bearer(token)).toBeUndefined();
    // Asked again, it says so again rather than that all is well.
    expect(() => devices.remove(id)).toThrow(/until Konsole ends/);
  });
});

describe('a device at the door', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouseWithPage();
  });
  afterEach(() => house.close());

  const command = (name: string, token: string, at = house) =>
    ask(at, { method: 'POST', path: `/v1/commands/${name}`, body: '{}', token });
  const listed = async () =>
    (await ask(house, { path: '/v1/devices' })).json().result as {
      devices: { id: string; name: string; used?: number }[];
    };

  test('is a client of its own with the scope of a device, on either door', async () => {
    const { token, scope } = await pairWith(house, phone);
    expect(scope).toBe('device');
    for (const socket of [true, false]) {
      const path = '/v1/commands/turn.send';
      expect((await ask(house, { method: 'POST', path, body: '{}', token, socket })).status).toBe(
        200,
      );
      const door = socket ? 'socket' : 'tcp';
      expect(house.executed.at(-1)?.client).toMatchObject({ scope: 'device', door });
    }
    expect(house.executed.at(-1)?.client.id).toMatch(/^device-[0-9a-f]{16}$/);
  });

  test('is listed by name, without anything secret, to owners alone', async () => {
    const { token } = await pairWith(house, { scope: 'device', name: 'Pho\u202ene\n ' });
    await pairWith(house, { scope: 'device' });
    const browser = await pairWith(house, {});
    const { devices } = await listed();
    expect(devices.map(({ name }) => name)).toEqual(['Pho ne', 'A device']);
    expect((await ask(house, { path: '/v1/devices', token: browser.token })).status).toBe(200);
    expect((await ask(house, { path: '/v1/devices', token: undefined })).status).toBe(401);
    expect((await ask(house, { path: '/v1/devices', token })).status).toBe(403);
  });

  test('attack 9: pairs, lists and unpairs nobody', async () => {
    const { token } = await pairWith(house, phone);
    const [{ id } = { id: '' }] = (await listed()).devices;
    for (const [method, path] of [
      ['POST', '/v1/tickets'],
      ['GET', '/v1/devices'],
      ['DELETE', `/v1/devices/${id}`],
    ] as const) {
      const heard = await ask(house, { method, path, token });
      expect([path, heard.status, heard.json().code]).toEqual([path, 403, 'denied']);
    }
    expect(JSON.stringify(house.logs.at(-1))).toContain('403');
    expect((await listed()).devices).toHaveLength(1);
  });

  test('attack 9: a ticket for a device is never good for more, whatever is asked with it', async () => {
    const ticket = await ticketOf(house, phone);
    const body = JSON.stringify({ ticket, scope: 'owner' });
    const heard = await ask(house, { method: 'POST', path: '/pair', token: undefined, body });
    expect(heard.json().result).toMatchObject({ scope: 'device' });
    for (const wrong of [{ scope: 'admin' }, { scope: 7 }, { scope: 'device', name: {} }]) {
      const asked = { method: 'POST', path: '/v1/tickets', body: JSON.stringify(wrong) };
      expect((await ask(house, asked)).json().code).toBe('invalid');
    }
  });

  test('a refusal by the engine is noted as one', async () => {
    const { token } = await pairWith(house, phone);
    house.answers.next = { ok: false, code: 'denied', message: 'not for a device' };
    const heard = await command('settings.get', token);
    expect([heard.status, heard.json()]).toEqual([
      403,
      { ok: false, code: 'denied', message: 'not for a device' },
    ]);
    expect(JSON.stringify(house.logs.at(-1))).toContain('not for a device');
    expect(JSON.stringify(house.logs)).not.toContain(token);
  });

  test('attack 9: unpairing it ends its streams and uploads, and its next request is 401', async () => {
    const [first, other] = [await pairWith(house, phone), await pairWith(house, phone)];
    const [{ id } = { id: '' }] = (await listed()).devices;
    const path = '/v1/events?channel=index';
    const streams = [first, other].map(({ token }) => listenTo(house, { path, token }));
    // One that reads nothing cannot put its end off.
    const stuck = listenTo(house, { path, token: first.token });
    for (const stream of [...streams, stuck]) {
      await until('it is live', () => stream.names().includes('synced'));
    }
    stuck.pause();
    const upload = open(
      house,
      { method: 'POST', path: '/v1/blobs?name=a', token: first.token },
      () => undefined,
    );
    const cutOff = new Promise((resolve) => upload.on('error', resolve));
    upload.write('some of it');
    await until('it is heard', () => house.hub.readers() === 3);

    const heard = await ask(house, { method: 'DELETE', path: `/v1/devices/${id}` });
    expect(heard.status).toBe(200);
    await until('its stream ended', () => streams[0]?.ended() === true);
    await until('its readers are gone', () => house.hub.readers() === 1);
    await cutOff;
    expect((await command('session.list', first.token)).status).toBe(401);
    const { cookie } = first;
    const listening = await ask(house, { path, token: undefined, headers: { cookie } });
    expect(listening.status).toBe(401);
    expect(streams[1]?.ended()).toBe(false);
    expect((await command('session.list', other.token)).status).toBe(200);
    expect((await listed()).devices.map((one) => one.id)).not.toContain(id);
    expect((await ask(house, { method: 'DELETE', path: `/v1/devices/${id}` })).status).toBe(404);
    streams[1]?.stop();
    stuck.stop();
  });

  test('attack 15: on the desktop it may answer, which the owner’s token may not, and nothing else that is refused there', async () => {
    const { token } = await pairWith(house, phone);
    house.hub.close();
    await house.gateway.close();
    const desktop = await openHouseWithPage({ home: house.home, refuses: desktopRefuses });
    onTestFinished(() => desktop.close());
    expect((await command('approval.answer', token, desktop)).status).toBe(200);
    expect((await command('approval.answer', desktop.token, desktop)).status).toBe(403);
    for (const name of ['session.permit', 'settings.get', 'settings.update', 'provider.set-key']) {
      expect([name, (await command(name, token, desktop)).status]).toEqual([name, 403]);
    }
    expect(desktop.executed.map(({ name }) => name)).toEqual(['approval.answer']);
    // A program on this machine that came by a device's token comes by the socket: not so.
    const near = { method: 'POST', path: '/v1/commands/approval.answer', body: '{}', socket: true };
    expect((await ask(desktop, { ...near, token })).status).toBe(403);
  });
});
