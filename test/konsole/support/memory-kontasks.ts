/** Kontasks of a journal in memory, folded from its events at each question. */
import { kontaskAfter } from '../../../main/konsole/journal/kontask-answers';
import { toldOfTurn } from '../../../main/konsole/journal/kontask-of-turn';
import type { KontaskReads } from '../../../main/konsole/journal/types';
import type { KontaskEvent, KonsoleEvent } from '../../../preload/contract/events';
import { fieldAt, patchFields } from '../../../preload/contract/kontask-patch';
import { requestOf, summaryOfKontask } from '../../../preload/contract/kontask-summary';
import type { Kontask, KontaskFilter, KontaskStatus } from '../../../preload/contract/shapes';

interface Kept {
  kontask: Kontask;
  rev: number;
  changed: number;
  /** Until when it can be brought back, where it is deleted. */
  until?: number;
}

export function memoryKontasks(events: readonly KonsoleEvent[], undoMs: number): KontaskReads {
  const past = (id: string) =>
    events.filter(({ channel }) => channel === `kontask/${id}`) as KontaskEvent[];

  function all(): Map<string, Kept> {
    const kept = new Map<string, Kept>();
    for (const event of events) {
      if (event.type === 'kontask.written' || event.type === 'kontask.changed') {
        const id = event.channel.slice('kontask/'.length);
        const kontask = kontaskAfter(kept.get(id)?.kontask, event);
        if (kontask) kept.set(id, { kontask, rev: event.seq, changed: event.pos });
      }
      const gone = event.type === 'kontask.deleted' ? kept.get(event.kontask) : undefined;
      if (gone) gone.until = event.at + undoMs;
    }
    return kept;
  }

  const there = () =>
    [...all().values()]
      .filter(({ until }) => until === undefined)
      .sort((left, right) => right.changed - left.changed);

  function sessionOf(turn: string | undefined): string | undefined {
    const queued = events.find((event) => event.type === 'turn.queued' && event.turn === turn);
    return queued?.channel.slice('session/'.length);
  }

  function heldOf({ kontask, rev }: Kept) {
    const session = sessionOf(requestOf(kontask));
    return structuredClone({ kontask, rev, ...(session === undefined ? {} : { session }) });
  }
  const ofRequest = (turn: string) => there().filter(({ kontask }) => requestOf(kontask) === turn);
  const find = (id: string) => there().find(({ kontask }) => kontask.id === id);

  return {
    async get(id) {
      const kept = find(id);
      return kept && heldOf(kept);
    },
    async output(id, from, chars) {
      const kept = find(id);
      const text = kept?.kontask.context?.output;
      if (!kept || text === undefined) return undefined;
      const end = from + chars;
      const next = end < text.length ? { next: end } : {};
      return { rev: kept.rev, text: text.slice(from, end), ...next };
    },
    async list({ status, before, limit, ...narrowed }) {
      const all = there();
      const open = all.filter(({ kontask }) => fits(kontask, narrowed));
      const found = open.filter(({ kontask }) => isOneOf(status, kontask.status));
      const counts: Partial<Record<KontaskStatus, number>> = {};
      for (const { kontask } of open) counts[kontask.status] = (counts[kontask.status] ?? 0) + 1;
      const from = found.findIndex(({ kontask }) => kontask.id === before) + 1;
      const page = found.slice(from, from + limit);
      const kontasks = page.map(({ kontask, rev }) => {
        const session = sessionOf(requestOf(kontask));
        const summary = summaryOfKontask(kontask, rev);
        return session === undefined ? summary : { ...summary, session };
      });
      const next = from + limit < found.length ? page.at(-1)?.kontask.id : undefined;
      const about = { total: found.length, all: all.length, counts };
      return { kontasks, ...about, ...(next === undefined ? {} : { next }) };
    },
    facets: async () => ({ scope: [], tags: [], type: [], createdBy: [], targetUser: [] }),
    async history(id, limit) {
      const changes = past(id).map((event) => ({
        ...{ rev: event.seq, at: event.at, by: event.by },
        how: event.type === 'kontask.written' ? event.how : ('changed' as const),
        fields: event.type === 'kontask.written' ? [] : patchFields(event.patch),
      }));
      return changes.reverse().slice(0, limit);
    },
    ofRequest: async (turn) => ofRequest(turn).map(headOf),
    ofTurn: async (turn) => toldOfTurn(ofRequest(turn).map(({ kontask }) => kontask)),
    heads: async (ids) =>
      there()
        .filter(({ kontask }) => ids.includes(kontask.id))
        .map(headOf),
    async whole(ids) {
      const kept = new Map(there().map(({ kontask }) => [kontask.id, kontask]));
      return [...(ids ?? kept.keys())].flatMap((id) => kept.get(id) ?? []);
    },
    async fieldsAt(id, rev, fields) {
      const kontask = past(id)
        .filter(({ seq }) => seq <= rev)
        .reduce(kontaskAfter, undefined as Kontask | undefined);
      return Object.fromEntries(fields.map((field) => [field, kontask && fieldAt(kontask, field)]));
    },
    async deleted(id, now) {
      const kept = all().get(id);
      return kept?.until !== undefined && kept.until > now ? heldOf(kept) : undefined;
    },
    sessionOf: async (turn) => sessionOf(turn),
  };
}

const headOf = ({ kontask: { id, type, status }, rev }: Kept) => ({ id, rev, type, status });

/** An empty list of values narrows nothing. */
const isOneOf = (wanted: readonly string[] | undefined, value: string | undefined) =>
  !wanted || wanted.length === 0 || (value !== undefined && wanted.includes(value));

function fits(kontask: Kontask, { query = '', tags = [], ...filter }: KontaskFilter): boolean {
  const { title, description, context } = kontask;
  const words = [title, description, context?.output].join('\n').toLowerCase();
  const named = ['scope', 'type', 'createdBy', 'targetUser'] as const;
  return (
    named.every((name) => isOneOf(filter[name], kontask[name])) &&
    tags.every((tag) => kontask.tags?.includes(tag)) &&
    words.includes(query.toLowerCase())
  );
}
