/**
 * What the engine itself adds to a quick question, with no window that paints beside it: from the command to the whole
 * request at the provider, with a warm host and as the first question after the last one died.
 */
import { answer } from '../../fakes/anthropic-scenarios';
import { benchHome } from '../home';
import type { Context, Figures, Measurement } from '../measurement';
import { allWarm, ask, quickHosts } from '../quick-ask';
import { quickModel } from '../quick-window';
import { type BenchEngine, startEngine } from '../served';
import { figureAt, repeatable } from '../statistics';
import { pause } from '../wait';

const warmQuestions = 100;
const coldQuestions = 12;
/** Not counted: code that runs for the first time. */
const warmUp = 10;

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
  const asked = { fake: context.fake, model: quickModel, answer: answer('It goes well.') };
  const random = repeatable(12);
  const fresh: number[] = [];
  const followUps: number[] = [];
  const cold: number[] = [];
  for (let n = 0; n < warmUp + warmQuestions; n += 1) {
    await allWarm(engine);
    await pause(50 + random() * 100);
    const first = await ask(asked, engine);
    await allWarm(engine);
    await pause(50 + random() * 100);
    const second = await ask(asked, engine, first.session);
    if (n < warmUp) continue;
    fresh.push(first.wire);
    followUps.push(second.wire);
  }
  for (let n = 0; n < coldQuestions; n += 1) {
    await allWarm(engine);
    // A host that dies without having worked is started again with a delay.
    await ask(asked, engine);
    await killHosts(engine);
    cold.push((await ask(asked, engine)).wire);
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
