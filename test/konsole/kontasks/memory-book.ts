/** A book of kontasks in memory, for tests of what stands on one: the same answers, no journal, no files. */
import type { Book, Held, Writing } from '../../../main/konsole/kontasks/types';
import { KonsoleError } from '../../../preload/contract/errors';
import type {
  Kontask,
  KontaskChange,
  KontaskPatch,
  ListedKontask,
} from '../../../preload/contract/shapes';

export interface Written {
  how: Writing['how'];
  id: string;
  by: string;
}

export interface MemoryBook extends Book {
  /** Each whole writing in its order, and how many came in each append. */
  readonly written: Written[];
  readonly batches: number[];
  /** What the next writings fail with, until it is taken away. */
  fails: Error | undefined;
}

const missing = (id: string) =>
  new KonsoleError('not-found', `There is no kontask "${id}". It may have been deleted.`);

/** `now` in epoch ms; `sessions` says which session a turn is of. */
export function createMemoryBook(
  start: readonly Kontask[] = [],
  { now = Date.now, sessions = new Map<string, string>() } = {},
): MemoryBook {
  const all = new Map<string, { kontask: Kontask; rev: number; past: KontaskChange[] }>();
  const gone = new Map<string, { kontask: Kontask; rev: number; past: KontaskChange[] }>();
  const lines = new Map<string, Promise<unknown>>();
  const written: Written[] = [];
  const batches: number[] = [];

  function keep(kontask: Kontask, by: string, how: KontaskChange['how'], fields: string[]): Held {
    const before = all.get(kontask.id);
    const rev = (before?.rev ?? 0) + 1;
    const past = [{ rev, at: now(), by, how, fields }, ...(before?.past ?? [])];
    // Last in the map is what changed last.
    all.delete(kontask.id);
    all.set(kontask.id, { kontask: structuredClone(kontask), rev, past });
    return held(kontask.id);
  }

  function held(id: string): Held {
    const found = all.get(id);
    if (!found) throw missing(id);
    const { rev } = found;
    const kontask = structuredClone(found.kontask);
    const session = sessions.get(kontask.requestId ?? '');
    return { kontask, rev, ...(session === undefined ? {} : { session }) };
  }

  function change(id: string, patch: KontaskPatch, by: string): Held {
    const { kontask } = held(id);
    const { context, ...rest } = patch;
    const next = merged(kontask, rest);
    if (context === null) delete next['context'];
    else if (context !== undefined) next['context'] = merged(kontask.context ?? {}, context);
    const after = { ...next, updatedAt: new Date(now()).toISOString() } as Kontask;
    return keep(after, by, 'changed', Object.keys(patch));
  }

  const alone: Book['alone'] = (id, work) => {
    const before = lines.get(id) ?? Promise.resolve();
    const done = before.then(() =>
      work({
        held: all.has(id) ? held(id) : undefined,
        changed: (by, patch) => ({ events: [], after: change(id, patch, by) }),
      }),
    );
    lines.set(
      id,
      done.catch(() => undefined),
    );
    return done;
  };

  for (const kontask of start) keep(kontask, 'me', 'created', []);

  const newestFirst = () => [...all.values()].toReversed().map(({ kontask }) => kontask);

  return {
    written,
    batches,
    fails: undefined,
    alone,
    get: async (id) => held(id),
    async list({ query, status, scope, tags, type, createdBy, targetUser, before, limit = 50 }) {
      const word = query?.toLowerCase();
      const one = (named: readonly string[] | undefined, value: string | undefined) =>
        named === undefined || (value !== undefined && named.includes(value));
      const open = newestFirst().filter(
        (kontask) =>
          one(scope, kontask.scope) &&
          one(type, kontask.type) &&
          one(createdBy, kontask.createdBy) &&
          one(targetUser, kontask.targetUser) &&
          (tags ?? []).every((tag) => kontask.tags?.includes(tag)) &&
          (word === undefined ||
            `${kontask.title}\n${kontask.description}\n${kontask.context?.output}`
              .toLowerCase()
              .includes(word)),
      );
      const counts: Partial<Record<Kontask['status'], number>> = {};
      for (const kontask of open) counts[kontask.status] = (counts[kontask.status] ?? 0) + 1;
      const found = open.filter((kontask) => one(status, kontask.status));
      const from = before === undefined ? 0 : found.findIndex(({ id }) => id === before) + 1;
      const page = found.slice(from, from + limit);
      const last = page.at(-1);
      return {
        kontasks: page.map(({ id }) => listed(held(id))),
        total: found.length,
        all: all.size,
        counts,
        ...(last && from + limit < found.length ? { next: last.id } : {}),
      };
    },
    async facets() {
      const count = (valuesOf: (kontask: Kontask) => readonly (string | undefined)[]) => {
        const counts = new Map<string, number>();
        for (const value of newestFirst().flatMap(valuesOf)) {
          if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
        }
        return [...counts]
          .map(([value, number]) => ({ value, count: number }))
          .toSorted((left, right) => right.count - left.count);
      };
      return {
        scope: count(({ scope }) => [scope]),
        tags: count(({ tags = [] }) => tags),
        type: count(({ type }) => [type]),
        createdBy: count(({ createdBy }) => [createdBy]),
        targetUser: count(({ targetUser }) => [targetUser]),
      };
    },
    history: async (id, limit) => {
      held(id);
      return (all.get(id)?.past ?? []).slice(0, limit);
    },
    ofRequest: async (turn) =>
      newestFirst()
        .filter(({ requestId }) => requestId === turn)
        .map(({ id }) => held(id)),
    known: async (ids) => new Set(ids.filter((id) => all.has(id))),
    whole: async (ids) =>
      ids === undefined
        ? structuredClone(newestFirst())
        : ids.filter((id) => all.has(id)).map((id) => held(id).kontask),
    async create(draft, by) {
      const at = new Date(now()).toISOString();
      const id = draft.id ?? `made-${all.size + gone.size + 1}`;
      if (all.has(id)) throw new KonsoleError('conflict', `"${id}" is there already.`);
      const filled = { type: 'general', status: 'pending' as const, createdBy: by };
      const kontask = { ...filled, createdAt: at, updatedAt: at, ...draft, id } as Kontask;
      written.push({ how: 'created', id, by });
      return keep(kontask, by, 'created', Object.keys(draft));
    },
    update: ({ id, patch }, by) => alone(id, async () => change(id, patch, by)),
    async write(writings, by) {
      if (this.fails) throw this.fails;
      batches.push(writings.length);
      for (const { kontask, how } of writings) {
        written.push({ how, id: kontask.id, by });
        keep(kontask, by, how, []);
      }
    },
    remove: (id) =>
      alone(id, async () => {
        const found = all.get(id);
        if (!found) throw missing(id);
        gone.set(id, found);
        all.delete(id);
      }),
    restore: (id, by) =>
      alone(id, async () => {
        const found = gone.get(id);
        if (!found) return held(id);
        gone.delete(id);
        all.set(id, found);
        return keep(found.kontask, by, 'restored', []);
      }),
  };

  function listed({ kontask, rev, session }: Held): ListedKontask {
    const { context, ...shown } = kontask;
    return {
      ...shown,
      rev,
      ...(context?.choices ? { choices: context.choices } : {}),
      ...(context?.chosen ? { chosen: context.chosen.label ?? context.chosen.value } : {}),
      ...(context?.turnTiming ? { timing: context.turnTiming } : {}),
      ...(session === undefined ? {} : { session }),
    };
  }
}

function merged(fields: object, patch: object): Record<string, unknown> {
  const all = Object.entries({ ...fields, ...patch });
  const taken = Object.entries(patch).filter(([, value]) => value === null);
  return Object.fromEntries(all.filter(([name]) => !taken.some(([other]) => other === name)));
}
