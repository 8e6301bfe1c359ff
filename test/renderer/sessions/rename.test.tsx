// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, expect, test } from 'vitest';
import { App } from '../../../renderer/main-window/app';
import { startPage } from '../../../renderer/stores/start';
import { createFakeKonsole } from '../support/fake-bridge';
import { byRole, press, render } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
let id = '';

beforeEach(async () => {
  resetStores();
  konsole = createFakeKonsole();
  id = konsole.addSession({ title: 'Old plans' });
  startPage(konsole.page, () => {});
  await render(<App />);
  await press(byRole('button', /^Old plans/), 'F2');
});

const field = () => byRole('textbox', 'Session title') as HTMLInputElement;

test('what a person writes as a title is not selected again when the list is renewed', async () => {
  expect(document.activeElement).toBe(field());
  field().value = 'New';
  field().setSelectionRange(3, 3);
  await act(async () =>
    konsole.emit(id, [
      { type: 'session.changed', at: Date.now(), session: { updatedAt: Date.now() + 5000 } },
    ]),
  );
  expect(field().value).toBe('New');
  expect([field().selectionStart, field().selectionEnd]).toEqual([3, 3]);
});

test.each([
  ['Enter', 'New plans'],
  ['Escape', 'Old plans'],
])('after %s the row has the focus again', async (key, title) => {
  field().value = 'New plans';
  await press(field(), key);
  expect(konsole.stateOf(id)?.session.title).toBe(title);
  expect(document.activeElement).toBe(byRole('button', new RegExp(`^${title}`)));
});

test('the Enter that ends the name presses nothing else', async () => {
  field().value = 'New plans';
  const event = await press(field(), 'Enter');
  expect(event.defaultPrevented).toBe(true);
});
