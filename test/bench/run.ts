/**
 * The bench itself: runs the measurements one after the other on a machine that was made ready for it
 * (scripts/bench.mjs), compares what they found, and says it. One that fails leaves the others alone.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFakeAnthropic } from '../fakes/anthropic';
import { type Baseline, putInto, readBaseline, writeBaseline } from './baseline';
import { lostGround } from './compare';
import { figures as specs } from './figures';
import { differenceWords, loadWarning, machineWords, thisMachine } from './machine';
import type { Context, Figure, Measurement } from './measurement';
import { adapters } from './measurements/adapters';
import { badInput } from './measurements/bad-input';
import { coldStart } from './measurements/cold-start';
import { delta } from './measurements/delta';
import { frames } from './measurements/frames';
import { grep } from './measurements/grep';
import { idle } from './measurements/idle';
import { journal } from './measurements/journal';
import { kontasks } from './measurements/kontasks';
import { loop } from './measurements/loop';
import { memory } from './measurements/memory';
import { openSession } from './measurements/open-session';
import { provider } from './measurements/provider';
import { quickEngine } from './measurements/quick-engine';
import { quickAround, quickDisk, quickHosts } from './measurements/quick-faults';
import { quickShare } from './measurements/quick-share';
import { search } from './measurements/search';
import { sessions40 } from './measurements/sessions-40';
import { shortcut } from './measurements/shortcut';
import { stop } from './measurements/stop';
import { wireBlocked } from './measurements/wire-blocked';
import { wireCrowd } from './measurements/wire-crowd';
import { wireFlow } from './measurements/wire-flow';
import { wireResume } from './measurements/wire-resume';
import { wireTrip } from './measurements/wire-trip';
import { wireWindow } from './measurements/wire-window';
import { typing } from './measurements/typing';
import { document, mustReach, table, valuesOf } from './report';
import { within } from './wait';

/** In the order in which they run: the quiet ones first, while nothing of the bench has warmed the machine. */
const measurements: readonly Measurement[] = [
  coldStart,
  idle,
  shortcut,
  quickShare,
  adapters,
  quickEngine,
  quickHosts,
  quickAround,
  quickDisk,
  provider,
  delta,
  frames,
  openSession,
  typing,
  memory,
  sessions40,
  badInput,
  stop,
  journal,
  search,
  kontasks,
  loop,
  grep,
  wireTrip,
  wireFlow,
  wireResume,
  wireBlocked,
  wireCrowd,
  wireWindow,
];

/** No measurement takes longer, ms; one that does has failed. */
const longest = 240_000;

export interface Ready {
  root: string;
  electron: Context['electron'] & { version: string };
  env: Readonly<Record<string, string>>;
  bundle: Context['bundle'];
  /** What was asked for on the command line. */
  args: readonly string[];
  /** Takes what must be ended when the bench itself is ended in the middle; each may come after its own end. */
  atEnd(end: () => Promise<void>): void;
}

/** Resolves with the exit code: 1 when ground was lost, a measurement failed, or nothing ran. */
export async function runBench(ready: Ready): Promise<number> {
  const { root, args } = ready;
  const words = args.filter((one) => !one.startsWith('-'));
  const save = args.includes('--save');
  const unknown = args.find((one) => one.startsWith('-') && one !== '--save');
  const chosen = measurements.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  );
  if (unknown !== undefined || chosen.length === 0) {
    console.error(`${unknown ?? `"${words.join(' ')}"`} is not known here.\n${usage()}`);
    return 1;
  }
  const machine = thisMachine(ready.electron.version);
  const baselineFile = join(root, 'test', 'bench', 'baseline.json');
  const baseline = await existing(baselineFile);
  const warnings = [
    loadWarning(machine),
    baseline && differenceWords(machine, baseline.machine),
    baseline ? undefined : 'There is no baseline yet; --save makes one.',
  ].filter((one) => one !== undefined);
  console.log(machineWords(machine));
  for (const warning of warnings) console.log(warning);

  const taken: Record<string, Figure> = {};
  const failures: string[] = [];
  for (const measurement of chosen) {
    const { name } = measurement;
    console.log(`\n── ${name}: ${measurement.words}`);
    const began = performance.now();
    try {
      const found = await measure(measurement, ready);
      for (const [id, figure] of Object.entries(found)) taken[`${name}.${id}`] = figure;
      const mine = Object.fromEntries(
        Object.entries(found).map(([id, figure]) => [`${name}.${id}`, figure]),
      );
      for (const line of table(mine, baseline)) console.log(line);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      console.error(`${name} failed: ${why}`);
      failures.push(name);
    }
    console.log(`   ${((performance.now() - began) / 1000).toFixed(0)} s`);
  }

  const now = new Date();
  const results = join(root, 'test-results');
  await mkdir(results, { recursive: true });
  const file = join(results, 'bench.json');
  const found = document(taken, baseline, machine, now);
  await writeFile(file, `${JSON.stringify(found, null, 2)}\n`);
  const values = valuesOf(taken);
  const lost = baseline ? lostGround(specs, values, baseline.figures) : [];

  console.log('\n── summary');
  console.log(mustReach(taken));
  for (const sentence of lost) console.log(`Lost: ${sentence}`);
  if (failures.length > 0) console.log(`Failed: ${failures.join(', ')}.`);
  for (const warning of warnings) console.log(warning);
  console.log(`All figures: ${file}`);
  if (save && Object.keys(values).length > 0) {
    await writeFile(baselineFile, writeBaseline(putInto(baseline, values, machine, now)));
    console.log(`Saved as the baseline: ${baselineFile}`);
  }
  const ran = Object.keys(values).length > 0;
  return ran && failures.length === 0 && (save || lost.length === 0) ? 0 : 1;
}

/** Runs one with folders and processes of its own, all gone afterwards. */
async function measure(measurement: Measurement, ready: Ready): Promise<Record<string, Figure>> {
  const ends: (() => Promise<unknown> | void)[] = [];
  let over = false;
  const endAll = async () => {
    over = true;
    for (const end of ends.splice(0).toReversed()) await endOne(end);
  };
  ready.atEnd(endAll);
  /** One that ran out of time may still go on: what it starts from then on is ended at once. */
  const after: Context['after'] = (end) => {
    if (!over) return void ends.push(end);
    void endOne(end);
    throw new Error(`"${measurement.name}" is over.`);
  };
  try {
    const fake = await startFakeAnthropic();
    after(fake.close);
    const context: Context = {
      root: ready.root,
      electron: ready.electron,
      env: ready.env,
      bundle: ready.bundle,
      fake,
      say: (line) => console.log(`   ${line}`),
      async folder(name) {
        const path = await mkdtemp(join(tmpdir(), `konsole-bench-${name}-`));
        after(() => rm(path, { recursive: true, force: true, maxRetries: 3 }));
        return path;
      },
      after,
    };
    return await within(longest, `"${measurement.name}" to end`, measurement.run(context));
  } finally {
    await endAll();
  }
}

async function endOne(end: () => Promise<unknown> | void): Promise<void> {
  const ended = Promise.resolve().then(end);
  await within(20_000, 'something that was started to end', ended).catch((error: unknown) =>
    console.error(String(error)),
  );
}

async function existing(file: string): Promise<Baseline | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : readBaseline(text);
}

export function usage(): string {
  const list = measurements.map(({ name, words }) => `  ${name.padEnd(12)}${words}`);
  return [
    'Usage: npm run bench -- [words] [--save]',
    '',
    'Words choose measurements by a part of their names; without any, all run. --save makes what was found the baseline.',
    '',
    ...list,
  ].join('\n');
}
