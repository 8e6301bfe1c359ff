/** Which kontask is meant by an id, or by the beginning of one. */
import type { KontaskFilter, ListedKontask } from '../../preload/contract/shapes';
import { type Client, Refused } from './client';
import { exit, Trouble } from './exit';
import { plainLine } from './plain';

const pageSize = 200;
/** Kontasks that are looked through. */
const most = 20_000;

type Asks = Pick<Client, 'command'>;

/** Newest change first, at most `limit`. */
export async function listKontasks(
  client: Asks,
  limit: number,
  filter: KontaskFilter = {},
): Promise<ListedKontask[]> {
  const found: ListedKontask[] = [];
  let before: string | undefined;
  do {
    const size = Math.min(pageSize, limit - found.length);
    const page = await client.command('kontask.list', {
      ...filter,
      limit: size,
      ...(before === undefined ? {} : { before }),
    });
    found.push(...page.kontasks);
    before = page.next;
  } while (before !== undefined && found.length < limit);
  return found;
}

/** In their order, as whole ids. Rejects with a Trouble that names near ones. */
export async function findKontasks(client: Asks, wanted: readonly string[]): Promise<string[]> {
  let all: ListedKontask[] | undefined;
  const found: string[] = [];
  for (const one of wanted) {
    if (await isThere(client, one)) found.push(one);
    else {
      all ??= await listKontasks(client, most);
      found.push(begunBy(all, one));
    }
  }
  return found;
}

export async function findKontask(client: Asks, wanted: string): Promise<string> {
  const [found = ''] = await findKontasks(client, [wanted]);
  return found;
}

async function isThere(client: Asks, id: string): Promise<boolean> {
  // Whoever writes so few signs means a beginning.
  if (id.length < 16 || id.length > 64) return false;
  try {
    await client.command('kontask.history', { id, limit: 1 });
    return true;
  } catch (error) {
    if (error instanceof Refused && error.code === 'not-found') return false;
    throw error;
  }
}

function begunBy(all: readonly ListedKontask[], wanted: string): string {
  const exact = all.find(({ id }) => id === wanted);
  const begun = exact ? [exact] : all.filter(({ id }) => wanted !== '' && id.startsWith(wanted));
  const [only] = begun;
  if (only && begun.length === 1) return only.id;
  const named = `"${plainLine(wanted, 64)}"`;
  if (begun.length > 1) {
    throw new Trouble(exit.failed, `Several kontasks begin with ${named}:${rows(begun)}`);
  }
  const said = `There is no kontask ${named}.`;
  if (all.length === 0) throw new Trouble(exit.failed, `${said} There is none yet.`);
  const word = wanted.toLowerCase();
  const near = all.filter(
    ({ id, title }) => id.startsWith(word.slice(0, 3)) || title.toLowerCase().includes(word),
  );
  const shown = near.length > 0 ? near : all;
  throw new Trouble(exit.failed, `${said} Near to it:${rows(shown)}`);
}

const rows = (kontasks: readonly ListedKontask[]) =>
  kontasks
    .slice(0, 5)
    .map(({ id, title }) => `\n  ${plainLine(id, 64)}  ${plainLine(title, 60)}`)
    .join('');
