/** The committed baseline: its format, read strictly, and how new figures are put into it. Pure. */
import type { Machine } from './machine';
import type { Values } from './compare';
import { figures } from './figures';

export interface Baseline {
  format: 1;
  /** When its newest figures were taken, ISO. */
  takenAt: string;
  /** Where they were taken. */
  machine: Machine;
  /** By id of the figure. */
  figures: Values;
}

const machineFields = {
  cores: 'number',
  cpu: 'string',
  memoryGB: 'number',
  system: 'string',
  node: 'string',
  electron: 'string',
  load: 'number',
} as const;

/** Throws with the reason when the text is not a baseline of this bench. */
export function readBaseline(text: string): Baseline {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value) || value['format'] !== 1) throw wrong('it has no "format": 1');
  const { takenAt, machine, figures: found } = value;
  if (typeof takenAt !== 'string' || Number.isNaN(Date.parse(takenAt)))
    throw wrong('"takenAt" is no time');
  if (!isRecord(machine)) throw wrong('"machine" is missing');
  for (const [name, type] of Object.entries(machineFields)) {
    if (typeof machine[name] !== type) throw wrong(`"machine.${name}" is no ${type}`);
  }
  if (!isRecord(found)) throw wrong('"figures" is missing');
  const known = new Set(figures.map(({ id }) => id));
  for (const [id, one] of Object.entries(found)) {
    if (!known.has(id)) throw wrong(`no figure is called "${id}"`);
    if (typeof one !== 'number' || !Number.isFinite(one)) throw wrong(`"${id}" is no number`);
  }
  return value as unknown as Baseline;
}

/** What was not measured this time stays as it was. In the order of the figures, so that a diff reads well. */
export function putInto(
  before: Baseline | undefined,
  now: Values,
  machine: Machine,
  at: Date,
): Baseline {
  const all = { ...before?.figures, ...now };
  const sorted: Record<string, number> = {};
  for (const { id } of figures) {
    const value = all[id];
    if (value !== undefined) sorted[id] = Math.round(value * 1000) / 1000;
  }
  return { format: 1, takenAt: at.toISOString(), machine, figures: sorted };
}

export const writeBaseline = (baseline: Baseline): string =>
  `${JSON.stringify(baseline, null, 2)}\n`;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrong = (why: string) =>
  new Error(
    `test/bench/baseline.json is not a baseline: ${why}. Remove it and take it anew with --save.`,
  );
