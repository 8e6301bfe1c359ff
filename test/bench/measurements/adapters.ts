/**
 * Each house's adapter: what a delta costs against the official client iterated with nothing done, how soon its request is
 * at the provider, and how soon a stop closes its connection.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ProviderFake } from '../../fakes/dialect';
import { fakeHouses } from '../../fakes/houses';
import type { Reply, Scenario } from '../../fakes/provider-server';
import { benchHome } from '../home';
import type { Context, Figure, Figures, Measurement } from '../measurement';
import { prose } from '../prose';
import { allWarm, ask } from '../quick-ask';
import { startEngine } from '../served';
import { figureAt, median, repeatable } from '../statistics';
import { pause, within } from '../wait';

const deltas = 20_000;
const deltaChars = 40;
const rounds = 9;
const questions = 60;
const stops = 30;
/** Not counted: code that runs for the first time. */
const warmUp = 5;

interface Side {
  run<Told>(order: string): Promise<Told>;
}

/** Undefined: it has nothing to run. */
async function startSide(
  context: Context,
  file: string,
  args: string[],
): Promise<Side | undefined> {
  const child: ChildProcess = fork(file, args, {
    env: { PATH: process.env.PATH ?? '' },
    execArgv: [],
  });
  context.after(() => void child.kill('SIGKILL'));
  const [ready] = await within(30_000, `${file} to be ready`, once(child, 'message'));
  if (ready === 'none') return undefined;
  const gone = once(child, 'exit').then(() => Promise.reject(new Error(`${file} died.`)));
  // It is ended when all is over, and nobody waits for it then.
  gone.catch(() => undefined);
  return {
    async run<Told>(order: string) {
      const told = Promise.race([once(child, 'message'), gone]);
      child.send(order);
      const [found] = await within(60_000, 'an answer to end', told);
      return found as Told;
    },
  };
}

/** Writes the answer once, and from then on the same bytes at once, in pieces as a network has them. */
function replayed(answer: Scenario): Scenario {
  let bytes: string | undefined;
  return async (reply: Reply) => {
    if (bytes === undefined) {
      const parts: string[] = [];
      const { raw, end } = reply;
      Object.assign(reply, {
        raw: async (part: string | Uint8Array) => void parts.push(part.toString()),
        end: () => undefined,
      });
      await answer(reply);
      Object.assign(reply, { raw, end });
      bytes = parts.join('');
    }
    reply.headers();
    for (let at = 0; at < bytes.length && reply.alive(); at += 16_384) {
      await reply.raw(bytes.slice(at, at + 16_384));
    }
    reply.end();
  };
}

async function cpuRatio(
  context: Context,
  kind: string,
  fake: ProviderFake,
  model: string,
): Promise<Figure> {
  const text = prose('paragraph', deltas * deltaChars).slice(0, deltas * deltaChars);
  fake.reset();
  fake.otherwise(replayed(fake.dialect.answer(text, { chunks: deltas })));
  const ours = await context.bundle('test/bench/adapter-side.ts');
  const theirs = join(context.root, 'test', 'bench', 'raw-clients.mjs');
  const adapter = await startSide(context, ours, [kind, fake.baseUrl, model]);
  const client = await startSide(context, theirs, [kind, fake.url, model]);
  if (!adapter || !client) return { skipped: `raw-clients.mjs has no official client of ${kind}` };
  const sides = [adapter, client].map((side) => ({ side, took: [] as number[] }));
  for (let round = 0; round < warmUp + rounds; round += 1) {
    for (const { side, took } of sides) {
      const { chars, cpuMs } = await side.run<{ chars: number; cpuMs: number }>('iterate');
      if (chars !== text.length) throw new Error(`${kind}: ${chars} characters came through.`);
      if (round >= warmUp) took.push(cpuMs);
    }
  }
  const [mine = Number.NaN, raw = Number.NaN] = sides.map(({ took }) => median(took));
  return { value: mine / raw, samples: rounds };
}

/** From the stop inside the adapter's process until the provider sees the connection closed, ms. */
async function stopTimes(context: Context, kind: string, fake: ProviderFake, model: string) {
  fake.reset();
  const stalls = fake.dialect.stall('So far so good');
  let closed: Promise<number> = Promise.resolve(0);
  fake.otherwise((reply) => {
    closed = reply.gone.then(() => performance.timeOrigin + performance.now());
    return stalls(reply);
  });
  const ours = await context.bundle('test/bench/adapter-side.ts');
  const side = await startSide(context, ours, [kind, fake.baseUrl, model]);
  if (!side) throw new Error(`The adapter of ${kind} has nothing to run.`);
  const took: number[] = [];
  for (let n = 0; n < warmUp + stops; n += 1) {
    const { at } = await side.run<{ at: number }>('abort');
    const until = await within(10_000, 'the connection to close', closed);
    if (n >= warmUp) took.push(until - at);
  }
  return took;
}

async function firstTimes(context: Context, kind: string, fake: ProviderFake, model: string) {
  fake.reset();
  const home = await benchHome(context, [], {
    models: { main: `bench/${model}`, quick: `bench/${model}` },
    providers: [{ id: 'bench', kind, baseUrl: fake.baseUrl, keyEnv: 'FAKE_KEY' }],
  });
  const engine = await startEngine(context, home);
  const asked = { fake, model, answer: fake.dialect.answer('It goes well.') };
  const random = repeatable(8);
  const took: number[] = [];
  for (let n = 0; n < warmUp + questions; n += 1) {
    await allWarm(engine);
    await pause(50 + random() * 100);
    const { wire } = await ask(asked, engine);
    if (n >= warmUp) took.push(wire);
  }
  return took;
}

async function run(context: Context): Promise<Figures> {
  const figures: Figures = {};
  for (const { kind, start, model } of fakeHouses) {
    context.say(kind);
    const fake = await start();
    context.after(() => fake.close());
    figures[`${kind}-cpu`] = await cpuRatio(context, kind, fake, model);
    figures[`${kind}-first`] = figureAt(await firstTimes(context, kind, fake, model), 0.95);
    figures[`${kind}-stop`] = figureAt(await stopTimes(context, kind, fake, model), 0.95);
  }
  return figures;
}

export const adapters: Measurement = {
  name: 'adapters',
  words: "each house's adapter: a delta, the first request, a stop",
  run,
};
