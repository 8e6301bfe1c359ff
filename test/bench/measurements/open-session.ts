/** Opening a session of 50 000 events: from the click to its content painted, and what the engine needs of that. */
import { startApp } from '../app';
import { benchHome, copyOf } from '../home';
import { openMain, rowOf, showSession, watchOpening } from '../main-window';
import type { Context, Figures, Measurement } from '../measurement';
import type { BenchPage } from '../page';
import { conversation, eventful, markOf, oneHugeTurn } from '../seed-shapes';
import { median } from '../statistics';
import { pause } from '../wait';

const events = 50_000;
const rounds = 3;
const many = 'bench-many';
const huge = 'bench-huge';
const titles = { [many]: 'Very many turns', [huge]: 'One endless turn' } as const;

/** Clicks the session's row and says how long its content took, ms. */
async function open(page: BenchPage, session: typeof many | typeof huge): Promise<number> {
  const row = await rowOf(page, titles[session]);
  if (!row) throw new Error(`The sidebar has no row "${titles[session]}".`);
  const opened = await watchOpening(page, markOf(session));
  await page.click(row.x, row.y);
  return opened();
}

/** The engine's part alone, through the same bridge: the answer of session.get, ms. */
const engine = (page: BenchPage, session: string) =>
  page.ask(
    async (id) => {
      const { konsole } = window as unknown as {
        konsole: { commands: Record<string, (params: unknown) => Promise<{ ok: boolean }>> };
      };
      const began = performance.now();
      const answer = await konsole.commands['session.get']?.({ session: id });
      if (answer?.ok !== true) throw new Error('session.get failed');
      return performance.now() - began;
    },
    [session],
  );

async function run(context: Context): Promise<Figures> {
  const now = Date.now();
  const hour = 3_600_000;
  const home = await benchHome(context, [
    eventful(many, events, 100, { title: titles[many], endedAt: now - 2 * hour }),
    oneHugeTurn(huge, events, { title: titles[huge], endedAt: now - 3 * hour }),
    conversation('bench-latest', 3, { title: 'The latest one', endedAt: now - hour }),
  ]);
  const took = {
    many: [] as number[],
    manyEngine: [] as number[],
    again: [] as number[],
    huge: [] as number[],
    hugeEngine: [] as number[],
  };
  for (let round = 0; round < rounds; round += 1) {
    // Each time another copy, so that nothing of it was opened before by this app or an earlier one.
    const clicked = await startApp(context, { home: await copyOf(context, home) });
    const page = await openMain(clicked);
    await showSession(page, 'bench-latest', markOf('bench-latest'));
    await pause(1_000);
    took.many.push(await open(page, many));
    took.huge.push(await open(page, huge));
    await pause(300);
    took.again.push(await open(page, many));
    await clicked.close();

    const asked = await startApp(context, { home: await copyOf(context, home) });
    const other = await openMain(asked);
    await pause(1_000);
    took.manyEngine.push(await engine(other, many));
    took.hugeEngine.push(await engine(other, huge));
    await asked.close();
  }
  const figure = (values: readonly number[]) => ({ value: median(values), samples: rounds });
  return {
    'many-turns': figure(took.many),
    'many-turns-engine': figure(took.manyEngine),
    again: figure(took.again),
    'one-turn': figure(took.huge),
    'one-turn-engine': figure(took.hugeEngine),
  };
}

export const openSession: Measurement = {
  name: 'open',
  words: 'opening a session of 50 000 events',
  run,
};
