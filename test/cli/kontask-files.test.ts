/** `vibe-konsole kontasks import` and `export`: files of this computer, in and out. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decision, type KontasksHouse, one, openKontasksHouse } from './kontasks-house';

let house: KontasksHouse;
beforeEach(async () => {
  house = await openKontasksHouse();
});
afterEach(() => house.close());

const file = (name: string, text: string | Uint8Array) => {
  const path = join(house.folder, name);
  writeFileSync(path, text);
  return path;
};

test('an exported one is what was imported, and several are a list', async () => {
  const path = join(house.folder, 'out.json');
  const run = house.run(['export', 'b0c8', '-o', path]);
  expect(await run.exit).toBe(0);
  expect(run.out()).toBe('');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(decision);
  const both = house.run(['export', 'bbbb', 'b0c8']);
  expect(await both.exit).toBe(0);
  expect(JSON.parse(both.out())).toMatchObject([{ id: 'bbbb1111' }, { id: decision.id }]);
  const all = house.run(['export', '--json']);
  expect(await all.exit).toBe(0);
  expect(all.lines()).toHaveLength(4);
});

test('a file is taken in, what is wrong is said, and the end says that not all was taken', async () => {
  const list = [
    one('n1'),
    { ...one('n2'), tags: 7 },
    { id: 'n3' },
    one('bbbb1111', { title: 'new' }),
  ];
  const path = file('mixed.json', JSON.stringify(list));
  const run = house.run(['import', path]);
  expect(await run.exit).toBe(1);
  expect(run.out()).toBe(
    `${path}: 2 taken in, 1 there already, skipped (--replace or --copy takes them in)\n`,
  );
  expect(run.err()).toContain('  kontask 2: tags is a number and has to be a list; left out.\n');
  expect(run.err()).toMatch(/kontask 3: title is missing.* Not taken in\.\n/);
  expect((await house.book.get('bbbb1111')).kontask.title).toBe('Title of bbbb1111');
  expect(house.executed.filter(({ name }) => name === 'kontask.import')).toHaveLength(1);
});

test.each(['--replace', '--copy', '--skip', '--check'])(
  '%s says what becomes of one that is there',
  async (flag) => {
    const path = file('again.json', JSON.stringify(one('bbbb1111', { title: 'new' })));
    const run = house.run(['import', path, flag, '--json']);
    expect(await run.exit).toBe(0);
    const { imported } = run.lines()[0] ?? {};
    expect(imported).toBe(flag === '--replace' || flag === '--copy' ? 1 : 0);
    const { title } = (await house.book.get('bbbb1111')).kontask;
    expect(title).toBe(flag === '--replace' ? 'new' : 'Title of bbbb1111');
    expect((await house.book.known(['copied'])).size).toBe(flag === '--copy' ? 1 : 0);
  },
);

test('UTF-16, as a shell of another system writes it, is read; so is standard input', async () => {
  const text = JSON.stringify(one('n16', { title: 'Größe' }));
  const path = file('utf16.json', Buffer.from(`\ufeff${text}`, 'utf16le'));
  expect(await house.run(['import', path]).exit).toBe(0);
  expect((await house.book.get('n16')).kontask.title).toBe('Größe');
  expect(await house.run(['import', '-'], { input: JSON.stringify(one('piped')) }).exit).toBe(0);
  expect((await house.book.known(['piped'])).size).toBe(1);
});

test('one that cannot be read keeps the others from nothing', async () => {
  const good = file('good.json', JSON.stringify(one('good')));
  const cut = file('cut.json', '[{"id":"x"');
  const run = house.run(['import', join(house.folder, 'none.json'), house.folder, cut, good]);
  expect(await run.exit).toBe(1);
  expect(run.err()).toContain('none.json: It cannot be read: there is no such file.');
  expect(run.err()).toContain('it is a folder');
  expect(run.err()).toContain('ends in the middle');
  expect((await house.book.known(['good'])).size).toBe(1);
});
