// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, expect, test } from 'vitest';
import type { Session } from '../../../preload/contract/shapes';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import { startPage } from '../../../renderer/stores/start';
import { createFakeKonsole, failed, ok } from '../support/fake-bridge';
import { allByRole, byRole, click, render, text } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
let made: string[] = [];

beforeEach(async () => {
  resetStores();
  konsole = createFakeKonsole();
  made = [];
  konsole.answer('session.list', ({ limit, before }) => {
    const all = made
      .map((id) => konsole.stateOf(id)?.session)
      .filter((session): session is Session => session?.archived === true);
    const from = before === undefined ? 0 : Number(before);
    const end = from + Number(limit);
    return ok({
      sessions: all.slice(from, end),
      ...(end < all.length ? { next: String(end) } : {}),
    });
  });
  startPage(konsole.page, onNotice);
  await render(<App />);
});

const add = (title: string, archived = false) =>
  act(async () => {
    made.push(konsole.addSession(archived ? { title, archived } : { title }));
  });
const unfold = () => click(byRole('button', 'Archived'));
const titles = () =>
  Array.from(byRole('list', 'Archived sessions').querySelectorAll('li .truncate.font-medium')).map(
    (title) => title.textContent,
  );

test('archived sessions are asked for when their place is opened, and restored from there', async () => {
  const asked = () => konsole.calls.filter((call) => call.name === 'session.list');
  await add('Old plans', true);
  expect(asked()).toEqual([]);
  await unfold();
  expect(titles()).toEqual(['Old plans']);
  await click(byRole('button', /^Old plans/));
  await click(byRole('button', /restore$/));
  expect(konsole.stateOf(made[0] as string)?.session.archived).toBe(false);
  expect(byRole('list', 'Recent').textContent).toContain('Old plans');
  expect(allByRole('list', 'Archived sessions')).toEqual([]);
});

test('a session that is archived while the place is open appears in it', async () => {
  await add('Tray icons');
  await unfold();
  expect(text()).toContain('Nothing is archived.');
  await act(async () => {
    await konsole.bridge.commands['session.archive']({ session: made[0] as string });
  });
  expect(titles()).toEqual(['Tray icons']);
});

test('more are loaded a page at a time', async () => {
  for (let at = 0; at < 31; at += 1) await add(`Session ${at}`, true);
  await unfold();
  expect(titles()).toHaveLength(30);
  await click(byRole('button', 'Show more'));
  expect(titles()).toHaveLength(31);
  expect(allByRole('button', 'Show more')).toEqual([]);
});

test('a list that cannot be had says why, and is tried again', async () => {
  await add('Old plans', true);
  const answer = konsole.answer;
  answer('session.list', failed('internal', 'The database is busy.'));
  await unfold();
  expect(byRole('alert').textContent).toContain('The database is busy.');
  answer('session.list', () => ok({ sessions: [konsole.stateOf(made[0] as string)?.session] }));
  await click(byRole('button', 'Try again'));
  expect(titles()).toEqual(['Old plans']);
});
