/**
 * What the app costs while nobody does anything: in front with the caret in the composer, in front with the focus
 * elsewhere (what the caret's blinking costs is the difference), and away in the tray.
 */
import { openTrayHost } from '../../fakes/tray-host';
import { waitFor } from '../../e2e/support/wait';
import { focusedTitle, pressKey } from '../../e2e/support/xdotool';
import { type BenchApp, startApp } from '../app';
import { benchHome } from '../home';
import { caretInComposer, openMain } from '../main-window';
import type { Context, Figure, Figures, Measurement } from '../measurement';
import type { BenchPage } from '../page';
import { busiest, cpuBetween, processesOf, pssNote, pssOf, threadsOf } from '../processes';
import { moderate } from '../seed-shapes';
import { pause } from '../wait';

const settleMs = 20_000;
const idleMs = 60_000;
const shortMs = 20_000;

interface Rest {
  /** Share of one core, %. */
  cpu: number;
  /** PSS of all processes, MB. */
  memory: number | undefined;
  memoryNote: string | undefined;
  note: string;
}

async function rest({ pid }: BenchApp, binary: string, ms: number): Promise<Rest> {
  const before = processesOf(pid);
  const threads = threadsOf(before);
  const began = performance.now();
  await pause(ms);
  const now = processesOf(pid);
  const used = cpuBetween(before, now);
  const seconds = (performance.now() - began) / 1000;
  const awake = busiest(threads, threadsOf(now))
    .slice(0, 5)
    .map(({ role, thread, ms: cpu, runs }) => {
      const often = (runs / seconds).toFixed(1);
      return `${role}/${thread} ${cpu.toFixed(0)} ms, ${often} runs/s`;
    });
  const pss = pssOf(pid);
  return {
    cpu: (used.total / (seconds * 1000)) * 100,
    memory: pss === undefined ? undefined : pss / 2 ** 20,
    memoryNote: pssNote(pid, binary),
    note: `${now.length} processes; most awake: ${awake.join('; ')}`,
  };
}

async function run(context: Context): Promise<Figures> {
  const tray = await openTrayHost(context.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  context.after(() => tray.close());
  const home = await benchHome(context, moderate(3, 5, Date.now()));
  const app = await startApp(context, { home });
  (await openMain(app)).close();
  await withPage(app, (page) =>
    waitFor('the caret in the composer', async () => {
      await page.ask(
        () => document.querySelector<HTMLElement>('[aria-label=Message]')?.focus(),
        [],
      );
      return caretInComposer(page);
    }),
  );
  context.say(`idle: ${settleMs / 1000} s to settle, then ${idleMs / 1000} s`);
  await pause(settleMs);
  const front = await rest(app, context.electron.binary, idleMs);
  const figures: Figures = {
    cpu: { value: front.cpu, note: front.note },
    memory: memory(front),
  };

  await withPage(app, (page) =>
    page.ask(() => (document.activeElement as HTMLElement | null)?.blur(), []),
  );
  context.say(`idle: without the caret for ${shortMs / 1000} s`);
  await pause(settleMs / 2);
  const still = await rest(app, context.electron.binary, shortMs);
  figures['no-caret-cpu'] = { value: still.cpu, note: still.note };

  await waitFor('the tray icon', () => Promise.resolve(tray.items.length > 0));
  await pressKey('alt+F4');
  const gone = await waitFor(
    'the main window to go to the tray',
    async () => !/Konsole/.test((await focusedTitle()) ?? ''),
    5_000,
  ).catch(() => false);
  if (!gone || processesOf(app.pid).length === 0) {
    const skipped = 'the window could not be put into the tray here';
    return { ...figures, 'tray-cpu': { skipped }, 'tray-memory': { skipped } };
  }
  context.say(`idle: in the tray for ${shortMs / 1000} s`);
  await pause(settleMs / 2);
  const away = await rest(app, context.electron.binary, shortMs);
  return {
    ...figures,
    'tray-cpu': { value: away.cpu, note: away.note },
    'tray-memory': memory(away),
  };
}

/** Nobody looks on afterwards: the port of the DevTools stays open, which costs nothing. */
async function withPage(app: BenchApp, what: (page: BenchPage) => Promise<unknown>): Promise<void> {
  const page = await app.page('/main-window/');
  await what(page);
  page.close();
}

function memory({ memory: value, memoryNote: note }: Rest): Figure {
  if (value === undefined) return { skipped: 'this system does not tell a PSS' };
  return note === undefined ? { value } : { value, note };
}

export const idle: Measurement = {
  name: 'idle',
  words: 'CPU and memory of all processes while nobody does anything',
  run,
};
