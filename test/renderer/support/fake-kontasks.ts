/** The kontasks of the konsole in memory: as the commands promise them, with a history and a word on the index for each change. */
import type { Answer, ErrorCode } from '../../../preload/contract/errors';
import type { IndexEventBody } from '../../../preload/contract/events';
import type {
  Kontask,
  KontaskChange,
  KontaskPatch,
  KontaskStatus,
  KontaskSummary,
} from '../../../preload/contract/shapes';
import { facetsOf, firstOfEach, fits, isOneOf } from './fake-kontask-lists';

type Params = Record<string, unknown>;

interface Held {
  kontask: Kontask;
  rev: number;
  changes: KontaskChange[];
  /** After each revision, the first one first. */
  versions: Kontask[];
}

export interface KontaskDeps {
  /** Says it on the index channel. */
  list: (body: IndexEventBody) => void;
  now: () => number;
  /** The session that a turn is in, where there is one. */
  sessionOf: (turn: string | undefined) => string | undefined;
  /** Sends a message, to a new session where none is named; gives where it went. */
  send: (session: string | undefined, text: string) => { session: string; turn: string };
}

export type FakeKontasks = ReturnType<typeof fakeKontasks>;

const ok = (result: unknown = {}): Answer => ({ ok: true, result });
const failed = (code: ErrorCode, message: string): Answer => ({ ok: false, code, message });
const missing = failed('not-found', 'There is no such kontask any more.');

export function fakeKontasks({ list, now, sessionOf, send }: KontaskDeps) {
  const all = new Map<string, Held>();
  const deleted = new Map<string, Held>();
  let ids = 0;

  const iso = () => new Date(now()).toISOString();
  const heldOf = ({ id }: Params) => all.get(String(id));
  const answer = ({ kontask, rev }: Held) => {
    const session = sessionOf(kontask.requestId);
    return ok({ kontask, rev, ...(session === undefined ? {} : { session }) });
  };

  const listed = (kontask: Kontask, rev: number) => {
    const session = sessionOf(kontask.requestId);
    return { ...summaryOf(kontask, rev), ...(session === undefined ? {} : { session }) };
  };

  function say(held: Held, was?: KontaskStatus): void {
    const kontask = summaryOf(held.kontask, held.rev);
    list({ type: 'kontask.listed', at: now(), kontask, ...(was ? { was } : {}) });
  }

  /** Puts one there, as it is; what is left out is filled in. */
  function addKontask(fields: Partial<Kontask> = {}): string {
    ids += 1;
    const kontask: Kontask = {
      id: `k${ids}`,
      type: 'general',
      status: 'pending',
      title: 'A kontask',
      createdBy: 'ada',
      createdAt: iso(),
      updatedAt: iso(),
      ...fields,
    };
    const created = { rev: 1, at: now(), by: kontask.createdBy ?? 'ada', how: 'created' as const };
    const held: Held = {
      kontask,
      rev: 1,
      changes: [{ ...created, fields: [] }],
      versions: [kontask],
    };
    all.set(kontask.id, held);
    say(held);
    return kontask.id;
  }

  /** As an agent or another window changes it. */
  function changeKontask(id: string, patch: KontaskPatch, by = 'claude'): void {
    const held = all.get(id);
    if (!held) throw new Error('There is no such kontask.');
    const was = held.kontask.status;
    held.kontask = { ...patched(held.kontask, patch), updatedAt: iso() };
    held.rev += 1;
    held.versions.push(held.kontask);
    const { status } = held.kontask;
    const change = { rev: held.rev, at: now(), by, how: 'changed' as const };
    held.changes.push({
      ...change,
      fields: pathsOf(patch),
      ...(status === was ? {} : { status }),
    });
    say(held, was);
  }

  const handlers = {
    'kontask.create': ({ kontask }: Params): Answer => {
      const id = addKontask(kontask as Partial<Kontask>);
      return answer(all.get(id) as Held);
    },
    'kontask.update': (params: Params): Answer => {
      const held = heldOf(params);
      if (!held) return missing;
      const patch = params.patch as KontaskPatch;
      const base = typeof params.base === 'number' ? held.versions[params.base - 1] : held.kontask;
      const fields = pathsOf(patch).filter((path) => {
        const theirs = at(held.kontask, path);
        return !equal(theirs, at(base, path)) && !same(theirs, at(patch, path));
      });
      if (fields.length > 0)
        return failed('conflict', `Somebody else changed it meanwhile: ${fields.join(', ')}.`);
      changeKontask(held.kontask.id, patch, 'ada');
      return answer(held);
    },
    'kontask.get': (params: Params): Answer => {
      const held = heldOf(params);
      const output = held?.kontask.context?.output ?? '';
      const chars = Number(params.outputChars ?? output.length);
      if (!held) return missing;
      if (output.length <= chars) return answer(held);
      const context = { ...held.kontask.context, output: output.slice(0, chars) };
      return ok({ kontask: { ...held.kontask, context }, rev: held.rev, next: chars });
    },
    'kontask.output': (params: Params): Answer => {
      const held = heldOf(params);
      if (!held) return missing;
      if (held.rev !== params.rev) return failed('conflict', 'It was changed meanwhile.');
      const from = Number(params.from);
      const text = (held.kontask.context?.output ?? '').slice(from);
      const piece = text.slice(0, 100_000);
      return ok(piece === text ? { text } : { text: piece, next: from + piece.length });
    },
    'kontask.history': (params: Params): Answer => {
      const held = heldOf(params);
      return held ? ok({ changes: held.changes.toReversed() }) : missing;
    },
    'kontask.delete': (params: Params): Answer => {
      const held = heldOf(params);
      if (!held) return missing;
      const { id, status } = held.kontask;
      all.delete(id);
      deleted.set(id, held);
      list({ type: 'kontask.deleted', at: now(), kontask: id, was: status });
      return ok();
    },
    'kontask.restore': ({ id }: Params): Answer => {
      const held = deleted.get(String(id));
      if (!held) return missing;
      deleted.delete(held.kontask.id);
      all.set(held.kontask.id, held);
      held.rev += 1;
      held.versions.push(held.kontask);
      say(held);
      return answer(held);
    },
    'kontask.list': ({ limit, before, each, ...filter }: Params): Answer => {
      const any = [...all.values()]
        .filter((held) => fits(held.kontask, { ...filter, status: undefined }))
        .toSorted((a, b) => stamp(b) - stamp(a));
      const found = any.filter(({ kontask }) => isOneOf(filter.status, kontask.status));
      const from = before === undefined ? 0 : 1 + found.findIndex((h) => h.kontask.id === before);
      const page = found.slice(from, from + Number(limit ?? 100));
      const counts: Partial<Record<KontaskStatus, number>> = {};
      for (const { kontask } of any) counts[kontask.status] = (counts[kontask.status] ?? 0) + 1;
      const more = from + page.length < found.length;
      const inEach = each === true ? firstOfEach(found, Number(limit ?? 100)) : undefined;
      return ok({
        kontasks: (inEach?.rows ?? page).map(({ kontask, rev }) => listed(kontask, rev)),
        total: found.length,
        all: all.size,
        counts,
        ...(inEach ? { nexts: inEach.nexts } : {}),
        ...(more && !inEach ? { next: page.at(-1)?.kontask.id } : {}),
      });
    },
    'kontask.facets': (): Answer => ok(facetsOf([...all.values()].map((held) => held.kontask))),
    'kontask.choose': ({ value, custom, ...params }: Params): Answer => {
      const held = heldOf(params);
      if (!held) return missing;
      const { kontask } = held;
      if (kontask.context?.chosen)
        return failed('conflict', `${kontask.context.chosen.by} has chosen already.`);
      const choice = kontask.context?.choices?.find((one) => one.value === value);
      if (!choice && custom !== true) return failed('invalid', 'This is none of its choices.');
      const went = send(sessionOf(kontask.requestId), String(value));
      const label = choice ? { label: choice.label } : {};
      const chosen = { value: String(value), ...label, by: 'ada', at: iso(), ...went };
      const decided = kontask.status === 'needs_decision' ? { status: 'in_progress' } : {};
      changeKontask(kontask.id, { ...decided, context: { chosen } }, 'ada');
      return ok(went);
    },
    'kontask.start': (params: Params): Answer => {
      const held = heldOf(params);
      if (!held) return missing;
      const went = send(undefined, held.kontask.title);
      changeKontask(held.kontask.id, { status: 'in_progress', requestId: went.turn }, 'ada');
      return ok(went);
    },
    'kontask.export': ({ ids: wanted }: Params): Answer => {
      const chosen = wanted as string[] | undefined;
      const kontasks = [...all.values()].map((held) => held.kontask);
      return ok({ kontasks: kontasks.filter(({ id }) => chosen?.includes(id) ?? true) });
    },
    'kontask.import': (): Answer => ok({ imported: 0, ids: [], duplicates: [], problems: [] }),
  };

  return {
    handlers,
    /** For a test to put them there, change them, and look. */
    reach: {
      addKontask,
      changeKontask,
      kontaskOf: (id: string): Kontask | undefined => all.get(id)?.kontask,
    },
  };
}

/** Of JSON; without Node, so that the preview can show it. */
const equal = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const stamp = ({ kontask }: Held) => Date.parse(kontask.updatedAt ?? '') || 0;
const same = (theirs: unknown, mine: unknown) => equal(theirs, mine === null ? undefined : mine);

/** One level, of the context one level more; `null` takes away. */
function patched(kontask: Kontask, patch: KontaskPatch): Kontask {
  const next: Record<string, unknown> = { ...kontask };
  for (const [name, value] of Object.entries(patch)) {
    const inner = name === 'context' && value !== null;
    if (value === null) delete next[name];
    else
      next[name] = inner
        ? patched((kontask.context ?? {}) as Kontask, value as KontaskPatch)
        : value;
  }
  return next as Kontask;
}

function pathsOf(patch: KontaskPatch): string[] {
  return Object.entries(patch).flatMap(([name, value]) =>
    name === 'context' && value !== null
      ? Object.keys(value as object).map((inner) => `context.${inner}`)
      : [name],
  );
}

function at(whole: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Params | undefined)?.[name], whole);
}

function summaryOf(kontask: Kontask, rev: number): KontaskSummary {
  const { context, ...rest } = kontask;
  const choices = context?.choices?.map(({ label, primary }) =>
    primary === undefined ? { label } : { label, primary },
  );
  const chosen = context?.chosen && (context.chosen.label ?? context.chosen.value.slice(0, 80));
  return {
    ...rest,
    rev,
    ...(choices ? { choices } : {}),
    ...(chosen === undefined ? {} : { chosen }),
    ...(context?.turnTiming ? { timing: context.turnTiming } : {}),
  };
}
