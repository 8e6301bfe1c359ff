import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { createUtilityHosts } from '../../main/desktop/utility-host';

const child = vi.hoisted(() => ({ made: undefined as unknown }));
vi.mock('electron', () => ({ utilityProcess: { fork: () => child.made } }));

test('a host that ends by a fatal error is an exit, and no exception in the main process', async () => {
  const made = new EventEmitter();
  child.made = made;
  const log = vi.fn();
  const start = createUtilityHosts({ file: 'host.cjs', env: {}, log, after: Promise.resolve() });
  const exits: unknown[] = [];
  start('main').onExit((reason) => exits.push(reason));
  await vi.waitFor(() => expect(made.listenerCount('exit')).toBe(1));
  made.emit('error', 'FatalError', 'v8::ToLocalChecked', '{}');
  made.emit('exit', 6);
  expect(exits).toEqual([{ code: 6 }]);
  expect(log).toHaveBeenCalledOnce();
});
