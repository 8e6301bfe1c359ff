/** Cold start: from the start of the process to a main window that can be typed in, told by the app's own log. */
import { waitFor } from '../../e2e/support/wait';
import { type BenchApp, startApp } from '../app';
import { benchHome } from '../home';
import type { Context, Figures, Measurement } from '../measurement';
import { conversation } from '../seed-shapes';
import { median } from '../statistics';

const starts = 7;

interface Start {
  /** By the app: since the process was created. */
  own: number;
  /** By the bench: since it asked for the process. */
  spawn: number;
}

async function typable(app: BenchApp): Promise<Start> {
  const record = await waitFor(
    'the app to say that its window is typable',
    async () =>
      (await app.records()).findLast(
        ({ message, fields, at }) =>
          message === 'A window is typable' && fields['window'] === 'main' && at >= app.spawnedAt,
      ),
    30_000,
  );
  const spawn = record.at - app.spawnedAt;
  // A virtual machine that was paused has a wrong idea of when a process was created; not before it was asked for.
  return { own: Math.min(Number(record.fields['sinceStartMs']), spawn), spawn };
}

async function startOnce(context: Context, home: string): Promise<Start> {
  const app = await startApp(context, { home, devTools: false });
  const start = await typable(app);
  await app.close();
  return start;
}

async function run(context: Context): Promise<Figures> {
  // A person's second start and all later ones: there is a session, and Chromium has its caches.
  const home = await benchHome(context, [conversation('talk', 20)]);
  const first = await startOnce(context, home);
  const all: Start[] = [];
  for (let n = 0; n < starts; n += 1) all.push(await startOnce(context, home));
  const own = all.map((start) => start.own);
  return {
    typable: { value: median(own), samples: starts },
    worst: { value: Math.max(...own), samples: starts },
    first: { value: first.own, samples: 1 },
    spawn: { value: median(all.map((start) => start.spawn)), samples: starts },
  };
}

export const coldStart: Measurement = {
  name: 'cold-start',
  words: 'from starting the app to a window that can be typed in',
  run,
};
