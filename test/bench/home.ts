/** Data folders of the bench: settled settings with the fake provider, and sessions where a measurement needs some. */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from './measurement';
import { seedHome, type SeedSession } from './seed';

export const workerOf = (root: string): string => join(root, 'dist', 'main', 'journal-worker.cjs');

/** A folder that an app can be started on: first run is behind it, and its models are the fake's. */
export async function benchHome(
  context: Context,
  sessions: Iterable<SeedSession> = [],
  more: Record<string, unknown> = {},
): Promise<string> {
  const home = await context.folder('home');
  const workspace = await context.folder('workspace');
  await writeFile(join(workspace, 'README.md'), '# Lighthouse\n\nKeeps ships off the rocks.\n');
  const settings = {
    models: { main: 'fake/claude-opus-5-5', quick: 'fake/claude-haiku-5-5' },
    providers: [{ id: 'fake', kind: 'anthropic', baseUrl: context.fake.url, keyEnv: 'FAKE_KEY' }],
    workspace,
    said: ['first-run', 'tray', 'closing-leaves-konsole-in-the-tray'],
    ...more,
  };
  await writeFile(join(home, 'settings.json'), JSON.stringify(settings));
  const list = [...sessions];
  if (list.length > 0) await seedHome(home, workerOf(context.root), list);
  return home;
}

/** The same home once more, as it is now: an app started on it is the first to open what is in it. */
export async function copyOf(context: Context, home: string): Promise<string> {
  const copy = await context.folder('home');
  await mkdir(copy, { recursive: true });
  await cp(home, copy, { recursive: true });
  return copy;
}
