import { describe, expect, test } from 'vitest';
import { createSteering } from '../../../main/konsole/pool/steering';
import { advance } from '../../../main/konsole/sessions/light-state';
import { recover } from '../../../main/konsole/sessions/recovery';
import { limits } from '../../../preload/contract/limits';
import { settle } from '../support/fake-hosts';
import { until } from '../support/konsole';
import { none, noProcesses, openSessions } from './support';

const at = 1_000_000;

/** A session whose turn runs on a host that the test plays. */
async function running() {
  const konsole = await openSessions();
  const session = await konsole.create();
  const turn = await konsole.send(session, 'Go');
  const host = konsole.hosts.running(turn);
  if (!host) throw new Error('the turn runs');
  const told = (t: string) => host.told.filter((message) => message.t === t);
  const steer = (text: string) => konsole.turns.steer({ session, text }, none);
  const turnNow = () => konsole.state(session).turns.at(-1);
  return { konsole, session, turn, host, told, steer, turnNow };
}

describe('what is said to a running turn', () => {
  test('is on disk before its host hears it, and says after which block (I2)', async () => {
    const { konsole, session, turn, host, told, steer, turnNow } = await running();
    host.events({ type: 'block.opened', at, turn, block: 'b1', kind: 'text' });
    await settle();
    let go: () => void = () => undefined;
    konsole.journal.gate = new Promise((resolve) => {
      go = resolve;
    });
    const answer = steer('Only the tests');
    await settle();
    expect(told('steer')).toEqual([]);
    go();
    expect(await answer).toEqual({ turn });
    expect(told('steer')).toEqual([{ t: 'steer', turn, text: 'Only the tests' }]);
    expect(turnNow()?.steered).toEqual([{ text: 'Only the tests', at, after: 'b1' }]);
    const append = konsole.journal.appends.at(-1);
    expect(append).toMatchObject({ durability: 'full', events: [{ body: { turn } }] });
    const { document } = await konsole.lifecycle.export({ session });
    expect(document.turns[0]?.steered).toHaveLength(1);
  });

  test('keeps its first answer in the transaction of its event (I5)', async () => {
    const { konsole, session, turn } = await running();
    const record = (result: unknown) => ({
      client: 'c',
      name: 'turn.steer',
      id: 'one',
      hash: 'h',
      answer: JSON.stringify(result),
      at,
    });
    await konsole.turns.steer({ session, text: 'Hm' }, record);
    const append = konsole.journal.appends.at(-1);
    expect(append?.events.map(({ body }) => body.type)).toEqual(['turn.steered']);
    expect(append?.command?.answer).toBe(JSON.stringify({ turn }));
  });

  test('is refused where no turn runs, where one waits for a host, and where one is being stopped', async () => {
    const { konsole, session, host, steer } = await running();
    await konsole.turns.interrupt({ session }, none);
    await expect(steer('Too late')).rejects.toMatchObject({ code: 'conflict' });
    host.finish('interrupted');
    await settle();
    await expect(steer('Hello?')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Send this as a message'),
    });
    for (const text of ['A', 'B']) await konsole.send(await konsole.create(), text);
    await konsole.turns.send({ session, text: 'C' }, none);
    await until(() => konsole.pool.status().lanes.main.waiting > 0);
    await expect(steer('Faster')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('not begun yet'),
    });
    expect(konsole.events(session).some(({ type }) => type === 'turn.steered')).toBe(false);
  });

  test('is taken only so often, and told so', async () => {
    const { steer, turnNow, told } = await running();
    for (let n = 0; n < limits.turnSteers; n += 1) await steer(`${n}`);
    await expect(steer('more')).rejects.toMatchObject({ code: 'busy' });
    expect(turnNow()?.steered).toHaveLength(limits.turnSteers);
    expect(told('steer')).toHaveLength(limits.turnSteers);
  });

  test('and cannot be written down is told to the person, and the turn may end', async () => {
    const { konsole, host, turn, told, steer, turnNow } = await running();
    konsole.journal.refuse = () => true;
    await expect(steer('Lost?')).rejects.toThrow('disk is full');
    konsole.journal.refuse = () => false;
    expect(told('steer')).toEqual([]);
    host.say({ t: 'ending', turn, steers: 0 });
    expect(told('over')).toEqual([{ t: 'over', turn }]);
    expect(turnNow()?.steered).toBeUndefined();
  });

  test('comes before the end of its turn or not at all', async () => {
    const { konsole, host, turn, told, steer } = await running();
    let go: () => void = () => undefined;
    konsole.journal.gate = new Promise((resolve) => {
      go = resolve;
    });
    const answer = steer('One thing more');
    await settle();
    host.say({ t: 'ending', turn, steers: 0 });
    expect(told('over')).toEqual([]);
    go();
    await answer;
    expect(told('over')).toEqual([]);
    host.say({ t: 'ending', turn, steers: 1 });
    expect(told('over')).toHaveLength(1);
    await expect(steer('And again')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('at its end'),
    });
  });

  test('outlives the death of its host, and a new host is given it with the history (I3)', async () => {
    const { konsole, session, host, steer, turnNow } = await running();
    await steer('In French');
    host.exit('gone');
    await settle();
    expect(turnNow()).toMatchObject({ status: 'interrupted', steered: [{ text: 'In French' }] });
    const { turn } = await konsole.turns.resume({ session }, none);
    await until(() => konsole.hosts.running(turn) !== undefined);
    const [order] = konsole.hosts.running(turn)?.orders() ?? [];
    expect(order?.history[0]?.steered).toMatchObject([{ text: 'In French' }]);
  });

  test('outlives the end of Konsole itself (I3)', async () => {
    const { konsole, session, steer, turnNow } = await running();
    await steer('In French');
    const { journal } = konsole;
    expect(
      await recover({
        journal,
        clock: { now: () => at },
        processes: noProcesses,
        log: { write: () => {} },
      }),
    ).toBe(1);
    expect(turnNow()).toMatchObject({ status: 'interrupted', steered: [{ text: 'In French' }] });
    expect(await konsole.listed(session)).toMatchObject({ status: 'interrupted' });
  });

  test('is known to a quick turn, in one line, and not kept in memory at length (I9)', async () => {
    const { konsole, session, turn, steer } = await running();
    await steer(`Only the tests ${'x'.repeat(1_000_000)}`);
    expect(konsole.facts.lines().join('\n')).toMatch(/was told 0 s ago: "Only the tests x+…"/);
    const light = advance(konsole.state(session), [
      { type: 'turn.steered', at, turn, text: 'y'.repeat(1_000_000) },
    ]);
    expect(light.turns[0]?.steered?.at(-1)?.text.length).toBeLessThan(1_000);
  });
});

describe('the steering of a lease', () => {
  const open = () => {
    const said: string[] = [];
    const steering = createSteering({
      say: (text) => said.push(text),
      over: () => said.push('(over)'),
    });
    return { said, steering };
  };

  test('lets the turn end when what was promised is heard or given up', () => {
    const { said, steering } = open();
    const first = steering.hold();
    const second = steering.hold();
    first?.say('one');
    steering.ending(1);
    expect(said).toEqual(['one']);
    second?.drop();
    expect(said).toEqual(['one', '(over)']);
    expect(steering.hold()).toBeUndefined();
  });

  test('says and drops a word once', () => {
    const { said, steering } = open();
    const word = steering.hold();
    word?.say('one');
    word?.say('one');
    word?.drop();
    steering.ending(0);
    expect(said).toEqual(['one']);
    steering.ending(1);
    expect(said).toEqual(['one', '(over)']);
  });
});
