/** What is appended when a kontask changes: its own event, and the summary for everybody who looks at the index. Pure. */
import { kontaskChannel } from '../../../preload/contract/channel';
import { KonsoleError } from '../../../preload/contract/errors';
import {
  applyKontaskPatch,
  differingFields,
  effectivePatch,
  fieldAt,
  patchFields,
  sameValue,
} from '../../../preload/contract/kontask-patch';
import { summaryOfKontask } from '../../../preload/contract/kontask-summary';
import type {
  Kontask,
  KontaskDraft,
  KontaskPatch,
  KontaskStatus,
} from '../../../preload/contract/shapes';
import type { NewEvent } from '../journal/types';
import { checkedKontask, checkNames } from './checked';
import type { Held, Writing } from './types';

/** Set when a kontask is made, and by no change of it. */
const fixed = ['id', 'createdAt'] as const;

export interface Change {
  /** None where the patch says what is so already. */
  events: NewEvent[];
  after: { kontask: Kontask; rev: number };
}

/** Throws `invalid` naming the field, or `too-large`. `at` is epoch ms. */
export function patched(before: Held, patch: KontaskPatch, by: string, at: number): Change {
  checkNames(patch);
  for (const field of fixed) {
    if (patch[field] === undefined || sameValue(patch[field], before.kontask[field])) continue;
    throw new KonsoleError('invalid', `${field} cannot be changed: leave it out.`);
  }
  const effective = effectivePatch(before.kontask, tidied(patch));
  if (!effective) return { events: [], after: { kontask: before.kontask, rev: before.rev } };
  const whole = { ...effective, updatedAt: dateOf(at) };
  const kontask = checkedKontask(applyKontaskPatch(before.kontask, whole));
  const rev = before.rev + 1;
  return {
    after: { kontask, rev },
    events: [
      {
        channel: kontaskChannel(kontask.id),
        body: { type: 'kontask.changed', at, by, patch: whole },
      },
      listing(kontask, rev, at, before.kontask.status),
    ],
  };
}

/** When it changed is known here; a title has no space around it. */
function tidied(patch: KontaskPatch): KontaskPatch {
  const { updatedAt: _said, ...rest } = patch;
  return typeof rest['title'] === 'string' ? { ...rest, title: rest['title'].trim() } : rest;
}

/** The whole as it is. `was`: what is there now under its id. */
export function written(
  { kontask, how }: Writing,
  was: { rev: number; status: KontaskStatus } | undefined,
  by: string,
  at: number,
): NewEvent[] {
  const rev = (was?.rev ?? 0) + 1;
  return [
    {
      channel: kontaskChannel(kontask.id),
      body: { type: 'kontask.written', at, by, how, kontask },
    },
    listing(kontask, rev, at, was?.status),
  ];
}

export function listing(
  kontask: Kontask,
  rev: number,
  at: number,
  was: KontaskStatus | undefined,
): NewEvent {
  const summary = summaryOfKontask(kontask, rev);
  return {
    channel: 'index',
    body: { type: 'kontask.listed', at, kontask: summary, ...(was === undefined ? {} : { was }) },
  };
}

/** A draft with all that it leaves open, in the order in which kontasks are written. */
export function drafted(draft: KontaskDraft, id: string, by: string, at: number): Kontask {
  checkNames(draft);
  const { type = 'general', status = 'pending', title, description, context, ...rest } = draft;
  const { createdBy = by, createdAt = dateOf(at), ...others } = rest;
  const given = { description, context };
  const now = dateOf(at);
  return checkedKontask(
    withoutNothing({
      ...{ id, type, status, title: title.trim(), ...given, createdBy, createdAt },
      ...others,
      ...{ id, updatedAt: now },
    }),
  );
}

const withoutNothing = (fields: { [name: string]: unknown }) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** Throws `conflict` when others have set a field since to something else than the patch says. */
export function refuseOverwriting(
  now: Kontask,
  patch: KontaskPatch,
  base: Record<string, unknown> | undefined,
): void {
  const fields = patchFields(patch).filter((field) => field !== 'updatedAt');
  const meant = differingFields(now, applyKontaskPatch(now, patch), fields);
  const atBase = (field: string) => (base && Object.hasOwn(base, field) ? base[field] : undefined);
  const clash = meant.filter((field) => !base || !sameValue(atBase(field), fieldAt(now, field)));
  if (clash.length === 0) return;
  throw new KonsoleError(
    'conflict',
    `Somebody else has changed ${clash.join(', ')} meanwhile. Look at it as it is now, then change it again.`,
  );
}

const dateOf = (at: number): string => new Date(at).toISOString();
