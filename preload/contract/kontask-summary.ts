/** A kontask as lists show it: the short fields, and of the long ones the beginning, within the index's bound. Pure; no zod. */
import { isFields } from './kontask-patch';
import { limits } from './limits';
import type { Kontask, KontaskSummary, KontaskTiming } from './shapes';
import { cutText as cut } from './text';

/** How much is told of each part, UTF-16 units or entries; the first that fits is taken. */
interface Room {
  title: number;
  description: number;
  name: number;
  tags: number;
  choices: number;
  label: number;
}

const rooms: readonly Room[] = [
  { title: 500, description: 400, name: 200, tags: 30, choices: 10, label: 100 },
  { title: 300, description: 160, name: 100, tags: 12, choices: 5, label: 50 },
  { title: 120, description: 0, name: 40, tags: 4, choices: 2, label: 30 },
];
/** Every letter may take six bytes of JSON: what is told in any case is shorter still. */
const least = { title: 60, name: 40 };

const timingFields = [
  'totalMs',
  'ttfeMs',
  'thinkingMs',
  'toolExecutionMs',
  'toolCallCount',
  'thinkingPct',
  'toolsPct',
  'ttfePct',
] as const;

/** The turn that asked, wherever it is named. */
export const requestOf = (kontask: Kontask): string | undefined =>
  kontask.requestId ?? kontask.context?.requestId;

export function summaryOfKontask(kontask: Kontask, rev: number): KontaskSummary {
  for (const room of rooms) {
    const summary = summaryWithin(kontask, rev, room);
    if (bytesOf(summary) <= limits.indexSummaryBytes) return summary;
  }
  const { id, type, status, title } = kontask;
  return { id, rev, type: cut(type, least.name), status, title: cut(title, least.title) };
}

function summaryWithin(kontask: Kontask, rev: number, room: Room): KontaskSummary {
  const { id, type, status, title, description, tags, context } = kontask;
  const summary: KontaskSummary = {
    ...{ id, rev, type: cut(type, room.name), status },
    title: cut(title, room.title),
  };
  if (description && room.description > 0) summary.description = cut(description, room.description);
  for (const name of ['createdBy', 'createdAt', 'updatedAt', 'scope', 'targetUser'] as const) {
    const value = kontask[name];
    if (value !== undefined) summary[name] = cut(value, room.name);
  }
  const request = requestOf(kontask);
  if (request !== undefined) summary.requestId = cut(request, room.name);
  if (tags && tags.length > 0) {
    summary.tags = tags.slice(0, room.tags).map((tag) => cut(tag, room.label));
  }
  if (context?.choices && context.choices.length > 0) {
    summary.choices = context.choices.slice(0, room.choices).map(({ label, primary }) => ({
      label: cut(label, room.label),
      ...(primary === undefined ? {} : { primary }),
    }));
  }
  if (context?.chosen)
    summary.chosen = cut(context.chosen.label ?? context.chosen.value, room.label);
  const timing = timingOf(context?.turnTiming);
  if (timing) summary.timing = timing;
  return summary;
}

function timingOf(timing: unknown): KontaskTiming | undefined {
  if (!isFields(timing) || typeof timing['totalMs'] !== 'number') return undefined;
  const told: KontaskTiming = { totalMs: timing['totalMs'] };
  for (const name of timingFields) {
    const value = timing[name];
    if (typeof value === 'number') told[name] = value;
  }
  return told;
}

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;
