import { getPriority } from 'node:os';
import { expect, test } from 'vitest';
import { giveWay, mainNice } from '../../../main/konsole/host/give-way';

test('I8: a host of the main lane leaves the processor to the others, and a quick one does not', () => {
  const set: number[] = [];
  const note = (priority: number) => void set.push(priority);
  giveWay('quick', note);
  giveWay(undefined, note);
  expect(set).toEqual([]);
  giveWay('main', note);
  expect(set).toEqual([mainNice]);
  expect(mainNice).toBeGreaterThan(getPriority());
});

test('a system that does not allow it ends no host', () => {
  const refuse = () => {
    throw new Error('EPERM');
  };
  expect(() => giveWay('main', refuse)).not.toThrow();
});
