/**
 * What the engine itself adds to a quick question, with no window that paints beside it: from the command to the whole
 * request at the provider, with a warm host and as the first question after the last one died.
 */
import { answer } from '../../fakes/anthropic-scenarios';
import { waitFor } from '../../e2e/support/wait';
import { benchHome } from '../home';
import type { Context, Figures, Measurement } from '../measurement';
import { quickModel } from '../quick-window';
import { type BenchEngine, startEngine } from '../served';
import { figureAt, repeatable } from '../statistics';
import { pause, within } from '../wait';

const warmQuestions = 100;
const coldQuestions = 12;
/** Not counted: code that runs for the first time. */
const warmUp = 10;

let asked = 0;

/** From before the command is written to its socket, ms; resolves when the turn is over. */
async function ask(context: Context, engine: BenchEngine, session?: string) {
  asked += 1;
  const token = `share-bench-${asked}.`;
  const text = `What goes on? ${token}`;
  const arrived = new Promise<number>((resolve) => {
    const scenario = answer('It goes well.');
    context.fake.when(
      token,
      (reply) => {
        resolve(performance.now());
        return scenario(reply);
      },
      quickModel,
    );
  });
  const commandId = `bench-${asked}`;
  const from = performance.now();
  const made =
    session === undefined
      ? engine
          .command('session.create', { kind: 'chat', first: { text }, commandId })
          .then((result) => result.session.id)
      : engine.command('turn.send', { session, text, commandId }).then(() => session);
  const wire = (await within(20_000, 'the request', arrived)) - from;
  return { wire, session: await made };
}

async function quickHosts(engine: BenchEngine) {
  const { hosts } = await engine.command('pool.status', {});
  return hosts.filter(({ lane, state }) => lane === 'quick' && state !== 'dead');
}

const allWarm = (engine: BenchEngine) =>
  waitFor('a warm quick host', async () => {
    const hosts = await quickHosts(engine);
    return hosts.length > 0 && hosts.every(({ state }) => state === 'warm');
  });

async function killHosts(engine: BenchEngine): Promise<void> {
  const killed = (await quickHosts(engine)).map(({ pid }) => pid);
  for (const pid of killed) if (pid !== undefined) process.kill(pid, 'SIGKILL');
  // Asked again at once: whatever is waited here is no longer cold.
  for (;;) {
    const left = await quickHosts(engine);
    if (left.every(({ pid }) => pid === undefined || !killed.includes(pid))) return;
  }
}

async function run(context: Context): Promise<Figures> {
  const engine = await startEngine(context, await benchHome(context));
  const random = repeatable(12);
  const fresh: number[] = [];
  const followUps: number[] = [];
  const cold: number[] = [];
  for (let n = 0; n < warmUp + warmQuestions; n += 1) {
    await allWarm(engine);
    await pause(50 + random() * 100);
    const first = await ask(context, engine);
    await allWarm(engine);
    await pause(50 + random() * 100);
    const second = await ask(context, engine, first.session);
    if (n < warmUp) continue;
    fresh.push(first.wire);
    followUps.push(second.wire);
  }
  for (let n = 0; n < coldQuestions; n += 1) {
    await allWarm(engine);
    // A host that dies without having worked is started again with a delay.
    await ask(context, engine);
    await killHosts(engine);
    cold.push((await ask(context, engine)).wire);
  }
  return {
    'wire-p50': figureAt(fresh, 0.5),
    'wire-p95': figureAt(fresh, 0.95),
    'follow-up-p50': figureAt(followUps, 0.5),
    'follow-up-p95': figureAt(followUps, 0.95),
    'cold-p50': figureAt(cold, 0.5),
    'cold-p95': figureAt(cold, 0.95),
  };
}

export const quickShare: Measurement = {
  name: 'quick-share',
  words: "the engine's own share of a quick question, with no window beside it",
  run,
};
