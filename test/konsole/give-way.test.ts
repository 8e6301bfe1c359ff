import { getPriority } from 'node:os';
import { expect, test } from 'vitest';
import { giveWay, giveWayWholly, mainNice, silentNice } from '../../main/konsole/give-way';

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
  expect(() => giveWayWholly(1, refuse)).not.toThrow();
});

test('I8: what does not even answer has less than what works', () => {
  const set: [number, number][] = [];
  giveWayWholly(4711, (pid, priority) => void set.push([pid, priority]));
  expect(set).toEqual([[4711, silentNice]]);
  expect(silentNice).toBeGreaterThan(mainNice);
});
