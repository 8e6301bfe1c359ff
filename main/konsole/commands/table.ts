/** Which function answers which command, by area. A function gets valid params and rejects with a `KonsoleError`. */
import type { CommandName } from '../../../preload/contract/command-names';
import type { CommandResult, ValidParams } from '../../../preload/contract/commands';
import type { PoolStatus } from '../../../preload/contract/shapes';
import type { KonsoleLog } from '../diagnostics/log';
import type { Reports } from '../diagnostics/reports';
import type { Kontasks } from '../kontasks/kontasks';
import type { Models } from '../models/models';
import type { FolderChoice } from '../sessions/folder-choice';
import type { Sessions } from '../sessions/sessions';
import type { RecordAnswer } from '../sessions/types';
import { hideKeys, restoreKeys } from './settings-keys';
import { checkWays } from './settings-ways';
import type { BlobStore } from '../storage/blobs';
import type { Drafts } from '../storage/drafts';
import type { Client } from '../types';
import type { SettingsFile } from '../storage/settings-file';

type Run<Name extends CommandName> = (
  params: ValidParams<Name>,
  record: RecordAnswer,
  client: Client,
) => Promise<CommandResult<Name>>;

export type CommandTable = { readonly [Name in CommandName]: Run<Name> };
type Area<Prefix extends string> = Pick<CommandTable, Extract<CommandName, `${Prefix}.${string}`>>;

export interface Engine {
  sessions: Sessions;
  folders: FolderChoice;
  drafts: Pick<Drafts, 'get' | 'keep'>;
  blobs: Pick<BlobStore, 'hold'>;
  /** The files of a session's folder. */
  files: Run<'workspace.files'>;
  models: Models;
  kontasks: Pick<Kontasks, 'commands'>;
  settings: Pick<SettingsFile, 'get' | 'update'>;
  settingsRev: () => number;
  pool: { status(): PoolStatus; warm(): void };
  log: KonsoleLog;
  reports: Reports;
}

export function commandTable(engine: Engine): CommandTable {
  return {
    ...sessionCommands(engine),
    ...turnCommands(engine),
    ...writingCommands(engine),
    ...engine.kontasks.commands,
    ...providerCommands(engine),
    ...settingsCommands(engine),
    ...diagnosticsCommands(engine),
  };
}

function sessionCommands({
  sessions: { lifecycle, approvals },
}: Engine): Area<'session' | 'history'> {
  return {
    'session.create': lifecycle.create,
    'session.list': lifecycle.list,
    'session.get': lifecycle.get,
    'session.rename': lifecycle.rename,
    'session.archive': lifecycle.archive,
    'session.delete': lifecycle.remove,
    'session.restore': lifecycle.restore,
    'session.promote': lifecycle.promote,
    'session.export': lifecycle.export,
    'session.search': lifecycle.search,
    'session.find': lifecycle.find,
    'session.permit': approvals.permit,
    'history.page': lifecycle.page,
  };
}

function turnCommands({
  sessions: { turns, queue, approvals, jobs },
  reports,
}: Engine): Area<'turn' | 'queue' | 'approval' | 'job'> {
  return {
    'turn.send': turns.send,
    'turn.steer': turns.steer,
    'turn.resume': turns.resume,
    'turn.interrupt': turns.interrupt,
    'queue.edit': queue.edit,
    'queue.move': queue.move,
    'queue.remove': queue.remove,
    'queue.go': queue.go,
    'approval.answer': approvals.answer,
    'job.stop': jobs.stop,
    'turn.explain': reports.explain,
  };
}

/** What a person needs while a message is written. */
function writingCommands({ drafts, blobs, files }: Engine): Area<'draft' | 'workspace'> {
  return {
    'draft.get': async ({ session, place }) => {
      const draft = await drafts.get(session, place);
      return draft ? { draft } : {};
    },
    'draft.keep': async ({ session, place, draft }) => {
      blobs.hold(draft?.files.map(({ id }) => id) ?? []);
      await drafts.keep(session, draft, place);
      return {};
    },
    'workspace.files': files,
  };
}

function providerCommands({ models }: Engine): Area<'model' | 'provider'> {
  return {
    'model.list': async () => ({ models: await models.list() }),
    'provider.list': async ({ look }) => {
      if (look) await models.look();
      const providers = await models.providers();
      return { providers, houses: models.houses(), localServers: models.localServers() };
    },
    'provider.test': ({ provider }) => models.test(provider),
    'provider.set-key': async ({ provider, key, keep }) => ({
      provider: await models.setKey(provider, key, keep),
    }),
    'provider.remove-key': async ({ provider }) => {
      await models.removeKey(provider);
      return {};
    },
  };
}

function settingsCommands({ settings, settingsRev, models, folders }: Engine): Area<'settings'> {
  return {
    'settings.get': async () => {
      const { settings: known, problems } = settings.get();
      return {
        settings: hideKeys(known),
        problems,
        effective: models.effective(),
        workspace: folders.current(),
        rev: settingsRev(),
      };
    },
    'settings.update': async ({ patch }) => {
      const before = settings.get().settings;
      await checkWays(patch, before);
      const whole = restoreKeys(patch, before);
      const updated = await settings.update(whole);
      if ('workspace' in patch) folders.chosen();
      return { settings: hideKeys(updated) };
    },
  };
}

function diagnosticsCommands({ pool, log, reports }: Engine): Area<'pool' | 'log' | 'usage'> {
  return {
    'pool.status': async () => pool.status(),
    'pool.warm': async () => {
      pool.warm();
      return {};
    },
    'usage.totals': reports.totals,
    'log.query': async (query) => ({ records: log.query(query) }),
  };
}
