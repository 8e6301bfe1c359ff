// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { failed } from '../support/fake-bridge';
import { allByRole, byRole, nameOf, click, eventually, press, text, type } from '../support/render';
import { card, clickWith, openKontasks, titlesIn } from './board-page';
import type { FakeKonsole } from '../support/fake-bridge';
import { showKontasks, useUi } from '../../../renderer/stores/ui-store';
import { undoNewest } from '../../../renderer/ui/toast';

const choices = [
  { label: 'SSE first', value: 'Proceed with SSE', primary: true },
  { label: 'Hybrid', value: 'Do both' },
];

const few = (konsole: FakeKonsole) => {
  konsole.addKontask({ title: 'Decide', status: 'needs_decision', context: { choices } });
  konsole.addKontask({ title: 'Adapter', tags: ['providers'], targetUser: 'claude' });
  konsole.addKontask({ title: 'Wire', scope: 'vibetools' });
  konsole.addKontask({ title: 'Slow turn', status: 'completed' });
  konsole.addKontask({ title: 'Put away', status: 'archived' });
};

const updates = (konsole: FakeKonsole) =>
  konsole.calls.filter((call) => call.name === 'kontask.update').map((call) => call.params);

test('each state has a column with its count, and what is over is folded', async () => {
  await openKontasks(few);
  expect(titlesIn('Needs decision')).toEqual(['Decide']);
  expect(titlesIn('Pending').toSorted()).toEqual(['Adapter', 'Wire']);
  expect(byRole('heading', /^Pending/).textContent).toBe('Pending 2');
  expect(allByRole('article', 'Put away')).toEqual([]);
  await click(byRole('button', 'Archived1'));
  await eventually(() => expect(titlesIn('Archived')).toEqual(['Put away']));
});

test('a number on a card shows what would be sent, and only then sends it', async () => {
  const konsole = await openKontasks(few);
  await press(card('Decide'), '1');
  await eventually(() => expect(byRole('dialog').textContent).toContain('Proceed with SSE'));
  expect(konsole.sent).toEqual([]);
  await click(byRole('button', 'Choose'));
  await eventually(() => expect(titlesIn('In progress')).toEqual(['Decide']));
  expect(konsole.sent.map((message) => message.text)).toEqual(['Proceed with SSE']);
  expect(card('Decide').textContent).toContain('Chosen: SSE first');
});

test('Alt and an arrow move a card to the next column, and undo moves it back', async () => {
  const konsole = await openKontasks(few);
  await press(card('Wire'), 'ArrowRight', { altKey: true });
  expect(titlesIn('Completed')).toContain('Wire');
  await eventually(() => expect(document.activeElement).toBe(card('Wire')));
  expect(updates(konsole)[0]).toMatchObject({ patch: { status: 'completed' }, base: 1 });
  await act(async () => void undoNewest());
  await eventually(() => expect(titlesIn('Pending')).toContain('Wire'));
  expect(titlesIn('Completed')).toEqual(['Slow turn']);
});

test('a move that somebody else was faster than is said, and the card is where it was', async () => {
  const konsole = await openKontasks(few);
  konsole.answer('kontask.update', failed('conflict', 'Somebody else changed it meanwhile.'));
  await press(card('Wire'), 'ArrowRight', { altKey: true });
  await eventually(() => expect(titlesIn('Pending')).toContain('Wire'));
  expect(byRole('alert').textContent).toContain('Somebody else changed it meanwhile.');
});

test('a card is dragged from column to column', async () => {
  const konsole = await openKontasks(few);
  const [column] = [document.querySelector('[data-column=in_progress]') as HTMLElement];
  const fire = (target: HTMLElement, name: string) =>
    act(async () => {
      const event = new Event(name, { bubbles: true, cancelable: true });
      Object.assign(event, { dataTransfer: { setData() {}, types: [] } });
      target.dispatchEvent(event);
    });
  await fire(card('Wire'), 'dragstart');
  await fire(column, 'dragover');
  expect(column.hasAttribute('data-over')).toBe(true);
  await fire(column, 'drop');
  expect(column.hasAttribute('data-over')).toBe(false);
  await eventually(() => expect(titlesIn('In progress')).toEqual(['Wire']));
  expect(updates(konsole)).toHaveLength(1);
});

test('what others change comes by itself, and the focus stays', async () => {
  const konsole = await openKontasks(few);
  await act(async () => card('Adapter').focus());
  await act(async () => konsole.changeKontask('k3', { status: 'failed', title: 'Wire, again' }));
  await eventually(() => expect(titlesIn('Pending')).toEqual(['Adapter']));
  expect(byRole('button', 'Failed1')).toBeTruthy();
  expect(document.activeElement).toBe(card('Adapter'));
});

test('several are selected, moved and brought back as one', async () => {
  const konsole = await openKontasks(few);
  await clickWith(card('Wire'), { ctrlKey: true });
  await clickWith(card('Decide'), { ctrlKey: true });
  expect(byRole('toolbar').textContent).toContain('2 selected');
  await click(byRole('button', 'Archive'));
  await eventually(() => expect(updates(konsole)).toHaveLength(2));
  await eventually(() => expect(titlesIn('Needs decision')).toEqual([]));
  await act(async () => void undoNewest());
  await eventually(() => expect(titlesIn('Needs decision')).toEqual(['Decide']));
  expect(titlesIn('Pending').toSorted()).toEqual(['Adapter', 'Wire']);
});

test('all that the filter finds is selected, deleted, and restored', async () => {
  const konsole = await openKontasks(few);
  await press(card('Wire'), 'a', { ctrlKey: true });
  await eventually(() => expect(byRole('toolbar').textContent).toContain('4 selected'));
  await press(card('Wire'), 'Delete');
  await eventually(() => expect(allByRole('article')).toEqual([]));
  expect(konsole.kontaskOf('k5')?.title).toBe('Put away');
  await act(async () => void undoNewest());
  await eventually(() => expect(allByRole('article')).toHaveLength(4));
});

test('Start is there for an agent alone', async () => {
  const konsole = await openKontasks(few);
  expect(allByRole('button', 'Start')).toHaveLength(1);
  await click(byRole('button', 'Start'));
  await eventually(() => expect(titlesIn('In progress')).toEqual(['Adapter']));
  expect(konsole.calls.filter((call) => call.name === 'kontask.start')).toHaveLength(1);
});

test('words that are typed narrow it, and are still there on the way back', async () => {
  await openKontasks(few);
  await type(byRole('searchbox', 'Search titles and output'), 'wire');
  await eventually(() => expect(allByRole('article').map(nameOf)).toEqual(['Wire']));
  expect(text()).toContain('1 of 5');
  await press(card('Wire'), 'Enter');
  expect(useUi.getState().kontask).toBe('k3');
  await act(async () => showKontasks());
  expect(allByRole('article').map(nameOf)).toEqual(['Wire']);
});
