/**
 * Whether a quick question feels what becomes of the main turns: its first event under each fault against the same
 * while nothing is wrong, by turns in one run (I8); and one question a second.
 */
import { join } from 'node:path';
import { makeFaultyApp } from '../../fakes/faults/faulty-app';
import { startApp } from '../app';
import { type Fault, type FaultDeps, hostFaultsOf, otherFaultsOf, slowDisk } from '../faults';
import { benchHome } from '../home';
import { openMain } from '../main-window';
import type { Context, Figures, Measurement } from '../measurement';
import { askQuick, newConversation, openQuick, quickWarm } from '../quick-window';
import { median, percentile, repeatable } from '../statistics';
import { pause } from '../wait';

const questions = 20;
const mainHosts = 2;
/** Not counted: code that runs for the first time. */
const warmUp = 5;
/** How long an answer lasts when one is asked for each second: two are always on their way. */
const lastsMs = 1_500;
/** Of these, before the other side has its turn. */
const inRow = 10;

async function open(context: Context): Promise<FaultDeps> {
  const app = await makeFaultyApp(context.root, join(await context.folder('faults'), 'app'));
  const lanes = { main: { hosts: mainHosts } };
  const home = await benchHome(context, [], { lanes });
  const started = await startApp(context, { home, app: app.folder });
  const main = await openMain(started);
  const quick = await openQuick(started, main);
  const deps = { context, app, main, quick, mainHosts };
  await ask(deps, warmUp);
  return deps;
}

const random = repeatable(13);

/** From Enter to the first event of so many questions, each in a conversation of its own. */
async function ask({ context, quick }: FaultDeps, count: number): Promise<number[]> {
  const took: number[] = [];
  const clock = await quick.clock();
  for (let n = 0; n < count; n += 1) {
    await newConversation(quick);
    await quickWarm(quick);
    await pause(50 + random() * 100);
    took.push((await askQuick(context, quick, clock)).first);
  }
  return took;
}

interface Sides {
  idle: number[];
  fault: number[];
}

/** Idle, fault, idle, fault: what the machine does meanwhile meets both. */
async function byTurns(deps: FaultDeps, fault: Fault): Promise<Sides> {
  const sides: Sides = { idle: [], fault: [] };
  while (sides.fault.length < questions) {
    sides.idle.push(...(await ask(deps, fault.lasts)));
    const end = await fault.begin();
    try {
      sides.fault.push(...(await ask(deps, fault.lasts)));
    } finally {
      await end();
    }
  }
  return sides;
}

/** The same with one question a second, whether the last was answered or not. */
async function askEachSecond({ context, quick }: FaultDeps, count: number): Promise<number[]> {
  const took: number[] = [];
  const clock = await quick.clock();
  await quickWarm(quick);
  for (let n = 0; n < count; n += 1) {
    const next = pause(1_000);
    await newConversation(quick);
    took.push((await askQuick(context, quick, clock, lastsMs)).first);
    await next;
  }
  return took;
}

const p95 = (values: readonly number[]) => percentile(values, 0.95);

async function ratios(context: Context, make: (deps: FaultDeps) => Fault[]): Promise<Figures> {
  const deps = await open(context);
  const figures: Figures = {};
  for (const fault of make(deps)) {
    const { idle, fault: under } = await byTurns(deps, fault);
    const note = `${median(under).toFixed(1)} ms; ${median(idle).toFixed(1)} ms without`;
    const samples = under.length;
    figures[fault.id] = { value: median(under) / median(idle), samples, note };
    figures[`${fault.id}-p95`] = { value: p95(under) / p95(idle), samples };
    context.say(`${fault.id}: ${note}`);
  }
  return figures;
}

async function disk(context: Context): Promise<Figures> {
  const deps = await open(context);
  const { idle, fault } = await byTurns(deps, slowDisk(deps));
  const samples = fault.length;
  const calm: number[] = [];
  const each: number[] = [];
  while (each.length < questions) {
    calm.push(...(await ask(deps, inRow)));
    each.push(...(await askEachSecond(deps, inRow)));
  }
  return {
    disk: { value: median(fault) - median(idle), samples },
    'disk-p95': { value: p95(fault) - p95(idle), samples },
    second: { value: median(each) / median(calm), samples: questions },
    'second-p95': { value: p95(each) / p95(calm), samples: questions },
  };
}

export const quickHosts: Measurement = {
  name: 'quick-faults-hosts',
  words: "a quick question's first event while main hosts loop, starve, die or stand still",
  run: (context) => ratios(context, hostFaultsOf),
};

export const quickAround: Measurement = {
  name: 'quick-faults-around',
  words:
    'the same while the main lane is full, its provider hangs or floods, its window is blocked',
  run: (context) => ratios(context, otherFaultsOf),
};

export const quickDisk: Measurement = {
  name: 'quick-faults-disk',
  words: 'the same with a disk that takes 50 ms a commit; and one question a second',
  run: disk,
};
