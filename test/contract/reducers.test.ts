/**
 * Runs the fixtures of test/fixtures/reducers, one test each, named as its file.
 *
 * `state` is laid over an empty state, `given` are events before those that are tested. An event without a
 * place gets the next one. `expect` must be found in the result, `absent` are paths that must not be there,
 * `unchanged` means that nothing but seq and pos is different.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { IndexEvent, SessionEvent } from '../../preload/contract/events';
import { emptyIndex, type IndexState, reduceIndex } from '../../preload/contract/index-state';
import {
  emptySession,
  reduceSession,
  type SessionState,
} from '../../preload/contract/session-state';

interface Fixture {
  reducer?: 'index';
  state?: object;
  given?: object[];
  events: object[];
  expect?: object;
  absent?: string[];
  unchanged?: true;
}

type State = SessionState | IndexState;

const folder = fileURLToPath(new URL('../fixtures/reducers/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

function fold(fixture: Fixture, from: State, events: readonly object[]): State {
  return events.reduce((state: State, raw) => {
    const place = { pos: state.pos + 1, seq: state.seq + 1, channel: 'session/s' };
    const event = { ...place, ...raw };
    return fixture.reducer === 'index'
      ? reduceIndex(state as IndexState, event as IndexEvent)
      : reduceSession(state as SessionState, event as SessionEvent);
  }, from);
}

function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (part, key) =>
        typeof part === 'object' && part !== null
          ? (part as Record<string, unknown>)[key]
          : undefined,
      value,
    );
}

test('there are fixtures', () => {
  expect(files.length).toBeGreaterThanOrEqual(25);
});

test.each(files.map((file) => [file.replace('.json', '').replaceAll('-', ' '), file]))(
  '%s',
  (_name, file) => {
    const fixture = JSON.parse(readFileSync(folder + file, 'utf8')) as Fixture;
    const empty = fixture.reducer === 'index' ? emptyIndex() : emptySession('s');
    const before = fold(fixture, { ...empty, ...fixture.state }, fixture.given ?? []);
    const frozen = structuredClone(before);
    const after = fold(fixture, before, fixture.events);
    expect(before).toEqual(frozen);
    if (fixture.unchanged) expect({ ...after, seq: before.seq, pos: before.pos }).toEqual(before);
    if (fixture.expect) expect(after).toMatchObject(fixture.expect);
    for (const path of fixture.absent ?? []) expect(at(after, path), path).toBeUndefined();
  },
);
