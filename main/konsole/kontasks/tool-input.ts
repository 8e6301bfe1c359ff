/** What a model says of a kontask, read as data: known fields, of the right shape, and all else left out. Pure. */
import type { z } from 'zod';
import {
  kontaskDraft,
  kontaskFilter,
  kontaskStatus,
  type KontaskDraft,
  type KontaskFilter,
  type KontaskPatch,
} from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';

export type Input = Readonly<Record<string, unknown>>;
/** `wrong` names the field and says what to do. */
export type Read<Value> = { ok: true; value: Value } | { ok: false; wrong: string };

const plain = ['title', 'description', 'status', 'type', 'tags', 'scope', 'targetUser'] as const;
const inContext = ['output', 'choices'] as const;

function named(input: Input, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(input, name)).map((name) => [name, input[name]]),
  );
}

/** Only what a choice is made of. */
function contextOf(input: Input): Record<string, unknown> {
  const given = named(input, inContext);
  const { choices } = given;
  if (!Array.isArray(choices)) return given;
  const clean = choices.map((choice: unknown) =>
    typeof choice === 'object' && choice !== null
      ? named(choice as Input, ['label', 'value', 'primary'])
      : choice,
  );
  return { ...given, choices: clean };
}

/** A new one, with what follows from the rest filled in: choices that stand open ask for a decision. */
export function readDraft(input: Input): Read<KontaskDraft> {
  const context = contextOf(input);
  const { choices } = context;
  const asks = Array.isArray(choices) && choices.length > 0;
  const parsed = kontaskDraft.safeParse({
    ...(asks ? { status: 'needs_decision' } : {}),
    ...named(input, plain),
    ...(Object.keys(context).length === 0 ? {} : { context }),
  });
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, wrong: words(parsed) };
}

export function readChange(input: Input): Read<{ id: string; patch: KontaskPatch }> {
  const { id } = input;
  if (typeof id !== 'string' || id.trim() === '') {
    return {
      ok: false,
      wrong: 'id is missing: give the id of a kontask, as kontask_list tells it.',
    };
  }
  const context = contextOf(input);
  const fields = named(input, plain);
  const whole = { title: 'unchanged', ...fields, context };
  const parsed = kontaskDraft.safeParse(whole);
  if (!parsed.success) return { ok: false, wrong: words(parsed) };
  const patch = { ...fields, ...(Object.keys(context).length === 0 ? {} : { context }) };
  if (Object.keys(patch).length === 0) {
    return {
      ok: false,
      wrong: 'Nothing is named that is to change: give a field and its new value.',
    };
  }
  return { ok: true, value: { id: id.trim(), patch } };
}

export interface Look extends KontaskFilter {
  limit: number;
}

const usual = 20;
const most = 50;

/** What is not understood narrows nothing. */
export function readLook(input: Input): Look {
  const { query, scope, limit } = input;
  const given = Array.isArray(input['status']) ? input['status'] : [input['status']];
  const status = kontaskStatus.options.filter((one) => given.includes(one));
  const parsed = kontaskFilter.safeParse({
    ...(typeof query === 'string' && query.trim() !== '' ? { query: query.slice(0, 500) } : {}),
    ...(typeof scope === 'string' && scope.trim() !== '' ? { scope: [scope.slice(0, 200)] } : {}),
    ...(status.length > 0 ? { status } : {}),
  });
  const wanted = typeof limit === 'number' && limit >= 1 ? Math.floor(limit) : usual;
  return { ...(parsed.success ? parsed.data : {}), limit: Math.min(wanted, most) };
}

/** The first things that are wrong, each with its place. */
function words({ error }: { error: z.ZodError }): string {
  const said = error.issues.slice(0, 3).map(({ path, message }) => {
    const place = path.filter((name) => name !== 'context').join('.');
    return `${place || 'the input'}: ${cutText(oneLine(message), 200)}`;
  });
  return `${said.join('; ')}. Mend that and make the call again.`;
}
