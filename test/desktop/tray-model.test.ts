import { expect, test } from 'vitest';
import { drawTrayIcon } from '../../main/desktop/tray-icon';
import { age, type TrayFacts, type TrayItem, trayModel } from '../../main/desktop/tray-model';
import { emptyIndex } from '../../preload/contract/index-state';
import type { Session } from '../../preload/contract/shapes';

const now = 1_800_000_000_000;
function session(id: string, patch: Partial<Session>): Session {
  const plain = {
    id,
    kind: 'main',
    title: id,
    model: 'demo/demo',
    status: 'idle',
    approvals: 0,
  } as const;
  return { ...plain, createdAt: now, updatedAt: now - 1000, ...patch };
}
function model(sessions: Session[], more: Partial<TrayFacts> = {}) {
  const index = { ...emptyIndex(), sessions, seq: 1, pos: 1 };
  return trayModel({ index, approvals: [], now, seenAt: now - 60_000, ...more });
}
const labels = (items: TrayItem[]) => items.map((item) => ('label' in item ? item.label : '-'));

test('idle it offers a quick turn, a new main turn, opening and quitting', () => {
  const { state, tooltip, items } = model([session('a', {})]);
  expect(state).toBe('idle');
  expect(tooltip).toBe('Konsole');
  expect(labels(items)).toEqual(['Quick Turn', 'New main turn', '-', 'Open Konsole', 'Quit']);
});

test('each running turn is there with its age, and its Stop names that turn', () => {
  const running = session('a', {
    status: 'running',
    turn: 't7',
    title: 'Build & test',
    startedAt: now - 185_000,
  });
  const { state, items } = model([running]);
  expect(state).toBe('working');
  const entry = items.find((item) => item.kind === 'menu');
  expect(entry).toMatchObject({
    label: 'Build && test · 3 min',
    items: [
      { label: 'Open', action: { do: 'open', session: 'a' } },
      { label: 'Stop', action: { do: 'stop', session: 'a', turn: 't7' } },
    ],
  });
});

test('what needs a person outranks what runs, and trouble outranks both', () => {
  const running = session('a', { status: 'running', turn: 't' });
  const waiting = session('b', { status: 'waiting', approvals: 1 });
  const failed = session('c', { status: 'failed' });
  expect(model([running, waiting]).state).toBe('needs-you');
  expect(model([running, waiting, failed]).state).toBe('trouble');
  expect(model([running, waiting, failed]).tooltip).toBe(
    'Konsole: 1 failed, 1 needs you, 1 running',
  );
  expect(model([], { trouble: 'The hotkey is taken' }).state).toBe('trouble');
});

test('a failure that a person has seen is no news', () => {
  expect(model([session('c', { status: 'failed' })], { seenAt: now }).state).toBe('idle');
});

test('a title of any kind stays one short line', () => {
  const title = `two\nlines\u202e and ${'much '.repeat(40)}`;
  const [, , , entry] = model([session('a', { status: 'running', turn: 't', title })]).items;
  expect(entry).toHaveProperty(
    'label',
    expect.stringMatching(/^two lines and .{1,40}… · under a minute$/),
  );
});

test('thirty running turns do not make a menu of thirty lines', () => {
  const many = Array.from({ length: 30 }, (_, i) =>
    session(`s${i}`, { status: 'running', turn: 't' }),
  );
  expect(labels(model(many).items)).toContain('and 22 more running');
});

test('decisions count among what needs a person, the newest by name, and lead to the others', () => {
  const asking = Array.from({ length: 7 }, (_, i) => ({
    id: `k${i}`,
    title: `Which ${i}?`,
    since: 9 - i,
  }));
  const index = { ...emptyIndex(), asking, needDecision: 9 };
  const sessions = [session('b', { status: 'waiting', approvals: 1 })];
  const { state, tooltip, items } = model([], { index: { ...index, sessions } });
  expect(state).toBe('needs-you');
  expect(tooltip).toBe('Konsole: 10 need you');
  const from = labels(items).indexOf('Decisions');
  expect(labels(items).slice(from, from + 7)).toEqual([
    'Decisions',
    ...asking.slice(0, 5).map(({ title }) => title),
    '4 more…',
  ]);
  expect(items[from + 1]).toMatchObject({ action: { do: 'open', kontask: 'k0' } });
  expect(items[from + 6]).toMatchObject({ action: { do: 'open', decisions: true } });
});

test('with nothing to decide there is no word of decisions', () => {
  expect(labels(model([]).items)).not.toContain('Decisions');
});

test('ages are whole minutes', () => {
  expect([age(0), age(59_999), age(60_000), age(3_725_000)]).toEqual([
    'under a minute',
    'under a minute',
    '1 min',
    '1 h 2 min',
  ]);
});

test('each state has a picture of its own', () => {
  const pictures = (['idle', 'working', 'needs-you', 'trouble'] as const).map((state) =>
    drawTrayIcon(state, 22).toString('base64'),
  );
  expect(new Set(pictures).size).toBe(4);
  expect(drawTrayIcon('working', 44)).toHaveLength(44 * 44 * 4);
});
