// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../../../preload/contract/errors';
import { markedPath, mentionAt, mentionOf } from '../../../renderer/features/composer/mention';
import { App } from '../../../renderer/main-window/app';
import { startPage } from '../../../renderer/stores/start';
import { createFakeKonsole, failed, ok } from '../support/fake-bridge';
import { allByRole, byRole, click, press, render, text, type } from '../support/render';
import { resetStores } from '../support/stores';

describe('a mention in a text', () => {
  it.each([
    ['look at @src', 'src'],
    ['@', ''],
    ['(@a/b.ts', 'a/b.ts'],
    ['see @"my file', 'my file'],
  ])('%j is one', (written, query) => {
    expect(mentionAt(written, written.length)?.query).toBe(query);
  });

  it.each(['ada@example.org', 'look at @src and', '@"a b" ', 'nothing', `${'x'.repeat(400)}@a`])(
    '%j is none',
    (written) => {
      expect(mentionAt(written, written.length)).toBeUndefined();
    },
  );

  it('reaches over the rest of its word, so that choosing replaces all of it', () => {
    expect(mentionAt('see @composer now', 8)).toEqual({ from: 4, to: 13, query: 'com' });
  });

  it('is quoted where the path needs it, and written with slashes', () => {
    expect(mentionOf('src\\a.ts')).toBe('@src/a.ts ');
    expect(mentionOf('docs/my page.md')).toBe('@"docs/my page.md" ');
  });

  it('marks the letters that matched, the name before the folder', () => {
    const { name, folder } = markedPath('src/lamp.ts', 'lamp');
    expect(name).toEqual([
      { text: 'lamp', marked: true },
      { text: '.ts', marked: false },
    ]);
    expect(folder).toEqual([{ text: 'src/', marked: false }]);
    const spread = markedPath('src/lamp.ts', 'slp');
    expect(spread.folder.find((piece) => piece.marked)?.text).toBe('s');
  });
});

describe('@ in the composer', () => {
  let konsole = createFakeKonsole();
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    resetStores();
    konsole = createFakeKonsole();
    konsole.world.files = ['src/lamp.ts', 'src/horn.ts', 'docs/a page.md'];
    konsole.addSession();
    startPage(konsole.page, () => {});
    await render(<App />);
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const box = () => byRole('textbox', 'Message') as HTMLTextAreaElement;
  const write = async (words: string) => {
    await type(box(), words);
    await act(async () => vi.advanceTimersByTimeAsync(80));
  };
  const options = () => allByRole('option').map((option) => option.getAttribute('aria-label'));
  const chosen = () => document.getElementById(box().getAttribute('aria-activedescendant') ?? '');
  const asked = () =>
    konsole.calls.filter(({ name }) => name === 'workspace.files').map(({ params }) => params);

  it('lists files that fit, and Enter puts one in', async () => {
    await write('Read @ho');
    expect(byRole('listbox', 'Files').id).toBe(box().getAttribute('aria-controls'));
    expect(options()).toEqual(['src/horn.ts']);
    expect(asked()).toEqual([{ session: 's1', query: 'ho', limit: 20 }]);
    await press(box(), 'Enter');
    expect(box().value).toBe('Read @src/horn.ts ');
    expect(allByRole('listbox')).toEqual([]);
    expect(konsole.calls.some(({ name }) => name === 'turn.send')).toBe(false);
  });

  it('is worked with arrows and Tab', async () => {
    await write('@');
    expect(chosen()?.getAttribute('aria-label')).toBe('src/lamp.ts');
    await press(box(), 'ArrowUp');
    expect(chosen()?.getAttribute('aria-label')).toBe('docs/a page.md');
    await press(box(), 'ArrowDown');
    await press(box(), 'ArrowDown');
    await press(box(), 'Tab');
    expect(box().value).toBe('@src/horn.ts ');
  });

  it('is worked with the pointer', async () => {
    await write('@');
    await click(byRole('option', 'docs/a page.md'));
    expect(box().value).toBe('@"docs/a page.md" ');
  });

  it('closes at Esc and stays closed for this name', async () => {
    await write('@l');
    expect((await press(box(), 'Escape')).defaultPrevented).toBe(true);
    await write('@la');
    expect(allByRole('listbox')).toEqual([]);
    await write('@la @h');
    expect(options()).toEqual(['src/horn.ts']);
  });

  it('asks once for letters typed in one go, and drops an answer that was overtaken', async () => {
    const answers = new Map<unknown, (answer: Answer) => void>();
    konsole.answer(
      'workspace.files',
      ({ query }) => new Promise<Answer>((resolve) => answers.set(query, resolve)),
    );
    await type(box(), '@l');
    await type(box(), '@la');
    await act(async () => vi.advanceTimersByTimeAsync(80));
    await write('@lam');
    expect([...answers.keys()]).toEqual(['la', 'lam']);
    await act(async () => answers.get('lam')?.(ok({ files: ['new.ts'] })));
    await act(async () => answers.get('la')?.(ok({ files: ['old.ts'] })));
    expect(options()).toEqual(['new.ts']);
  });

  it('says when nothing matches, and what failed', async () => {
    await write('@zzz');
    expect(text()).toContain('No file here matches “zzz”.');
    konsole.answer('workspace.files', failed('not-found', 'The folder is gone. Choose another.'));
    await write('@zz');
    expect(text()).toContain('The folder is gone. Choose another.');
  });

  it('leaves Enter to the message where there is nothing to choose', async () => {
    await write('Mail @zzz');
    await press(box(), 'Enter');
    expect(konsole.calls.some(({ name }) => name === 'turn.send')).toBe(true);
  });
});
