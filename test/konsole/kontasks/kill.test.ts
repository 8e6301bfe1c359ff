/** The engine is really killed while a kontask sets something going: what was committed is whole, and nothing happens twice. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KonsoleEvent } from '../../../preload/contract/events';
import { bundleForNode } from '../bundle';
import {
  hostFile,
  newFolder,
  newWorkspace,
  openTested,
  until,
  workerFile,
} from '../support/konsole';

let tools = '';
let engine = '';

beforeAll(async () => {
  tools = mkdtempSync(join(tmpdir(), 'konsole-choosing-child-'));
  const file = fileURLToPath(new URL('./choosing-child.ts', import.meta.url));
  engine = await bundleForNode(file, tools);
}, 60_000);

afterAll(() => rmSync(tools, { recursive: true, force: true }));

/** Kills the engine as soon as it has said an event that is so. */
async function killAt(
  home: string,
  workspace: string,
  model: string,
  is: (event: KonsoleEvent) => boolean,
): Promise<void> {
  const child = spawn(process.execPath, [engine, home, hostFile, workerFile, workspace, model], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let found = false;
  let trouble = '';
  child.stderr.on('data', (chunk: Buffer) => {
    trouble += chunk.toString();
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.endsWith('}')) return;
    if (!is(JSON.parse(line) as KonsoleEvent)) return;
    found = true;
    child.kill('SIGKILL');
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await ended;
  if (!found) throw new Error(`the engine ended by itself: ${trouble}`);
}

const picked = 'Go on with the small step first, then look again';

async function found(home: string, workspace: string) {
  const konsole = await openTested({ home, defaultWorkspace: workspace });
  const { kontasks } = await konsole.ask('kontask.list', {});
  expect(kontasks).toHaveLength(1);
  const { kontask, session } = await konsole.ask('kontask.get', { id: kontasks[0]?.id ?? '' });
  if (session === undefined) throw new Error('the session that asked is there');
  const events = await konsole.events(session);
  const messages = events.flatMap((event) =>
    event.type === 'turn.queued' && event.text === picked ? [event.turn] : [],
  );
  const repeat = () =>
    konsole.answer(
      'kontask.choose',
      { id: kontask.id, value: picked, commandId: 'pick' },
      { id: 'child', scope: 'owner', door: 'bridge' },
    );
  return { konsole, kontask, session, messages, repeat };
}

test('killed while its turn runs, the kontask has the time of that turn at the next start', async () => {
  const [home, workspace] = [newFolder(), newWorkspace()];
  await killAt(home, workspace, 'demo/slow', ({ type }) => type === 'tool.finished');
  const { konsole, kontask, session } = await found(home, workspace);
  const timed = async () => {
    for (;;) {
      const seen = konsole.feed.head();
      const held = await konsole.ask('kontask.get', { id: kontask.id });
      if (held.kontask.context?.turnTiming) return held.kontask;
      await until(() => konsole.feed.head() > seen);
    }
  };
  const { status, context } = await timed();
  expect(status).toBe('needs_decision');
  const { turns } = await konsole.ask('history.page', { session });
  expect(turns[0]?.status).toBe('interrupted');
  expect(context?.turnTiming?.totalMs).toBe(turns[0]?.timing?.totalMs);
}, 60_000);

test.each([
  ['before a choice', (event: KonsoleEvent) => event.type === 'turn.finished'],
  [
    'as soon as a choice is written',
    (event: KonsoleEvent) => event.type === 'turn.queued' && event.text === picked,
  ],
])(
  'killed %s, there is one message and its mark, or neither, and the same command makes one of it',
  async (_when, is) => {
    const [home, workspace] = [newFolder(), newWorkspace()];
    await killAt(home, workspace, 'demo/fast', is);
    const { konsole, kontask, session, messages, repeat } = await found(home, workspace);
    const { chosen } = kontask.context ?? {};
    expect(messages).toEqual(chosen ? [chosen.turn] : []);
    const answer = await repeat();
    if (!answer.ok) throw new Error(answer.message);
    if (chosen) expect(answer.result).toEqual({ session: chosen.session, turn: chosen.turn });
    expect(await repeat()).toEqual(answer);
    const queued = (await konsole.events(session)).filter(
      (event) => event.type === 'turn.queued' && event.text === picked,
    );
    expect(queued).toHaveLength(1);
  },
  60_000,
);
