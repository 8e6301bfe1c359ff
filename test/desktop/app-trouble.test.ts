import { expect, test } from 'vitest';
import { appTrouble } from '../../main/desktop/app-trouble';
import type { HostState, Lane, PoolStatus } from '../../preload/contract/shapes';

function pool(...hosts: [Lane, HostState][]): PoolStatus {
  const lane = { transport: 'port', hosts: 2, busy: 0, waiting: 0 };
  return {
    hosts: hosts.map(([name, state], at) => ({ id: `${name}-${at}`, lane: name, state })),
    lanes: { main: lane, quick: lane },
  };
}

test('a pool that works, sleeps or is not known yet is no trouble', () => {
  expect(appTrouble(undefined, [])).toBeUndefined();
  expect(appTrouble(pool(), [])).toBeUndefined();
  expect(appTrouble(pool(['quick', 'warm'], ['main', 'leased']), [])).toBeUndefined();
  expect(appTrouble(pool(['main', 'dead'], ['main', 'warming']), [])).toBeUndefined();
});

test('a lane whose every process is dead is in trouble, and the tray names the lane', () => {
  expect(appTrouble(pool(['quick', 'dead'], ['main', 'warm']), [])).toContain('Quick Turn');
  expect(appTrouble(pool(['quick', 'warm'], ['main', 'dead'], ['main', 'dead']), [])).toContain(
    'main turns',
  );
});

test('a gateway that did not open is trouble; a page that was started again is news', () => {
  expect(appTrouble(undefined, [{ id: 'no-gateway' }])).toContain('other programs cannot reach');
  expect(appTrouble(undefined, [{ id: 'page-died-main' }, { id: 'toString' }])).toBeUndefined();
});
