/** `vibe-konsole kontasks`: what there is, what is picked and started, and files in and out. */
import { resolve as absolute } from 'node:path';
import { momentOf } from '../../preload/contract/kontask-date';
import type { Kontask, ListedKontask } from '../../preload/contract/shapes';
import type { Client } from './client';
import { columns } from './columns';
import { type Exit, exit, Trouble } from './exit';
import { findKontask, findKontasks, listKontasks } from './find-kontask';
import { exportFile, importFiles } from './kontask-files';
import { pageOf } from './kontask-page';
import { type KontasksArgs, statuses } from './kontasks-args';
import { jsonLine, jsonText, plainLine } from './plain';
import { idLength } from './sessions';
import { age } from './spans';
import type { CliDeps } from './terminal';

type Act<Verb> = Extract<KontasksArgs['act'], { verb: Verb }>;

export async function kontasks(
  { act, json }: KontasksArgs,
  client: Client,
  deps: CliDeps,
): Promise<Exit> {
  const { terminal, newId, folder } = deps;
  const commandId = newId();
  switch (act.verb) {
    case 'list':
      return list(act, json, client, deps);
    case 'show': {
      const kontask = await whole(client, act.id);
      terminal.out(json ? jsonText(kontask) : pageOf(kontask));
      return exit.done;
    }
    case 'choose': {
      const kontask = await whole(client, act.id);
      const { id } = kontask;
      const value = act.custom ? act.which : valueOf(kontask, act.which);
      const custom = act.custom ? { custom: true } : {};
      const went = await client.command('kontask.choose', { id, value, ...custom, commandId });
      return told({ id, value, ...went }, `Sent: ${plainLine(value, 500)}`);
    }
    case 'start': {
      const id = await findKontask(client, act.id);
      const { workspace } = act;
      const where = workspace === undefined ? {} : { workspace: absolute(folder, workspace) };
      const went = await client.command('kontask.start', { id, ...where, commandId });
      return told({ id, ...went }, 'Started.');
    }
    case 'set': {
      const id = await findKontask(client, act.id);
      const { patch } = act;
      const { rev } = await client.command('kontask.update', { id, patch, commandId });
      if (json) terminal.out(jsonLine({ id, rev }));
      else terminal.err(`Set: ${Object.keys(patch).join(', ')}.\n`);
      return exit.done;
    }
    case 'export':
      return exportFile(act, json, client, deps);
    case 'import':
      return importFiles(act, json, client, deps);
    case 'delete':
      for (const [at, id] of (await findKontasks(client, act.ids)).entries()) {
        await client.command('kontask.delete', { id, commandId: `${commandId}-${at}` });
        if (json) terminal.out(jsonLine({ id }));
        else terminal.err(`Deleted. For ten minutes: vibe-konsole kontasks restore ${id}\n`);
      }
      return exit.done;
    case 'restore':
      for (const [at, id] of act.ids.entries()) {
        await client.command('kontask.restore', { id, commandId: `${commandId}-${at}` });
        if (json) terminal.out(jsonLine({ id }));
        else terminal.err(`${plainLine(id, 64)} is there again.\n`);
      }
      return exit.done;
  }

  function told(result: { session: string; [name: string]: string }, words: string): Exit {
    if (json) terminal.out(jsonLine(result));
    else terminal.out(`${words}\nvibe-konsole tail ${result.session.slice(0, 8)} reads along.\n`);
    return exit.done;
  }
}

async function whole(client: Client, wanted: string): Promise<Kontask> {
  const { kontask } = await client.command('kontask.get', {
    id: await findKontask(client, wanted),
  });
  return kontask;
}

/** By its number, its label or its value. */
function valueOf({ context }: Kontask, which: string): string {
  const choices = context?.choices ?? [];
  const word = which.toLowerCase();
  const found =
    choices.find(({ value }) => value === which) ??
    choices.find(({ label }) => label.toLowerCase() === word) ??
    (/^\d{1,2}$/.test(which) ? choices[Number(which) - 1] : undefined);
  if (found) return found.value;
  const rows = choices.map(({ label }, at) => `\n  ${at + 1}  ${plainLine(label, 100)}`).join('');
  const said =
    rows === ''
      ? 'This kontask has no choices.'
      : `"${plainLine(which, 64)}" is none of these:${rows}`;
  throw new Trouble(
    exit.failed,
    `${said}${rows === '' ? ' ' : '\n'}--custom TEXT sends words of your own.`,
  );
}

/** Archived ones are listed when that status is named. */
async function list(
  { filter, status, query, limit }: Act<'list'>,
  json: boolean,
  client: Client,
  { terminal, now }: CliDeps,
): Promise<Exit> {
  const open = statuses.filter((one) => one !== 'archived');
  const asked = query === undefined ? {} : { query };
  const narrowed = status.length > 0 || query !== undefined || Object.keys(filter).length > 0;
  const found = await listKontasks(client, limit, {
    ...filter,
    ...asked,
    status: status.length > 0 ? status : open,
  });
  if (json) for (const kontask of found) terminal.out(jsonLine(kontask));
  else if (found.length > 0) terminal.out(table(found, now()));
  else terminal.err(narrowed ? 'No kontask has that.\n' : 'There is no kontask yet.\n');
  return exit.done;
}

/** Columns: id, status, age, type, title. */
export function table(found: readonly ListedKontask[], now: number): string {
  const length = idLength(found.map(({ id }) => id));
  const rows = found.map(({ id, status, type, title, updatedAt, createdAt }) => {
    const at = momentOf(updatedAt ?? createdAt ?? '');
    return [
      plainLine(id.slice(0, length), 64),
      status,
      Number.isFinite(at) ? age(now - at) : '',
      plainLine(type, 30),
      plainLine(title, 100),
    ];
  });
  return columns([['ID', 'STATUS', 'AGE', 'TYPE', 'TITLE'], ...rows]);
}
