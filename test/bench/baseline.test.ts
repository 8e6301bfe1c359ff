/** The baseline's format, the committed one included, and the list of figures that it is about. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fakeHouses } from '../fakes/houses';
import { badInputs } from './bad-prose';
import { putInto, readBaseline, writeBaseline } from './baseline';
import { figures } from './figures';
import { differenceWords, loadWarning, type Machine } from './machine';

const machine: Machine = {
  cores: 2,
  cpu: 'A processor',
  memoryGB: 8,
  system: 'linux 6',
  node: '20.18.0',
  electron: '33.2.1',
  load: 0.1,
};
const at = new Date('2026-01-02T03:04:05Z');

test('a baseline that was written is read as it was', () => {
  const baseline = putInto(undefined, { 'shortcut.p95': 41.23456 }, machine, at);
  expect(readBaseline(writeBaseline(baseline))).toEqual({
    format: 1,
    takenAt: '2026-01-02T03:04:05.000Z',
    machine,
    figures: { 'shortcut.p95': 41.235 },
  });
});

test('saving a part of the figures leaves the others as they were', () => {
  const before = putInto(undefined, { 'typing.p95': 20, 'shortcut.p95': 41 }, machine, at);
  const after = putInto(before, { 'shortcut.p95': 39 }, machine, at);
  expect(after.figures).toEqual({ 'shortcut.p95': 39, 'typing.p95': 20 });
  expect(Object.keys(after.figures)).toEqual(['shortcut.p95', 'typing.p95']);
});

test.each([
  ['{}', 'format'],
  ['{"format":1,"takenAt":"never"}', 'takenAt'],
  ['{"format":1,"takenAt":"2026-01-02"}', 'machine'],
])('%s is refused with its reason', (text, reason) => {
  expect(() => readBaseline(text)).toThrow(reason);
});

test.each([
  [{ 'no.such': 1 }, 'no figure is called "no.such"'],
  [{ 'shortcut.p95': 'fast' }, '"shortcut.p95" is no number'],
])('figures %j are refused', (wrong, reason) => {
  const baseline = putInto(undefined, {}, machine, at);
  expect(() => readBaseline(JSON.stringify({ ...baseline, figures: wrong }))).toThrow(reason);
});

test('the committed baseline, where there is one, can be read', () => {
  const file = new URL('baseline.json', import.meta.url);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  expect(() => text !== undefined && readBaseline(text)).not.toThrow();
});

test('every figure has a name of its own and belongs to the measurement it is named after', () => {
  const ids = figures.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, of } of figures) expect(id.startsWith(`${of}.`)).toBe(true);
});

const faults = [
  ...['loop', 'memory', 'kill', 'stop'].map((id) => `quick-faults-hosts.${id}`),
  ...['full', 'hung', 'flood', 'window'].map((id) => `quick-faults-around.${id}`),
  'quick-faults-disk.second',
];

const flows = ['ws-single', 'ws-batched', 'sse-single', 'sse-batched'];
const blocked = ['ws-acks-once', 'ws-reads-no-more', 'sse-reads-no-more'];

test('what must be reached is what was promised', () => {
  const limits = figures.flatMap(({ id, limit }) => (limit === undefined ? [] : [[id, limit]]));
  expect(Object.fromEntries(limits)).toEqual({
    'cold-start.typable': 1_500,
    'shortcut.p95': 50,
    'quick-share.wire-p95': 10,
    'quick-share.follow-up-p95': 10,
    'quick-share.cold-p95': 400,
    'quick-engine.saved': 100,
    ...Object.fromEntries(faults.map((id) => [id, 1.2])),
    'quick-faults-disk.disk': 150,
    'quick-faults-disk.disk-p95': 150,
    'sessions-40.ratio': 1.1,
    'provider.p95': 50,
    'stop.answer-p95': 100,
    'stop.command-p95': 100,
    'delta.100kb-p95': 7,
    'delta.growth': 2,
    'frames.ratio': 1.2,
    'open.many-turns': 300,
    'typing.p95': 30,
    'idle.cpu': 0.5,
    'idle.memory': 350,
    'journal.appends': 50_000,
    'kontasks.list': 100,
    'kontasks.board': 100,
    'kontasks.search-p95': 50,
    'kontasks.filter-p95': 50,
    'kontasks.drag-frame': 50,
    'kontasks.page': 60,
    'kontasks.output': 200,
    'kontasks.output-task': 50,
    ...Object.fromEntries(
      fakeHouses.flatMap(({ kind }) => [
        [`adapters.${kind}-cpu`, 1.5],
        [`adapters.${kind}-first`, 10],
        [`adapters.${kind}-stop`, 50],
      ]),
    ),
    'loop.p95': 5,
    'loop.deltas-ratio': 1.5,
    'grep.ratio': 1.3,
    'wire-trip.ratio': 1.5,
    ...Object.fromEntries(flows.map((id) => [`wire-flow.${id}-share`, 0.6])),
    'wire-resume.long-p95': 10,
    'wire-resume.ratio': 1.5,
    ...Object.fromEntries(blocked.map((id) => [`wire-blocked.${id}`, 1])),
    'wire-window.p99': 32,
    'wire-window.frame': 50,
    'wire-window.all-p99': 32,
    'wire-window.all-frame': 50,
    'wire-crowd.p99': 250,
    ...Object.fromEntries(Object.keys(badInputs()).map((id) => [`bad-input.${id}`, 100])),
  });
});

test('a machine with other things to do is warned of', () => {
  expect(loadWarning(machine)).toBeUndefined();
  expect(loadWarning({ ...machine, load: 1.4 })).toContain('busy: load 1.4 on 2 cores');
});

test('another machine than the baseline’s is named with what differs', () => {
  expect(differenceWords(machine, machine)).toBeUndefined();
  expect(differenceWords({ ...machine, load: 3, system: 'linux 7' }, machine)).toBeUndefined();
  expect(differenceWords({ ...machine, cores: 16 }, machine)).toContain('cores: 2, here 16');
});
