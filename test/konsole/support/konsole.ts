/** What the engine's tests share: a real konsole with the built journal worker and forked hosts, in a folder that goes away. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import { forkHost } from '../../../main/fork-host';
import { openKonsole } from '../../../main/konsole/konsole';
import type { KeyStore, StartHost, Surroundings } from '../../../main/konsole/surroundings';
import type { Client, Konsole } from '../../../main/konsole/types';
import type { CommandName } from '../../../preload/contract/command-names';
import type { CommandParams, CommandResult } from '../../../preload/contract/commands';
import type { Answer } from '../../../preload/contract/errors';
import { sessionChannel, type SessionEvent } from '../../../preload/contract/events';
import type { Turn } from '../../../preload/contract/shapes';

const dist = (name: string) =>
  fileURLToPath(new URL(`../../../dist/main/${name}`, import.meta.url));
export const hostFile = dist('host.cjs');
export const workerFile = dist('journal-worker.cjs');

export const owner: Client = { id: 'test', scope: 'owner', door: 'bridge' };
export const device: Client = { id: 'phone', scope: 'device', door: 'tcp' };

const folders: string[] = [];
const open = new Set<Konsole>();

afterEach(async () => {
  for (const konsole of open) await konsole.close();
  open.clear();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'konsole-engine-'));
  folders.push(folder);
  return folder;
}

/** A folder with a few files for the tools. */
export function newWorkspace(): string {
  const folder = join(newFolder(), 'work');
  mkdirSync(folder);
  writeFileSync(join(folder, 'README.md'), '# A small project\n\nIt does little.\n');
  writeFileSync(join(folder, 'main.ts'), 'export const answer = 42;\n');
  return folder;
}

/** Keys for this run only. */
export function memoryKeys(): KeyStore {
  const kept = new Map<string, { origin: string; key: string }>();
  return {
    kind: 'none',
    why: 'Tests keep no keys.',
    async get(provider, origin) {
      const entry = kept.get(provider);
      return entry?.origin === origin ? entry.key : undefined;
    },
    async where(provider) {
      const entry = kept.get(provider);
      return entry && { kept: 'run', origin: entry.origin };
    },
    async set(provider, origin, key) {
      kept.set(provider, { origin, key });
    },
    async remove(provider) {
      kept.delete(provider);
    },
  };
}

let ids = 0;
export const newId = (): string => {
  ids += 1;
  return `t${process.pid.toString(36)}x${Date.now().toString(36)}x${ids.toString(36).padStart(4, '0')}`;
};

export interface Setup extends Partial<Surroundings> {
  settings?: unknown;
  /** For tests that run no turn: no process is forked. */
  noHosts?: boolean;
}

const noHost: StartHost = () => ({
  pid: undefined,
  post: () => undefined,
  onMessage: () => undefined,
  onExit: () => undefined,
  kill: () => undefined,
});

export interface Tested extends Konsole {
  home: string;
  workspace: string;
  /** The result, or an error that carries code and message. */
  ask<Name extends CommandName>(
    name: Name,
    params: CommandParams<Name>,
  ): Promise<CommandResult<Name>>;
  answer(name: string, params: unknown, client?: Client): Promise<Answer>;
  /** Resolves with the turn once it is finished, from the journal. */
  finished(session: string, turn: string): Promise<Turn>;
  /** Resolves with the first event of the session that is so, past or to come. */
  seen(session: string, is: (event: SessionEvent) => boolean): Promise<SessionEvent>;
  events(session: string): Promise<SessionEvent[]>;
}

export async function openTested(setup: Setup = {}): Promise<Tested> {
  const { settings, noHosts, ...surroundings } = setup;
  const home = setup.home ?? newFolder();
  const workspace = setup.defaultWorkspace ?? newWorkspace();
  if (settings !== undefined) writeFileSync(join(home, 'settings.json'), JSON.stringify(settings));
  const konsole = await openKonsole({
    home,
    journalWorker: workerFile,
    importWorker: dist('import-worker.cjs'),
    startHost: noHosts ? noHost : forkHost(hostFile),
    keys: memoryKeys(),
    clock: { now: Date.now },
    newId,
    env: { KONSOLE_NO_LOCAL: '1' },
    defaultWorkspace: workspace,
    ...surroundings,
  });
  open.add(konsole);
  return tested(konsole, home, workspace);
}

function tested(konsole: Konsole, home: string, workspace: string): Tested {
  const answer = (name: string, params: unknown, client = owner) =>
    konsole.execute(client, name, params);

  async function events(session: string): Promise<SessionEvent[]> {
    const found: SessionEvent[] = [];
    const channels = [{ channel: sessionChannel(session), after: 0 }];
    for await (const slice of konsole.feed.replay({ channels, upTo: konsole.feed.head() })) {
      found.push(...(slice as SessionEvent[]));
    }
    return found;
  }

  function seen(session: string, is: (event: SessionEvent) => boolean): Promise<SessionEvent> {
    const channel = sessionChannel(session);
    return new Promise((resolve, reject) => {
      const stop = konsole.feed.onCommit((batch) => {
        for (const event of batch) {
          if (event.channel !== channel || !is(event as SessionEvent)) continue;
          stop();
          resolve(event as SessionEvent);
          return;
        }
      });
      events(session).then((past) => {
        const found = past.find(is);
        if (!found) return;
        stop();
        resolve(found);
      }, reject);
    });
  }

  return {
    ...konsole,
    home,
    workspace,
    answer,
    events,
    seen,
    async ask(name, params) {
      const given = await answer(name, params);
      if (!given.ok) throw new Error(`${name}: ${given.code}: ${given.message}`);
      return given.result as CommandResult<typeof name>;
    },
    async finished(session, turn) {
      await seen(session, (event) => event.type === 'turn.finished' && event.turn === turn);
      const page = await konsole.execute(owner, 'history.page', { session, limit: 200 });
      if (!page.ok) throw new Error(page.message);
      const { turns } = page.result as CommandResult<'history.page'>;
      const found = turns.find((one) => one.id === turn);
      if (!found) throw new Error(`turn ${turn} is in no page`);
      return found;
    },
  };
}

/** Remembers the pid of every host that was started, by lane. */
export function countingHosts(): { start: StartHost; pids: { main: number[]; quick: number[] } } {
  const pids: { main: number[]; quick: number[] } = { main: [], quick: [] };
  const fork = forkHost(hostFile);
  return {
    pids,
    start(lane) {
      const host = fork(lane);
      if (host.pid !== undefined) pids[lane].push(host.pid);
      return host;
    },
  };
}

/** Resolves once `check` holds; looks again after every turn of the loop, and gives up with the test. */
export async function until(check: () => boolean): Promise<void> {
  while (!check()) await new Promise((resolve) => setTimeout(resolve, 5));
}
