import { expect, test } from 'vitest';
import { createKnownCommands, keyOf } from '../../../main/konsole/journal/known-commands';
import { batch, closeNow, newFile, openAt } from './support';

test('I5: an id counts as new only once those on disk are known, and never one that was taken', () => {
  const known = createKnownCommands();
  expect(known.isNew('window', 'a')).toBe(false);
  known.took('window', 'b');
  known.loaded([keyOf('window', 'c')]);
  expect(known.isNew('window', 'a')).toBe(true);
  expect(known.isNew('window', 'b')).toBe(false);
  expect(known.isNew('window', 'c')).toBe(false);
  // The same id of another client is another command.
  expect(known.isNew('phone', 'c')).toBe(true);
  known.took('window', 'a');
  expect(known.isNew('window', 'a')).toBe(false);
});

test('I9: past its bound it holds nothing, and every command is looked up', () => {
  const known = createKnownCommands(3);
  known.loaded([]);
  for (const id of ['a', 'b', 'c', 'd']) known.took('window', id);
  expect(known.isNew('window', 'e')).toBe(false);
  const many = createKnownCommands(3);
  many.loaded(undefined);
  expect(many.isNew('window', 'e')).toBe(false);
});

test('I5: a command of an earlier run is found again, whatever is known in memory', async () => {
  const file = newFile();
  const record = (id: string) => ({
    client: 'window',
    name: 'turn.send',
    id,
    hash: 'h',
    answer: '{"ok":true}',
    at: 1_000_000,
  });
  const before = await openAt(file);
  await before.append(batch([], { command: record('c1'), durability: 'full' }));
  await closeNow(before);
  const again = await openAt(file);
  // At once, and once all are known.
  for (let n = 0; n < 2; n += 1) {
    expect(await again.command('window', 'c1')).toMatchObject({ id: 'c1' });
    expect(await again.command('window', 'c2')).toBeUndefined();
  }
  await again.append(batch([], { command: record('c2') }));
  expect(await again.command('window', 'c2')).toMatchObject({ id: 'c2' });
  await closeNow(again);
});
