/** Every house carries a long main turn, lists its models, keeps one connection, and takes nothing from the environment. */
import { afterEach, describe, expect, test } from 'vitest';
import { houseOf, houses, unknownKind } from '../../../../main/konsole/providers/houses';
import { fakeHouse, fakeHouses } from '../../../fakes/houses';
import type { Scenario } from '../../../fakes/provider-server';
import { makeTestHost } from '../../host/support';
import { tool } from './look-tool';
import { collect, kinds, openHouse, startedHouse, theKey } from './house';

test('every house but the demo, which speaks through another, has its fake', () => {
  for (const { kind, scripted } of houses) if (!scripted) expect(fakeHouse(kind).kind).toBe(kind);
  for (const kind of kinds) expect(houseOf(kind)?.kind, unknownKind(kind).message).toBe(kind);
});

const steps = 20;

describe.each(kinds)('%s', (kind) => {
  const house = openHouse(kind);

  test('carries a turn of 20 steps: each request has all calls before it, with their results', async () => {
    const { fake, adapter, model } = house;
    const { toolCalls, answer } = fake.dialect;
    for (let n = 0; n < steps; n += 1) {
      fake.next(
        toolCalls([{ name: 'look', input: { at: `place ${n}` } }], { thinking: `Step ${n}.` }),
      );
    }
    fake.next(answer('Seen all.'));
    const host = makeTestHost({ adapter, tools: [tool] });
    const { status, usage } = await host.run({ model });
    expect(status).toBe('completed');
    expect(usage?.outputTokens).toBe(20 * (steps + 1));
    expect(fake.requests).toHaveLength(steps + 1);
    for (const [n, request] of fake.requests.entries()) {
      const parts = fake.dialect.hear(request).messages.flatMap((message) => message.parts);
      const calls = parts.flatMap((part) => (part.kind === 'call' ? [part] : []));
      const results = parts.flatMap((part) => (part.kind === 'result' ? [part] : []));
      const places = Array.from({ length: n }, (_, at) => `place ${at}`);
      expect(calls.map(({ input }) => (input as { at: string }).at)).toEqual(places);
      expect(results.map(({ text }) => text)).toEqual(places.map((place) => `Seen: ${place}`));
      expect(results.map(({ id }) => id)).toEqual(calls.map(({ id }) => id));
      // What was thought goes back with each step, as it was sealed.
      const sealed = parts.filter((part) => part.kind === 'sealed');
      expect(sealed.length).toBeGreaterThanOrEqual(house.lacks('seals') ? 0 : n);
    }
  });

  test('answers a quick question', async () => {
    house.fake.next(house.fake.dialect.answer('Because it is.'));
    const host = makeTestHost({ adapter: house.adapter, tools: [] });
    const { status } = await host.run({ kind: 'chat', model: house.model });
    expect(status).toBe('completed');
    expect(host.turn().blocks.map(({ text }) => text)).toContain('Because it is.');
  });

  test('is told what a person said while it ran', async () => {
    const { fake } = house;
    const { toolCalls, answer } = fake.dialect;
    const call = toolCalls([{ name: 'look', input: { at: 'home' } }]);
    let go: () => void = () => undefined;
    const steered = new Promise<void>((resolve) => (go = resolve));
    let came: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (came = resolve));
    const slow: Scenario = async (reply) => {
      came();
      await steered;
      await call(reply);
    };
    fake.next(slow, answer('As you say.'));
    const host = makeTestHost({ adapter: house.adapter, tools: [tool] });
    const done = host.start({ model: house.model });
    await asked;
    host.orders.take({ t: 'steer', turn: 'turn00000001', text: 'Be quick.' });
    go();
    await done;
    const [before, after] = fake.requests.map((request) => fake.dialect.hear(request).messages);
    expect(JSON.stringify(before)).not.toContain('Be quick.');
    const last = after?.at(-1);
    expect(last?.role).toBe('user');
    expect(last?.parts).toMatchObject([
      { kind: 'result', text: 'Seen: home' },
      { kind: 'text', text: 'Be quick.' },
    ]);
  });

  test('goes on when the input of a call was no JSON: the model is told, and the tool does not run', async () => {
    const { fake } = house;
    const { toolCalls, answer } = fake.dialect;
    fake.next(toolCalls([{ name: 'look', input: '{"at": "ho' }]), answer('Never mind.'));
    const host = makeTestHost({ adapter: house.adapter, tools: [tool] });
    const { status } = await host.run({ model: house.model });
    expect(status).toBe('completed');
    const parts = house.heard().messages.flatMap((message) => message.parts);
    const [call] = parts.flatMap((part) => (part.kind === 'call' ? [part] : []));
    const results = parts.flatMap((part) => (part.kind === 'result' ? [part] : []));
    expect(call).toMatchObject({ name: 'look', input: {} });
    expect(results.map(({ id }) => id)).toEqual([call?.id]);
    expect(results[0]?.text).not.toBe('');
    expect(results[0]?.text).not.toContain('Seen:');
  });

  test('lists its models by their ids and names', async () => {
    const models = await house.adapter.models(new AbortController().signal);
    const wanted = house.fake.models.map(({ id, name }) => ({ id, name }));
    expect(models.map(({ id, name }) => ({ id, name }))).toEqual(wanted);
  });

  test('uses one connection for one request after another', async () => {
    // Of its own: a pool that others used has more than one already.
    const own = await startedHouse(kind);
    const ports = new Set<number | undefined>();
    const answer = own.fake.dialect.answer('Hi');
    own.fake.otherwise((reply) => {
      ports.add(reply.res.socket?.remotePort);
      return answer(reply);
    });
    for (let n = 0; n < 3; n += 1) {
      await collect(own);
      // The end of a stream is read behind the answer.
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await own.fake.close();
    expect(ports.size).toBe(1);
  });

  test('opens a connection ahead without a key and without asking a model', async () => {
    await expect(house.adapter.warm(new AbortController().signal)).resolves.toBe(true);
    expect(house.fake.requests).toHaveLength(0);
  });

  describe('attack 13: the environment of other programs', () => {
    const names = houses.flatMap(({ keyVariables }) => keyVariables);
    names.push(...fakeHouses.flatMap(({ variables = [] }) => variables));
    afterEach(() => {
      for (const name of names) delete process.env[name];
    });

    test('steers nothing, and the key goes along once', async () => {
      for (const name of names) process.env[name] = 'http://other-program.invalid';
      const { createAdapter } = await import('../../../../main/konsole/providers/index');
      const access = { id: 'x', kind, baseUrl: house.fake.baseUrl, key: theKey };
      await collect({ ...house, adapter: await createAdapter(access, { now: Date.now }) });
      const [request] = house.fake.requests;
      const sent = JSON.stringify([request?.headers, request?.path]);
      expect(sent).not.toContain('other-program');
      expect(sent.split(theKey)).toHaveLength(2);
      expect(request?.path).not.toContain(theKey);
    });
  });
});
