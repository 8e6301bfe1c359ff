/** What stands in a kontask as a person reads it: states, dates, figures, names of fields. Pure. */
import { momentOf } from '../../../../preload/contract/kontask-date';
import type { KontaskTiming } from '../../../../preload/contract/shapes';

/** Only its first letter: `general` → `General`, `api-review` → `Api-review`. */
export const capitalised = (text: string): string =>
  text.slice(0, 1).toLocaleUpperCase() + text.slice(1);

/**
 * 5 Jan 2026, 11:49, with am and pm where the person's clock has them, in their zone. What is no date stays as it is
 * written.
 */
export function dateWords(written: string, hour12 = usesHour12(), timeZone?: string): string {
  const at = momentOf(written);
  if (Number.isNaN(at)) return written;
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    hour12,
    timeZone,
  }).format(at);
}

const usesHour12 = () =>
  new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions().hour12 ?? false;

/** The instant as ISO 8601 in UTC, and as it is written where that is something else. */
export function exactDate(written: string): string {
  const at = momentOf(written);
  if (Number.isNaN(at)) return 'No date that can be read';
  const exact = new Date(at).toISOString();
  return exact === written ? exact : `${exact}, written as ${written}`;
}

/** 51.6 s · 12 m 51.6 s · 2 h 5 m 3.1 s: to the tenth, however long. Input in ms. */
export function exactDuration(ms: number): string {
  const tenths = Math.round(Math.max(0, ms) / 100);
  const seconds = `${((tenths % 600) / 10).toFixed(1)} s`;
  const minutes = Math.floor(tenths / 600);
  if (minutes === 0) return seconds;
  if (minutes < 60) return `${minutes} m ${seconds}`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} m ${seconds}`;
}

/** 771.6 s. */
export const inSeconds = (ms: number): string => `${(Math.max(0, ms) / 1000).toFixed(1)} s`;

export interface TimePart {
  name: string;
  /** Class of its colour. */
  fill: string;
  pct: number;
}

/** The parts that are known, the rest of the whole as `Other` where that is something. Percent as written, else reckoned. */
export function timeParts(timing: KontaskTiming): TimePart[] {
  const { totalMs, ttfeMs, thinkingMs, toolExecutionMs } = timing;
  const part = (name: string, fill: string, pct: number | undefined, ms: number | undefined) => {
    const shown = pct ?? (ms !== undefined && totalMs > 0 ? (100 * ms) / totalMs : undefined);
    return shown === undefined ? [] : [{ name, fill, pct: bounded(shown) }];
  };
  const parts = [
    ...part('First event', 'bg-part-first', timing.ttfePct, ttfeMs),
    ...part('Thinking', 'bg-part-think', timing.thinkingPct, thinkingMs),
    ...part('Tools', 'bg-part-tool', timing.toolsPct, toolExecutionMs),
  ];
  const left = 100 - parts.reduce((sum, { pct }) => sum + pct, 0);
  return left > 0 && parts.length > 0
    ? [...parts, { name: 'Other', fill: 'bg-part-other', pct: left }]
    : parts;
}

const bounded = (pct: number) => Math.min(100, Math.max(0, Math.round(pct)));

const fieldNames: Record<string, string> = {
  'context.output': 'output',
  'context.choices': 'choices',
  'context.chosen': 'the choice',
  'context.turnTiming': 'timing',
  'context.layout': 'layout',
  'context.requestId': 'the turn that asked',
  'context.requestedAt': 'when it was asked for',
  requestId: 'the turn that asked',
  targetUser: 'who it is for',
  createdBy: 'creator',
  createdAt: 'creation date',
  updatedAt: 'update date',
};

/** `context.output` → `output`. A field that nobody here knows keeps its name. */
export const fieldName = (path: string): string =>
  Object.hasOwn(fieldNames, path) ? (fieldNames[path] ?? path) : path;
