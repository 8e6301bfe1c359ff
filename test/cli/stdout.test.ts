/** What becomes of a command whose output goes nowhere. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeTrouble } from '../../main/cli/process-terminal';
import { openTerminalHouse, runCommand, type TerminalHouse, until } from './terminal-house';

let house: TerminalHouse;
beforeEach(async () => {
  house = await openTerminalHouse();
});
afterEach(() => house.close());

/** A question whose turn runs. */
async function asked() {
  const run = runCommand(house, ['ask', 'Why?']);
  await until('the turn runs', house.started);
  return run;
}

test('whoever closes stdout ends the command quietly', async () => {
  const run = await asked();
  run.close();
  expect(await run.exit).toBe(0);
  expect(run.err()).toBe('');
});

test('an answer that cannot be written is a failure that says why', async () => {
  const run = await asked();
  run.close('the disk is full');
  expect(await run.exit).toBe(1);
  expect(run.err()).toContain('the disk is full');
  const failed = (code: string) => writeTrouble(Object.assign(new Error(code), { code }));
  expect(failed('EPIPE')).toBeUndefined();
  expect(failed('ENOSPC')).toBe('the disk is full');
});
