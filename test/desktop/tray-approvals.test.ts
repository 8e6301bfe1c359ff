/** Waiting approvals in the tray's menu. */
import { expect, test } from 'vitest';
import { type Pending, pendingOf } from '../../main/desktop/approvals-watch';
import { type TrayItem, trayModel } from '../../main/desktop/tray-model';
import { emptyIndex } from '../../preload/contract/index-state';
import type { Approval, Session } from '../../preload/contract/shapes';

const now = 1_800_000_000_000;
const waiting: Session = {
  ...{ id: 's1', kind: 'main', title: 'Build it', model: 'demo/demo', status: 'waiting' },
  ...{ approvals: 1, turn: 't1', startedAt: now - 61_000, createdAt: now, updatedAt: now },
};
const asks = (patch: Partial<Approval> = {}, session = 's1'): Pending =>
  pendingOf(session, {
    ...{ id: 'a1', turn: 't1', summary: 'Write made.txt', risk: 'medium' },
    ...patch,
  });
const model = (approvals: Pending[], sessions = [waiting]) =>
  trayModel({ index: { ...emptyIndex(), sessions, seq: 1, pos: 1 }, approvals, now, seenAt: now });
type Menu = Extract<TrayItem, { kind: 'menu' }>;
const menusOf = (items: TrayItem[]) =>
  items.filter((item): item is Menu => item.kind === 'menu' && item.label.startsWith('Needs you'));
const labels = (items: TrayItem[]) => items.map((item) => ('label' in item ? item.label : '-'));
const answers = (items: TrayItem[]) =>
  items.flatMap((item) =>
    item.kind === 'item' && item.action.do === 'answer' ? [item.action] : [],
  );

test('an approval can be allowed, denied and opened; each answer names it', () => {
  const { state, tooltip, items } = model([asks()]);
  expect([state, tooltip]).toEqual(['needs-you', 'Konsole: 1 needs you']);
  const [menu, ...more] = menusOf(items);
  expect(more).toEqual([]);
  expect(menu?.label).toBe('Needs you: Build it: Write made.txt');
  expect(labels(menu?.items ?? [])).toEqual(['Write made.txt', '-', 'Allow', 'Deny', 'Open']);
  expect(answers(menu?.items ?? [])).toEqual([
    { do: 'answer', session: 's1', approval: 'a1', decision: 'allow' },
    { do: 'answer', session: 's1', approval: 'a1', decision: 'deny' },
  ]);
});

test('a turn that waits for a person still has its age and its Stop', () => {
  const { items } = model([asks()]);
  const running = items.find((item) => 'label' in item && item.label === 'Build it · 1 min');
  expect(running).toMatchObject({ items: [{ label: 'Open' }, { label: 'Stop' }] });
});

test('attack 15: what a menu line cannot show whole is not allowed from it', () => {
  const harmless = `echo ${'a'.repeat(130)}`;
  const cases: Partial<Approval>[] = [
    { risk: 'high' },
    { summary: `${harmless}; rm -rf ~`, command: `${harmless}; rm -rf ~` },
    { summary: 'Run the tests', command: 'rm -rf ~' },
    { summary: 'Run echo hi rm -rf ~', command: 'echo hi\nrm -rf ~' },
    { summary: 'Write safe\u202etxt.exe' },
    { summary: 'Write a\u200bb.txt' },
    { summary: 'Run echo fine…' },
    { summary: 'Write some…where.txt' },
    { summary: '\u001b[2K\u001b[1A' },
  ];
  for (const patch of cases) {
    const [menu] = menusOf(model([asks(patch)]).items);
    expect(answers(menu?.items ?? []).map(({ decision }) => decision)).toEqual(['deny']);
    expect(labels(menu?.items ?? []).slice(-2)).toEqual(['Open to decide…', 'Deny']);
  }
});

test('attack 15: ANSI, bidi and zero-width text is gone from every line of the menu', () => {
  const nasty = 'Write \u001b[31mred\u202e txt.exe\u200b\n  & more';
  const title = 'Allow\u2066: \u001b]0;x\u0007 & all';
  const { items } = model([asks({ summary: nasty, why: nasty })], [{ ...waiting, title }]);
  const [menu] = menusOf(items);
  const lines = [menu?.label ?? '', ...labels(menu?.items ?? [])];
  expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(lines[1]).toBe('Write [31mred txt.exe && more');
});

test('attack 15: a title cannot pass for the question, which has a line of its own', () => {
  const title = 'Tests: Write notes.txt';
  const risky = asks({ summary: 'Run make clean', command: 'make clean' });
  const [menu] = menusOf(model([risky], [{ ...waiting, title }]).items);
  expect(labels(menu?.items ?? [])[0]).toBe('Run make clean');
});

test('attack 15: of two that read alike each answer goes to its own', () => {
  const two = [asks(), asks({ id: 'a2' }, 's2')];
  const menus = menusOf(model(two, [waiting, { ...waiting, id: 's2' }]).items);
  expect(menus.map((menu) => answers(menu.items)[0]?.approval)).toEqual(['a1', 'a2']);
});

test('why it is asked has a line where it is not plain', () => {
  const [menu] = menusOf(model([asks({ why: 'It lies outside the folder.' })]).items);
  expect(labels(menu?.items ?? [])[1]).toBe('It lies outside the folder.');
});

test('a session whose question is not known here can still be opened', () => {
  const { state, items } = model([]);
  expect(state).toBe('needs-you');
  expect(items).toContainEqual({
    ...{ kind: 'item', label: 'Needs you: Build it' },
    action: { do: 'open', session: 's1' },
  });
});

test('a question of which the list of sessions does not know yet is there already', () => {
  const idle: Session = { ...waiting, status: 'running', approvals: 0 };
  const { state, tooltip, items } = model([asks()], [idle]);
  expect([state, tooltip]).toEqual(['needs-you', 'Konsole: 1 needs you']);
  expect(menusOf(items)).toHaveLength(1);
});

test('thirty questions do not make a menu of thirty lines', () => {
  const many = Array.from({ length: 30 }, (_, i) => asks({ id: `a${i}` }));
  const { items } = model(many);
  expect(menusOf(items)).toHaveLength(8);
  expect(labels(items)).toContain('and 22 more wait for you');
});
