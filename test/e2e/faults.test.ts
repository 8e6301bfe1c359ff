/**
 * I8 with real processes: whatever becomes of the main turns' hosts, their provider, the main window or the disk, the
 * hotkey, a question, its first word and its whole answer come as ever; and the main session is afterwards what it
 * ought to be.
 */
import { getPriority } from 'node:os';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { mainNice } from '../../main/konsole/give-way';
import { answer, stallAfterHeaders } from '../fakes/anthropic-scenarios';
import { floodingAnswer, heldAnswer } from '../fakes/faults/answers';
import { type HostFault, strikeHost } from '../fakes/faults/faulty-app';
import { callDesktop, command } from './support/bridge';
import {
  askByHotkey,
  ends,
  type FaultyScene,
  lastTurn,
  type MainTurn,
  models,
  openFaultyScene,
  runMain,
  says,
  textOf,
} from './support/faulty-scene';
import { waitFor } from './support/wait';

const mainHosts = 2;
let scene: FaultyScene;
beforeAll(async () => {
  scene = await openFaultyScene(mainHosts);
});
/** What a test that failed has left running does not fail the next one. */
afterEach(async () => {
  const { sessions } = await command(scene.quick, 'session.list', {});
  for (const { id, status } of sessions) {
    if (status === 'running') await command(scene.quick, 'turn.interrupt', { session: id });
  }
});
afterAll(() => scene?.close());

const begun = 'The story begins.';

async function strike({ host }: MainTurn, fault: HostFault): Promise<void> {
  if (host.pid === undefined) throw new Error('The host has no process.');
  await strikeHost(host.pid, fault);
}

/** Cut off with what it had said, nothing doubled, and ready for the next message. */
async function recovers({ session }: MainTurn): Promise<void> {
  const cut = await ends(scene, session);
  expect(cut.status).toBe('interrupted');
  // Its host did not end it: that would say no error.
  expect(cut.error?.code).toMatch(/^(stopped|host-died)$/);
  expect(textOf(cut)).toBe(begun);
  const again = `Go on after ${session}.`;
  scene.fake.when(again, answer('Here I go on.'), models.main);
  await command(scene.quick, 'turn.send', { session, text: again });
  await waitFor('the next answer', async () => {
    const turn = await lastTurn(scene, session);
    return turn?.id !== cut.id && turn?.status === 'completed';
  });
  const { turns } = await command(scene.quick, 'history.page', { session });
  expect(turns.map(textOf)).toEqual([begun, 'Here I go on.']);
}

test('I8: main hosts leave the processor to the others, quick ones are as everything else is', async () => {
  const hosts = await waitFor('both hosts', async () => {
    const { hosts: all } = await command(scene.quick, 'pool.status', {});
    const warm = all.filter(({ state, pid }) => state === 'warm' && pid !== undefined);
    return ['main', 'quick'].every((lane) => warm.some((one) => one.lane === lane)) && warm;
  });
  for (const { lane, pid = 0 } of hosts) {
    expect([lane, getPriority(pid)]).toEqual([lane, lane === 'main' ? mainNice : getPriority()]);
  }
});

test.each([
  ['loops without an end', 'loop'],
  ['is stopped by SIGSTOP', 'stop'],
] as const)('I8: a main host %s: the quick question does not feel it', async (_what, fault) => {
  const main = await runMain(scene, heldAnswer(begun, ' Nobody hears this.').scenario);
  await says(scene, main.session, begun);
  await strike(main, fault);
  await askByHotkey(scene);
  // It hears nothing any more: it is ended when it does not stop as it is told to.
  await command(scene.quick, 'turn.interrupt', { session: main.session });
  await recovers(main);
});

test.each([
  ['is killed', 'kill'],
  ['runs out of memory', 'memory'],
] as const)('I8: a main host %s: the quick question does not feel it', async (_what, fault) => {
  const main = await runMain(scene, heldAnswer(begun, ' Nobody hears this.').scenario);
  await says(scene, main.session, begun);
  await strike(main, fault);
  await askByHotkey(scene);
  await recovers(main);
});

test('I8: every main host is busy and 20 turns wait: the quick question does not', async () => {
  const { quick } = scene;
  const held = Array.from({ length: mainHosts }, () => heldAnswer(begun, ' And ends.'));
  const running: MainTurn[] = [];
  for (const { scenario } of held) running.push(await runMain(scene, scenario));
  for (const { session } of running) await says(scene, session, begun);
  const waiting: string[] = [];
  for (let n = 0; n < 20; n += 1) {
    const { session } = await command(quick, 'session.create', { kind: 'main' });
    const text = `Waiting message ${n}.`;
    scene.fake.when(text, answer(`Waited ${n}.`), models.main);
    await command(quick, 'turn.send', { session: session.id, text });
    waiting.push(session.id);
  }
  const { lanes } = await command(quick, 'pool.status', {});
  expect(lanes.main).toMatchObject({ busy: mainHosts, waiting: 20 });
  await askByHotkey(scene);
  // None of them was given a place meanwhile, and none was lost.
  expect((await command(quick, 'pool.status', {})).lanes.main?.waiting).toBe(20);
  for (const { end } of held) end();
  for (const [n, session] of waiting.entries()) {
    expect(textOf(await ends(scene, session))).toBe(`Waited ${n}.`);
  }
  for (const { session } of running) {
    const turn = await lastTurn(scene, session);
    expect([turn?.status, textOf(turn)]).toEqual(['completed', `${begun} And ends.`]);
  }
});

test("I8: the main turn's provider hangs after its headers: the quick question does not", async () => {
  const main = await runMain(scene, stallAfterHeaders());
  await waitFor('the provider to be asked', () => Promise.resolve(scene.fake.open() > 0));
  await askByHotkey(scene);
  expect((await lastTurn(scene, main.session))?.status).toBe('running');
  await command(scene.quick, 'turn.interrupt', { session: main.session });
  expect((await ends(scene, main.session)).status).toBe('interrupted');
});

test('I8: a main turn floods 10 000 deltas a second: the quick question does not drown', async () => {
  const flood = floodingAnswer(10_000);
  const main = await runMain(scene, flood.scenario);
  await says(scene, main.session, '1000 ');
  const before = flood.sent();
  await askByHotkey(scene);
  expect(flood.sent()).toBeGreaterThan(before + 1000);
  flood.end();
  const turn = await ends(scene, main.session, 40_000);
  expect(turn.status).toBe('completed');
  const all = Array.from({ length: flood.sent() }, (_, n) => `${n} `).join('');
  expect(textOf(turn) === all).toBe(true);
});

test('I8: the main window does nothing any more: the quick question is asked and answered without it', async () => {
  const { launched, main, quick } = scene;
  const held = heldAnswer(begun, ' And ends.');
  const { session } = await runMain(scene, held.scenario);
  await says(scene, session, begun);
  await callDesktop(quick, 'desktop.show-main', { session });
  const shown = main.getByRole('log', { name: 'Transcript' });
  await shown.getByText(begun).waitFor();
  const devTools = await launched.app.context().newCDPSession(main);
  let free = false;
  const blocked = main.evaluate('for (;;);').catch(() => (free = true));
  await askByHotkey(scene);
  held.end();
  expect((await ends(scene, session)).status).toBe('completed');
  expect(free).toBe(false);
  await devTools.send('Runtime.terminateExecution');
  await blocked;
  await shown.getByText(`${begun} And ends.`).waitFor();
});

test("I8: each commit takes the disk 50 ms: the quick question's answer comes whole", async () => {
  const { app, quick } = scene;
  const held = heldAnswer(begun, ' And ends.');
  const { session } = await runMain(scene, held.scenario);
  await says(scene, session, begun);
  await app.slowDisk(true);
  try {
    const from = performance.now();
    await command(quick, 'session.create', { kind: 'chat' });
    expect(performance.now() - from).toBeGreaterThanOrEqual(50);
    await askByHotkey(scene);
    held.end();
    const turn = await ends(scene, session);
    expect([turn.status, textOf(turn)]).toEqual(['completed', `${begun} And ends.`]);
  } finally {
    await app.slowDisk(false);
  }
});
