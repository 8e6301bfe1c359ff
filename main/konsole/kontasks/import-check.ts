/**
 * One kontask out of a file: taken as it is, taken without what is wrong in it, or not at all. What can be left out is;
 * `id`, `type`, `status` and `title` cannot. Nothing else of it is changed, no order either. Pure; carries zod.
 */
import { momentOf } from '../../../preload/contract/kontask-date';
import { limits } from '../../../preload/contract/limits';
import {
  kontask as schema,
  type Kontask,
  type KontaskProblem,
} from '../../../preload/contract/shapes';
import { hostileIn } from './hostile';
import { kindOf, type Path, wordsOf } from './import-words';

export interface Checked {
  /** Absent: nothing of it can be taken. */
  kontask?: Kontask;
  /** Bytes of JSON. */
  bytes: number;
  problems: KontaskProblem[];
}

interface Fault {
  path: Path;
  message: string;
  /** What is left out because of it; absent where that cannot be. */
  drop?: Path;
}

type Fields = Record<string, unknown>;

const required: ReadonlySet<string> = new Set(['id', 'type', 'status', 'title']);
const dates: readonly Path[] = [
  ['createdAt'],
  ['updatedAt'],
  ['context', 'requestedAt'],
  ['context', 'chosen', 'at'],
];
/** Longest lists; what is beyond is cut before anything looks at each entry. */
const lists: readonly [Path, number][] = [
  [['tags'], limits.kontaskTags],
  [['context', 'choices'], limits.kontaskChoices],
  [
    ['context', 'layout'],
    schema.shape.context.unwrap().shape.layout.unwrap().element.options.length,
  ],
];
/** Without these, what they are a part of says nothing. */
const partsNeeded: ReadonlySet<string> = new Set([
  'choices.label',
  'choices.value',
  'turnTiming.totalMs',
  'chosen.value',
  'chosen.by',
  'chosen.at',
]);
/** Each round leaves something out, and what is left may be looked at for the first time. */
const mostRounds = 4;

/** `index`: its place in the file, from 0. */
export function checkKontask(value: unknown, index: number): Checked {
  const refuse = (field: string, message: string): Checked => ({
    bytes: 0,
    problems: [{ index, field, message }],
  });
  if (!isFields(value)) {
    const what = `is ${kindOf(value)} and no kontask`;
    return refuse('', `${what}: an object with id, type, status and title is expected.`);
  }
  const hostile = hostileIn(value);
  if (hostile) return refuse(hostile.field, hostile.message);
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > limits.kontaskBytes) {
    const mb = limits.kontaskBytes / 1024 / 1024;
    return refuse('', `has more than ${mb} MB: shorten its output, or leave fields out.`);
  }

  const problems: KontaskProblem[] = [];
  let now = value;
  const leaveOut = (faults: readonly Fault[]) => {
    // A copy that may be changed; from the end, so that places in lists stay what they are.
    now = structuredClone(now);
    for (const { path, drop } of faults.toReversed()) take(now, drop ?? path);
    for (const { path, message } of faults) {
      problems.push({ index, field: path.join('.'), message, mended: true });
    }
  };
  const long = tooLong(now);
  for (const { list, most, length } of long) {
    now = structuredClone(now);
    (at(now, list) as unknown[]).length = most;
    const message = `has ${length} entries, and ${most} at most: the rest was left out.`;
    problems.push({ index, field: list.join('.'), message, mended: true });
  }
  for (let round = 0; round < mostRounds; round += 1) {
    const faults = faultsOf(now);
    if (faults.length === 0) return { kontask: now as Kontask, bytes, problems };
    const fatal = faults.filter(({ drop }) => !drop);
    if (fatal.length > 0) {
      const said = fatal.map(({ path, message }) => ({ index, field: path.join('.'), message }));
      return { bytes: 0, problems: said };
    }
    leaveOut(faults);
  }
  return refuse('', 'has more wrong than can be left out: correct what is named by the format.');
}

const tooLong = (value: Fields) =>
  lists.flatMap(([list, most]) => {
    const found = at(value, list);
    return Array.isArray(found) && found.length > most
      ? [{ list, most, length: found.length }]
      : [];
  });

/** In the order of the fields, those in one list by their place. */
function faultsOf(value: Fields): Fault[] {
  const parsed = schema.safeParse(value);
  const faults = (parsed.error?.issues ?? []).map((issue): Fault => {
    const path = issue.path.map((name) => (typeof name === 'number' ? name : String(name)));
    return { path, ...judged(path, wordsOf(issue, at(value, path))) };
  });
  const { id } = value;
  if (typeof id === 'string' && /[\p{Cc}\p{Cs}]|^\s|\s$/u.test(id)) {
    const message = 'has signs that no id can have: give it one of letters, digits and dashes.';
    faults.push({ path: ['id'], message });
  }
  for (const path of dates) {
    const text = at(value, path);
    if (typeof text !== 'string' || faults.some((fault) => startsWith(fault.path, path))) continue;
    if (Number.isNaN(momentOf(text))) {
      const what = 'is no date: write it as 2026-01-05T13:00:00Z, in any zone';
      faults.push({ path, ...judged(path, what) });
    }
  }
  return oncePerDrop(faults);
}

function judged(path: Path, what: string): { message: string; drop?: Path } {
  const [first = ''] = path;
  if (path.length === 0 || (path.length === 1 && required.has(String(first)))) {
    return { message: `${what}.` };
  }
  const drop = dropFor(path);
  const whole = drop.length < path.length ? `; ${nameOf(drop)} was left out` : '; left out';
  return { message: `${what}${whole}.`, drop };
}

/** What goes where this is wrong: a field, one entry of a list, or what it is a needed part of. */
function dropFor(path: Path): Path {
  const [first, second, third, fourth] = path;
  if (first === 'context' && second === 'choices' && fourth !== undefined) {
    return partsNeeded.has(`choices.${fourth}`) ? path.slice(0, 3) : path.slice(0, 4);
  }
  if (first === 'context' && third !== undefined) {
    return partsNeeded.has(`${second}.${third}`) ? path.slice(0, 2) : path.slice(0, 3);
  }
  return path.slice(0, 2);
}

const nameOf = (drop: Path) => (drop[1] === 'choices' ? 'the choice' : `“${drop.join('.')}”`);

/** What goes already need not go again: a choice that has neither label nor value is one entry. */
function oncePerDrop(faults: readonly Fault[]): Fault[] {
  const gone = new Set<string>();
  return faults.filter(({ drop }) => {
    if (!drop) return true;
    const key = drop.join('\0');
    if (gone.has(key)) return false;
    gone.add(key);
    return true;
  });
}

function at(value: unknown, path: Path): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name))
      return undefined;
    found = (found as Record<string | number, unknown>)[name];
  }
  return found;
}

function take(value: Fields, path: Path): void {
  const name = path.at(-1) ?? '';
  const owner = at(value, path.slice(0, -1));
  if (Array.isArray(owner)) owner.splice(Number(name), 1);
  else if (typeof owner === 'object' && owner !== null) delete (owner as Fields)[name];
}

const startsWith = (path: Path, beginning: Path) =>
  path.every((name, place) => place >= beginning.length || name === beginning[place]);

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
