/**
 * What the app itself adds to a quick question: from Enter to the whole request at the provider, with a warm host and
 * as the first question after the last quick host died.
 */
import { startApp } from '../app';
import { benchHome } from '../home';
import { openMain } from '../main-window';
import type { Context, Figures, Measurement } from '../measurement';
import {
  askQuick,
  type AskedTimes,
  killQuickHosts,
  newConversation,
  openQuick,
  quickWarm,
} from '../quick-window';
import { percentile, repeatable } from '../statistics';
import { pause } from '../wait';

const warmQuestions = 40;
const coldQuestions = 12;
/** Not counted: code that runs for the first time. */
const warmUp = 4;

async function run(context: Context): Promise<Figures> {
  const app = await startApp(context, { home: await benchHome(context) });
  const main = await openMain(app);
  const quick = await openQuick(app, main);
  const random = repeatable(11);
  const ask = async (clock: number): Promise<AskedTimes> => {
    await quickWarm(main);
    await pause(150 + random() * 150);
    return askQuick(context, quick, clock);
  };
  const fresh: AskedTimes[] = [];
  const followUps: AskedTimes[] = [];
  const cold: AskedTimes[] = [];
  for (let n = 0; n < warmUp + warmQuestions; n += 1) {
    const clock = await quick.clock();
    // By turns: the first question of a conversation, which makes its session, and one that follows it up.
    await newConversation(quick);
    const first = await ask(clock);
    const second = await ask(clock);
    if (n < warmUp) continue;
    fresh.push(first);
    followUps.push(second);
  }
  for (let n = 0; n < coldQuestions; n += 1) {
    await newConversation(quick);
    const clock = await quick.clock();
    await quickWarm(main);
    // A host that dies without having worked is started again with a delay.
    await askQuick(context, quick, clock);
    await newConversation(quick);
    await killQuickHosts(main);
    cold.push(await askQuick(context, quick, clock));
  }
  const wire = (list: readonly AskedTimes[], share: number) =>
    percentile(
      list.map((one) => one.wire),
      share,
    );
  const first = (list: readonly AskedTimes[], share: number) =>
    percentile(
      list.map((one) => one.first),
      share,
    );
  const figure = (value: number, { length }: readonly AskedTimes[]) => ({ value, samples: length });
  const saved = first(cold, 0.5) - first(fresh, 0.5);
  return {
    'wire-p50': figure(wire(fresh, 0.5), fresh),
    'wire-p95': figure(wire(fresh, 0.95), fresh),
    'follow-up-p50': figure(wire(followUps, 0.5), followUps),
    'follow-up-p95': figure(wire(followUps, 0.95), followUps),
    'warm-first-p50': figure(first(fresh, 0.5), fresh),
    'cold-wire-p50': figure(wire(cold, 0.5), cold),
    'cold-first-p50': figure(first(cold, 0.5), cold),
    'cold-first-p95': figure(first(cold, 0.95), cold),
    saved: figure(saved, cold),
  };
}

export const quickEngine: Measurement = {
  name: 'quick-engine',
  words: "what the app adds to a quick question's first event, warm and cold",
  run,
};
