import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { grammars } from '../../../renderer/features/markdown/highlight/grammars';
import { createHighlighter } from '../../../renderer/features/markdown/highlight/highlighter';
import type { WorkerLike } from '../../../renderer/features/markdown/highlight/highlighter';
import {
  languageId,
  languageIds,
  languageName,
} from '../../../renderer/features/markdown/highlight/languages';
import type { HighlightRequest } from '../../../renderer/features/markdown/highlight/protocol';
import { packRuns, runsOfPieces } from '../../../renderer/features/markdown/highlight/runs';

interface FakeWorker extends WorkerLike {
  asked: HighlightRequest[];
  ended: boolean;
}

let workers: FakeWorker[] = [];
const newWorker = () => {
  const made: FakeWorker = {
    asked: [],
    ended: false,
    postMessage: (message) => made.asked.push(message),
    terminate: () => {
      made.ended = true;
    },
    onmessage: null,
    onerror: null,
  };
  workers.push(made);
  return made;
};
function say(worker: FakeWorker | undefined, type: 'ready' | 'done') {
  const id = worker?.asked.at(-1)?.id ?? 0;
  const data = type === 'ready' ? { id, type } : { id, type, runs: packRuns([[3, 1]]) };
  worker?.onmessage?.(new MessageEvent('message', { data }));
}

beforeEach(() => {
  workers = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

test('blocks are coloured one after the other, and known the next time without asking', () => {
  const highlighter = createHighlighter(newWorker);
  const done: (number | undefined)[] = [];
  highlighter.ask('go', 'one', (runs) => done.push(runs?.length));
  highlighter.ask('go', 'two', (runs) => done.push(runs?.length));
  expect(workers[0]?.asked.map(({ text }) => text)).toEqual(['one']);
  say(workers[0], 'done');
  say(workers[0], 'done');
  expect(done).toEqual([1, 1]);
  expect(highlighter.known('go', 'one')).toHaveLength(1);
  expect(highlighter.known('rust', 'one')).toBeUndefined();
});

test('a worker that hangs is ended, its block stays plain, and the next has a new one', () => {
  const highlighter = createHighlighter(newWorker);
  const done: unknown[] = [];
  highlighter.ask('go', 'endless', (runs) => done.push(runs));
  highlighter.ask('go', 'next', () => undefined);
  say(workers[0], 'ready');
  vi.advanceTimersByTime(1_999);
  expect(workers[0]?.ended).toBe(false);
  vi.advanceTimersByTime(1);
  expect(workers[0]?.ended).toBe(true);
  expect(done).toEqual([undefined]);
  expect(workers[1]?.asked.map(({ text }) => text)).toEqual(['next']);
  // It is not tried again.
  highlighter.ask('go', 'endless', (runs) => done.push(runs));
  expect(done).toEqual([undefined, undefined]);
});

test('I10 a worker without work is ended, and no timer is left', () => {
  const highlighter = createHighlighter(newWorker);
  highlighter.ask('go', 'one', () => undefined);
  say(workers[0], 'done');
  vi.advanceTimersByTime(60_000);
  expect(workers[0]?.ended).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('what is taken back is not asked, and hears nothing', () => {
  const highlighter = createHighlighter(newWorker);
  const heard = vi.fn();
  highlighter.ask('go', 'one', heard)();
  highlighter.ask('go', 'two', heard)();
  say(workers[0], 'done');
  expect(workers[0]?.asked).toHaveLength(1);
  expect(heard).not.toHaveBeenCalled();
});

test('runs cut to pieces cover each piece, whatever its length', () => {
  const pair = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 12 }));
  fc.assert(
    fc.property(
      fc.array(pair, { minLength: 1 }),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
      (pairs, lengths) => {
        const looks = pairs.flatMap(([length, look]) => Array<number>(length).fill(look));
        const pieces = runsOfPieces(packRuns(pairs), lengths);
        let at = 0;
        for (const [index, length] of lengths.entries()) {
          const isLast = index === lengths.length - 1;
          const wanted = looks.slice(at, isLast ? undefined : at + length);
          const shown = pieces[index]?.flatMap((run) => Array<number>(run.length).fill(run.look));
          expect(shown ?? wanted.map(() => 0)).toEqual(wanted);
          at += length;
        }
      },
    ),
  );
});

test('each language has a grammar, and the names that models write lead to it', () => {
  expect(languageIds.filter((id) => !grammars[id])).toEqual([]);
  for (const [name, id] of [
    ['ts', 'typescript'],
    ['py', 'python'],
    ['bash', 'shellscript'],
    ['c++', 'cpp'],
    ['yml', 'yaml'],
    ['dockerfile', 'docker'],
    ['patch', 'diff'],
  ]) {
    expect(languageId(name ?? '')).toBe(id);
  }
  expect(languageId('constructor')).toBeUndefined();
  expect(languageName('klingon')).toBe('klingon');
});

const tokens = readFileSync(join(import.meta.dirname, '../../../renderer/ui/tokens.css'), 'utf8');
const looks = readFileSync(join(import.meta.dirname, '../../../renderer/ui/code.css'), 'utf8');

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test.each(['dark', 'light'])('each colour of code can be read on its ground, %s', (theme) => {
  const start = theme === 'dark' ? 0 : tokens.indexOf('prefers-color-scheme: light');
  const valueOf = (name: string) =>
    new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(tokens.slice(start))?.[1] ?? '#000000';
  const ground = luminance(valueOf('code'));
  const names = [...looks.matchAll(/color: var\(--([\w-]+)\)/g)].map(([, name]) => name ?? '');
  expect(names).toHaveLength(12);
  for (const name of [...names, 'ink']) {
    const [darker = 0, lighter = 0] = [ground, luminance(valueOf(name))].sort((a, b) => a - b);
    expect((lighter + 0.05) / (darker + 0.05), name).toBeGreaterThanOrEqual(4.5);
  }
});
