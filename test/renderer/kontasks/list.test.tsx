// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { readImport } from '../../../renderer/features/kontasks/list/import-store';
import { useUi } from '../../../renderer/stores/ui-store';
import { undoNewest } from '../../../renderer/ui/toast';
import { failed, ok } from '../support/fake-bridge';
import type { FakeKonsole } from '../support/fake-bridge';
import { allByRole, byRole, click, eventually, press, text, type } from '../support/render';
import { card, openKontasks, titlesIn } from './board-page';

const many = (count: number) => (konsole: FakeKonsole) => {
  for (let at = 0; at < count; at += 1)
    konsole.addKontask({
      title: `Kontask ${at}`,
      scope: at % 2 === 0 ? 'vibetools' : 'konsole',
      updatedAt: new Date(Date.UTC(2026, 0, 1) - at * 60_000).toISOString(),
    });
};
const rows = () => titlesIn('Kontasks');
const asked = (konsole: FakeKonsole, name: string) =>
  konsole.calls.filter((call) => call.name === name).map((call) => call.params);

test('of a thousand kontasks only those near the sight are in the page', async () => {
  await openKontasks(many(1_000), 'list');
  await eventually(() => expect(rows()[0]).toBe('Kontask 0'));
  expect(rows().length).toBeLessThan(60);
  const [item] = allByRole('listitem').filter((one) => one.hasAttribute('aria-setsize'));
  expect(item?.getAttribute('aria-setsize')).toBe('1000');
});

test('arrows go from row to row, and Enter opens one', async () => {
  await openKontasks(many(5), 'list');
  await eventually(() => expect(rows()).toHaveLength(5));
  await act(async () => card('Kontask 0').focus());
  await press(card('Kontask 0'), 'ArrowDown');
  expect(document.activeElement).toBe(card('Kontask 1'));
  await press(card('Kontask 1'), 'Enter');
  expect(useUi.getState().kontask).toBe('k2');
});

test('a filter is set and taken away by its chip, and what is found is counted', async () => {
  const value = /vibetools/;
  const konsole = await openKontasks(many(5), 'list');
  await click(byRole('button', 'Filter by scope'));
  await eventually(() => expect(byRole('menuitemcheckbox', value)).toBeTruthy());
  await click(byRole('menuitemcheckbox', value));
  await eventually(() => expect(rows()).toEqual(['Kontask 0', 'Kontask 2', 'Kontask 4']));
  expect(text()).toContain('3 of 5');
  expect(asked(konsole, 'kontask.list').at(-1)).toMatchObject({ scope: ['vibetools'] });
  await click(byRole('button', 'Remove filter scope: vibetools'));
  await eventually(() => expect(rows()).toHaveLength(5));
});

test('while an answer is awaited nothing else is asked, and then for the newest words alone', async () => {
  const konsole = await openKontasks(many(5), 'list');
  const late: Array<() => void> = [];
  konsole.answer('kontask.list', ({ query }) => {
    const title = query === 'old' ? 'Too late' : 'In time';
    const found = { id: title, rev: 1, type: 'general', status: 'pending', title };
    const answer = ok({ kontasks: [found], total: 1, all: 5, counts: { pending: 1 } });
    if (query !== 'old') return answer;
    return new Promise((resolve) => {
      late.push(() => resolve(answer));
    });
  });
  const box = byRole('searchbox', 'Search titles and output');
  await type(box, 'old');
  await eventually(() => expect(late).not.toEqual([]));
  await type(box, 'newe');
  await type(box, 'newer');
  expect(asked(konsole, 'kontask.list').at(-1)).toMatchObject({ query: 'old' });
  await act(async () => {
    for (const answer of late) answer();
  });
  await eventually(() => expect(rows()).toEqual(['In time']));
  const queries = asked(konsole, 'kontask.list').map((params) => params['query']);
  expect(queries.slice(-2)).toEqual(['old', 'newer']);
});

test('nothing found offers to clear the search, and no kontask at all says how they come to be', async () => {
  await openKontasks(many(2), 'list');
  await type(byRole('searchbox', 'Search titles and output'), 'zebra');
  await eventually(() => expect(text()).toContain('No kontask fits'));
  await click(byRole('button', 'Clear search and filters'));
  await eventually(() => expect(rows()).toHaveLength(2));
  await openKontasks(() => {}, 'list');
  await eventually(() => expect(text()).toContain('No kontasks yet'));
});

test('what is still being read is said, and looked through again until all of it is', async () => {
  const konsole = await openKontasks(many(2), 'list');
  const title = 'Found at last';
  let answers = 0;
  konsole.answer('kontask.list', () => {
    answers += 1;
    if (answers < 3) return ok({ kontasks: [], total: 0, all: 2, counts: {}, partial: true });
    const found = { id: 'f', rev: 1, type: 'general', status: 'pending', title };
    return ok({ kontasks: [found], total: 1, all: 2, counts: { pending: 1 } });
  });
  await type(byRole('searchbox', 'Search titles and output'), 'last');
  await eventually(() => expect(text()).toContain('Still reading what came in'));
  await eventually(() => expect(rows()).toEqual([title]));
  expect(text()).not.toContain('Still reading');
  expect(answers).toBe(3);
});

test('a list that cannot be read says why and can be asked for again', async () => {
  const konsole = await openKontasks(
    (one) => one.answer('kontask.list', failed('internal', 'The disk is full.')),
    'list',
  );
  await eventually(() => expect(byRole('alert').textContent).toContain('The disk is full.'));
  konsole.answer('kontask.list', ok({ kontasks: [], total: 0, all: 0, counts: {} }));
  await click(byRole('button', 'Try again'));
  await eventually(() => expect(text()).toContain('No kontasks yet'));
});

test('a new kontask is made with its choices, and its page opens', async () => {
  const konsole = await openKontasks();
  await click(byRole('button', 'New kontask'));
  const field = (name: string) => {
    const label = [...document.querySelectorAll('label')].find((one) => one.textContent === name);
    return document.getElementById(label?.htmlFor ?? '') as HTMLElement;
  };
  await type(field('Title'), 'Which transport?');
  await type(field('Tags'), 'websocket, sse, ');
  await click(byRole('button', 'Add a choice'));
  await type(byRole('textbox', 'Label of choice 1'), 'SSE');
  await click(byRole('button', 'Make kontask'));
  await eventually(() => expect(useUi.getState().kontask).toBe('k1'));
  expect(konsole.kontaskOf('k1')).toMatchObject({
    title: 'Which transport?',
    status: 'needs_decision',
    tags: ['websocket', 'sse'],
    context: { choices: [{ label: 'SSE', value: 'SSE' }] },
  });
});

test('an import is looked through first, asks about duplicates, and is taken back with what it replaced', async () => {
  const konsole = await openKontasks(many(1));
  const whole = {
    ids: ['k1', 'new'],
    duplicates: [{ index: 1, id: 'k1', title: 'Kontask 0' }],
    problems: [{ index: 2, field: 'title', message: 'is empty: write a title' }],
  };
  konsole.answer('kontask.import', ({ check, onDuplicate }) =>
    ok({ ...whole, imported: check || onDuplicate === undefined ? 1 : 2 }),
  );
  await act(() => readImport(new File(['[{}]'], 'tasks.json')));
  const dialog = byRole('dialog').textContent;
  expect(dialog).toContain('3. titleis empty: write a title');
  await click(document.querySelectorAll<HTMLElement>('input[name=on-duplicate]')[1] as HTMLElement);
  await click(byRole('button', 'Import 2 kontasks'));
  await eventually(() => expect(text()).toContain('Imported 2 kontasks.'));
  expect(asked(konsole, 'kontask.import').at(-1)).toMatchObject({ onDuplicate: 'replace' });
  await act(async () => void undoNewest());
  await eventually(() =>
    expect(asked(konsole, 'kontask.import').at(-1)).toMatchObject({ kontasks: [{ id: 'k1' }] }),
  );
  await eventually(() =>
    expect(asked(konsole, 'kontask.delete').map(({ id }) => id)).toEqual(['new']),
  );
});

test('a file that is empty, too large or no JSON is refused in words', async () => {
  const konsole = await openKontasks(many(1));
  const read = (file: File) => act(() => readImport(file));
  await read(new File([], 'empty.json'));
  expect(byRole('alert').textContent).toBe('The file is empty.');
  const large = new File(['x'], 'large.json');
  Object.defineProperty(large, 'size', { value: 60 * 1024 * 1024 });
  await read(large);
  expect(byRole('alert').textContent).toContain('larger than 50 MB');
  konsole.answer('kontask.import', failed('invalid', 'This is no JSON.'));
  await read(new File(['no'], 'no.json'));
  expect(byRole('alert').textContent).toBe('This is no JSON.');
});
