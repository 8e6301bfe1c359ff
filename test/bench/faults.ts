/** What can be wrong with the main turns while a quick question is asked, each begun and ended when the bench says so. */
import { waitFor } from '../e2e/support/wait';
import type { Scenario } from '../fakes/anthropic';
import { answer, stallAfterHeaders } from '../fakes/anthropic-scenarios';
import { floodingAnswer, heldAnswer } from '../fakes/faults/answers';
import { type FaultyApp, type HostFault, strikeHost } from '../fakes/faults/faulty-app';
import type { Context } from './measurement';
import type { BenchPage } from './page';
import { mainModel } from './quick-window';
import { pause } from './wait';

export interface Fault {
  id: string;
  /** Questions that are asked while it lasts; one that passes is begun anew for each few. */
  lasts: number;
  /** Resolves when it is there, with how to end it. */
  begin(): Promise<() => Promise<unknown>>;
}

export interface FaultDeps {
  context: Context;
  app: FaultyApp;
  main: BenchPage;
  /** Everything is asked through it: the other page may be what fails. */
  quick: BenchPage;
  mainHosts: number;
}

const begun = 'A main turn begins.';
const queuedTurns = 20;
let messages = 0;

async function send({ context, quick }: FaultDeps, scenario: Scenario): Promise<string> {
  const { session } = await quick.command('session.create', { kind: 'main' });
  messages += 1;
  const text = `Fault message ${messages}.`;
  context.fake.when(text, scenario, mainModel);
  await quick.command('turn.send', { session: session.id, text });
  return session.id;
}

/** Resolves with the host's process once what the provider said first is in the journal. */
async function running({ quick }: FaultDeps, session: string, words: string): Promise<number> {
  await waitFor('a main turn to speak', async () => {
    const { turns } = await quick.command('history.page', { session });
    return turns.at(-1)?.blocks.some(({ text }) => text.includes(words));
  });
  const { hosts } = await quick.command('pool.status', {});
  const pid = hosts.find((one) => one.session === session && one.state === 'leased')?.pid;
  if (pid === undefined) throw new Error('No host runs the main turn.');
  return pid;
}

const over = ({ quick }: FaultDeps, sessions: readonly string[]) =>
  waitFor(
    'the main turns to end',
    async () => {
      const all = await Promise.all(
        sessions.map((id) => quick.command('history.page', { session: id })),
      );
      return all.every(({ turns }) => turns.length > 0 && turns.at(-1)?.status !== 'running');
    },
    30_000,
  );

async function stopped(deps: FaultDeps, session: string): Promise<void> {
  await deps.quick.command('turn.interrupt', { session });
  await over(deps, [session]);
}

function ofHost(deps: FaultDeps, id: HostFault, lasts: number): Fault {
  return {
    id,
    lasts,
    async begin() {
      const session = await send(deps, heldAnswer(begun, '').scenario);
      await strikeHost(await running(deps, session, begun), id);
      return () => stopped(deps, session);
    },
  };
}

/** Of the processes that run main turns. */
export const hostFaultsOf = (deps: FaultDeps): Fault[] => [
  ofHost(deps, 'loop', 5),
  ofHost(deps, 'memory', 2),
  ofHost(deps, 'kill', 1),
  ofHost(deps, 'stop', 5),
];

/** Of what is around them: a full lane, the provider, the main window. */
export const otherFaultsOf = (deps: FaultDeps): Fault[] => [
  {
    id: 'full',
    lasts: 10,
    async begin() {
      const held = Array.from({ length: deps.mainHosts }, () => heldAnswer(begun, ''));
      const sessions: string[] = [];
      for (const { scenario } of held) sessions.push(await send(deps, scenario));
      for (const session of sessions) await running(deps, session, begun);
      for (let n = 0; n < queuedTurns; n += 1) sessions.push(await send(deps, answer('Waited.')));
      return async () => {
        for (const { end } of held) end();
        await over(deps, sessions);
      };
    },
  },
  {
    id: 'hung',
    lasts: 10,
    async begin() {
      let hangs = false;
      const session = await send(deps, (reply) => {
        hangs = true;
        return stallAfterHeaders()(reply);
      });
      await waitFor('the provider to hang', () => Promise.resolve(hangs));
      return () => stopped(deps, session);
    },
  },
  {
    id: 'flood',
    lasts: 5,
    async begin() {
      const flood = floodingAnswer(10_000);
      const session = await send(deps, flood.scenario);
      await running(deps, session, '1000 ');
      return async () => {
        flood.end();
        await over(deps, [session]);
      };
    },
  },
  {
    id: 'window',
    lasts: 5,
    async begin() {
      const { devTools } = deps.main;
      let free = false;
      const blocked = devTools
        .send('Runtime.evaluate', { expression: 'for (;;);' }, 120_000)
        // It is terminated, which is told as a failure.
        .catch(() => undefined)
        .finally(() => (free = true));
      // It is in the page before anything else is asked.
      await pause(100);
      return async () => {
        if (free) throw new Error('The main window was not blocked to the end.');
        await devTools.send('Runtime.terminateExecution');
        await blocked;
      };
    },
  },
];

export const slowDisk = (deps: FaultDeps): Fault => ({
  id: 'disk',
  lasts: 10,
  async begin() {
    await deps.app.slowDisk(true);
    return () => deps.app.slowDisk(false);
  },
});
