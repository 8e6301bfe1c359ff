/** The front door of the engine: opens journal, log, models, pool and sessions, closes what a crash left, executes. */
import { join } from 'node:path';
import { createOnce } from './commands/command-ids';
import { createExecute } from './commands/execute';
import { commandTable } from './commands/table';
import { sessionChannel } from '../../preload/contract/channel';
import { limits } from '../../preload/contract/limits';
import { feedOf } from './feed';
import { createFolderFiles } from './folder/files';
import type { Going } from './kontasks/acts';
import { createKontasks, type Kontasks } from './kontasks/kontasks';
import { createLaneTransports } from './lane-transports';
import { createLog } from './diagnostics/log';
import { createLogFile } from './diagnostics/log-file';
import { createRecords } from './diagnostics/records/records';
import { createReports } from './diagnostics/reports';
import { openJournal } from './journal/journal';
import { giveWayWholly } from './give-way';
import type { Journal } from './journal/types';
import { createCatalogue } from './models/catalogue';
import { createModels } from './models/models';
import { createSettingsRev } from './models/settings-rev';
import { cutOffNotice, settingsNotice } from './opening-notices';
import { createPool } from './pool/pool';
import type { Schedule } from './pool/types';
import { knownModel, pricesAsOf } from './providers/catalogue';
import { demoModels } from './providers/demo/models';
import { findLocalServers, localServers } from './providers/local';
import { tellLocalModels } from './providers/local-models';
import { readLimits } from './sessions/read-limits';
import { createFolderChoice } from './sessions/folder-choice';
import { createSessionFiles } from './sessions/folder-files';
import { createProcesses } from './sessions/processes';
import { createSessions, type Sessions } from './sessions/sessions';
import { createBlobs } from './storage/blobs';
import { sweepOutputs } from './storage/outputs';
import { createSettingsFile } from './storage/settings-file';
import { createDrafts, type Drafts } from './storage/drafts';
import type { Clock, Surroundings } from './surroundings';
import type { Konsole, Log } from './types';
import { within } from './within';

export type { Client, Feed, Konsole, Log } from './types';

/** Closing is over within a second, whatever a disk does; what is left open then is closed at the next start. */
const turnsCloseMs = 400;
const kontasksCloseMs = 100;
const journalCloseMs = 400;

/** Rejects with a `KonsoleError` when the journal cannot be opened or read; then nothing is left running. */
export async function openKonsole(surroundings: Surroundings): Promise<Konsole> {
  const { home, clock, newId, keys, env } = surroundings;
  const schedule = surroundings.schedule ?? afterMs;
  const startedAt = clock.now();
  const log = createLog({
    clock,
    file: createLogFile(join(home, 'logs', 'konsole.log')),
    settled: surroundings.settled,
  });
  const settings = createSettingsFile(join(home, 'settings.json'), () => clock.now());

  const blobFolder = join(home, 'blobs');
  const outputFolder = join(home, 'outputs');
  const models = createModels({
    settings: () => settings.get().settings,
    keys,
    env,
    hide: log.hide,
    storeFailed: (provider, error) =>
      log.write('warn', 'provider', 'The secret store could not be read', { provider, error }),
    catalogue: createCatalogue({
      clock,
      adapter: async (access) => {
        // A few megabytes of code, read on the thread that every window's start needs.
        await surroundings.settled;
        const { createAdapter } = await import('./providers/index');
        return createAdapter(access, { now: () => clock.now() });
      },
      ...(env['KONSOLE_NO_LOCAL']
        ? {}
        : { local: (origin) => tellLocalModels({ fetch, origin, timeoutMs: 400 }) }),
      changed: () => pool.refresh(),
      toldOtherwise: () => void look(),
    }),
    localServers,
    findLocal: () => findLocalServers(fetch),
    mayLook: !env['KONSOLE_NO_LOCAL'],
    forceDemo: surroundings.forceDemo ?? false,
    isKnown: (model) => knownModel(model) !== undefined,
    demoModels,
    changed: () => pool.refresh(),
  });

  let known = settings.get().settings;
  const settingsRev = createSettingsRev(() => ({ settings: known, effective: models.effective() }));
  // Hosts start while the journal opens.
  const pool = createPool({
    startHost: surroundings.startHost,
    clock,
    schedule,
    newId,
    lower: giveWayWholly,
    log: (level, message, fields) => log.write(level, 'pool', message, fields),
    takeLog: log.take,
    news: models.news,
    providersRev: models.providersRev,
    settingsRev,
    lanes: () => known.lanes,
    limits: () => settings.get().settings.pool,
    warmFor: models.warmFor,
  });
  const look = () =>
    models.refresh().catch((error: unknown) => {
      log.write('error', 'provider', 'Models could not be looked up', { error });
    });
  settings.onChange((now) => {
    known = now.settings;
    pool.refresh();
    void look();
  });
  void look();

  const journal = await openJournal({
    file: join(home, 'konsole.db'),
    worker: surroundings.journalWorker,
    clock,
    newEpoch: newId,
    schedule,
  }).catch((error: unknown) => {
    pool.close();
    throw error;
  });

  const folders = createFolderChoice({
    named: surroundings.workspace,
    settings: () => settings.get().settings.workspace,
    startedIn: surroundings.defaultWorkspace,
  });
  const blobs = createBlobs(blobFolder, newId);
  const places = {
    folder: folders.current,
    readLimits: () => readLimits(home, settings.get().settings.permissions.deny),
    permissions: () => settings.get().settings.permissions,
    budgets: () => settings.get().settings.budgets,
    outputFolder,
    processes: createProcesses(outputFolder),
  };
  const reports = createReports({ journal, clock, pricesAsOf });
  const records = createRecords({
    log,
    reports,
    journal,
    pool: pool.status,
    models: models.effective,
    running: () => sessions.facts.running(),
    facts: (session) => sessions.facts.lines(session),
    clock,
    schedule,
    startedAt,
  });
  const sessions = createSessions({
    records,
    journal,
    blobs,
    blobFolder,
    pool,
    models,
    log,
    clock,
    schedule,
    newId,
    kontasks: { ask: (tool, input, asker) => kontasks.desk.ask(tool, input, asker) },
    ...places,
  });
  const kontasks = createKontasks({
    journal,
    clock,
    newId,
    log,
    blobs,
    blobFolder,
    dropBlob: blobs.drop,
    importWorker: surroundings.importWorker,
    person: surroundings.person ?? 'me',
    schedule,
    sessions: goingIn(sessions),
  });
  settings.onChange(() => sessions.approvals.refresh());
  const folderFiles = createFolderFiles({ now: () => clock.now(), schedule });
  const drafts = openDrafts(home, journal, surroundings.clock, schedule);
  const cutOff = await sessions.recover().catch(async (error: unknown) => {
    pool.close();
    await within(journalCloseMs, journal.close()).catch(() => undefined);
    throw error;
  });
  void mendKontasks(kontasks, log, surroundings.settled);
  const notices = [...journal.opening.notices];
  if (cutOff > 0) notices.push(cutOffNotice(cutOff));
  const { problems } = settings.get();
  if (problems.length > 0) notices.push(settingsNotice(problems));
  for (const { id, message } of notices) log.write('warn', 'journal', message, { notice: id });

  let closing: Promise<void> | undefined;
  const once = createOnce({
    journal,
    clock,
    failed: (name, error) => log.write('error', 'command', `${name} failed inside`, { error }),
  });
  const execute = createExecute({
    table: commandTable({
      sessions,
      folders,
      drafts,
      blobs,
      files: createSessionFiles({ journal, ...places }, folderFiles),
      models,
      kontasks,
      settings,
      settingsRev,
      pool,
      log,
      reports,
    }),
    once,
    log,
    isClosing: () => closing !== undefined,
  });

  async function close(): Promise<void> {
    folderFiles.close();
    await within(turnsCloseMs, sessions.close());
    sessions.endLeft();
    pool.close();
    await within(kontasksCloseMs, kontasks.owner.settled());
    await within(kontasksCloseMs, kontasks.imports.close());
    await within(journalCloseMs, journal.close()).catch((error: unknown) => {
      log.write('error', 'journal', 'The journal could not be closed cleanly', { error });
    });
    await within(100, log.flush());
  }

  return {
    execute,
    feed: feedOf(journal, pool),
    log,
    blobs,
    transports: createLaneTransports(settings),
    notices,
    close: () => (closing ??= close()),
  };
}

/** What is kept beside the journal for a session that was deleted goes once it cannot be brought back any more. */
function openDrafts(home: string, journal: Journal, clock: Clock, schedule: Schedule): Drafts {
  const shared = {
    exists: (session: string) => journal.exists(sessionChannel(session)),
    now: () => clock.now(),
    leaveMs: limits.deleteUndoMs,
  };
  const drafts = createDrafts({ folder: join(home, 'drafts'), ...shared });
  const sweep = () => {
    void drafts.sweep();
    void sweepOutputs({ folder: join(home, 'outputs'), ...shared });
  };
  journal.onCommit((events) => {
    if (!events.some(({ type }) => type === 'session.deleted')) return;
    schedule(limits.deleteUndoMs, sweep);
  });
  sweep();
  return drafts;
}

/** What kontasks may set going in sessions. */
function goingIn({ turns, lifecycle }: Sessions): Going {
  return {
    answer: turns.answer,
    async begin({ text, blobs, workspace, along }, record) {
      await lifecycle.begin({ kind: 'main', workspace, first: { text, blobs } }, record, along);
    },
  };
}

/** A comfort: the first window comes before it. */
async function mendKontasks({ owner }: Kontasks, log: Log, settled: Promise<void> | undefined) {
  await settled;
  await owner.mend().catch((error: unknown) => {
    log.write('error', 'kontask', 'Kontasks of turns that were cut off could not be looked at', {
      error,
    });
  });
}

const afterMs: Schedule = (ms, run) => {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
};
