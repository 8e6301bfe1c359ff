// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PoolStatus } from '../../../preload/contract/shapes';
import { Pool } from '../../../renderer/features/diagnostics/pool';
import {
  busyWords,
  fillWords,
  firstWords,
  ordinal,
} from '../../../renderer/features/diagnostics/pool-words';
import { laneWords, PoolMeter, poolWords } from '../../../renderer/features/sessions/pool-meter';
import { startPage } from '../../../renderer/stores/start';
import { useUi } from '../../../renderer/stores/ui-store';
import { createFakeKonsole } from '../support/fake-bridge';
import { allByRole, byRole, click, render, text } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});

const lane = { transport: 'direct', hosts: 4, busy: 0, waiting: 0 };
function statusWith(more: Partial<PoolStatus>, main = {}, quick = {}): PoolStatus {
  const lanes = { main: { ...lane, ...main }, quick: { ...lane, hosts: 1, ...quick } };
  return { hosts: [], lanes, ...more };
}

async function open(status: PoolStatus): Promise<void> {
  konsole.world.pool = status;
  startPage(konsole.page, () => {});
  await render(<Pool />);
}
const cells = (row: string) =>
  [...document.querySelectorAll('tr')]
    .find((one) => one.textContent?.includes(row))
    ?.textContent?.trim();

describe('a host', () => {
  it('tells its state and since when, what it is warm for, turns, memory and session', async () => {
    const session = konsole.addSession({ title: 'Sort the lamps' });
    const since = Date.now() - 72_000;
    await open(
      statusWith({
        hosts: [
          {
            id: 'h1',
            pid: 41,
            lane: 'main',
            state: 'leased',
            since,
            session,
            model: 'anthropic/claude-opus-5-5',
            turns: 3,
            rssBytes: 71 * 1024 * 1024,
          },
        ],
      }),
    );
    expect(cells('h1')).toMatch(/^h1main busy · 1 m 1[23] sclaude-opus-5-5371 MBSort the lamps41$/);
  });

  it('of an engine that tells less has no column of dashes', async () => {
    await open(statusWith({ hosts: [{ id: 'h1', lane: 'quick', state: 'warming' }] }));
    const heads = [...byRole('group', 'Hosts').querySelectorAll('th')].map((th) => th.textContent);
    expect(heads).toEqual(['Host', 'Lane', 'State', 'Session', 'Process']);
    expect(cells('h1')).toBe('h1quick starting––');
  });
});

describe('a lane', () => {
  it('tells warm and cold first events apart, each with how many turns', async () => {
    const first = {
      warm: { count: 12, lastMs: 380, p50Ms: 412 },
      cold: { count: 1, lastMs: 1_300, p50Ms: 1_300 },
    };
    await open(statusWith({}, { busy: 2 }, { first }));
    expect(cells('Quick turn')).toBe('Quick turn0 of 1 busynobody0.41 s · 12 turns1.30 s · 1 turn');
    expect(cells('Main turns')).toBe('Main turns2 of 4 busynobody––');
    expect(text()).toContain('Cold: any other start.');
  });

  it('names who waits in line, in order, and leads there', async () => {
    const one = konsole.addSession({ title: 'First one' });
    const other = konsole.addSession({ title: 'Second one' });
    const queue = [
      { session: one, turn: 't1' },
      { session: other, turn: 't2' },
    ];
    await open(statusWith({}, { busy: 4, waiting: 2, queue }));
    const line = byRole('list', 'In line for main turns');
    expect([...line.children].map((row) => row.textContent)).toEqual([
      '1stFirst one',
      '2ndSecond one',
    ]);
    await click(byRole('button', 'Second one'));
    expect(useUi.getState().session).toBe(other);
  });
});

describe('what warmth costs', () => {
  it('is memory against its limit, and what it means when that is reached', async () => {
    const mega = 1024 * 1024;
    const memory = { rssBytes: 605 * mega, limitBytes: 4096 * mega };
    await open(statusWith({ memory }));
    expect(text()).toMatch(/605 MB of 4\s096 MB/);
    expect(text()).not.toContain('The limit is reached');
    await act(async () =>
      konsole.setPool(statusWith({ memory: { ...memory, rssBytes: 5000 * mega } })),
    );
    expect(text()).toContain('The limit is reached: no further process starts');
  });

  it('is money for fills of the cache, which are switched off there', async () => {
    const lastAt = Date.now() - 5 * 60_000;
    await open(statusWith({ fills: { count: 3, costUsd: 0.04, lastAt } }));
    expect(text()).toContain('Filled 3 times in this run for $0.04, last 5 min ago.');
    await click(document.querySelector('input[type=checkbox]') as HTMLElement);
    const [update] = konsole.calls.filter((call) => call.name === 'settings.update');
    expect(update?.params.patch).toEqual({ pool: { fillCache: false } });
    expect(text()).toContain('A question then waits longer for its first word');
  });
});

describe('the meter of the sidebar', () => {
  const hosts: PoolStatus['hosts'] = [
    { id: 'h1', lane: 'main', state: 'leased' },
    { id: 'h2', lane: 'main', state: 'leased' },
    { id: 'h3', lane: 'quick', state: 'warm' },
  ];
  it('tells what is busy, warm and waiting, and nothing that is not there', () => {
    expect(poolWords(statusWith({ hosts }))).toBe('2 busy · 1 warm');
    expect(poolWords(statusWith({ hosts }, { waiting: 2 }))).toBe('2 busy · 1 warm · 2 wait');
    expect(poolWords(statusWith({ hosts: [] }, { waiting: 1 }))).toBe('0 busy · 1 waits');
  });

  it('says in words what its bars show', async () => {
    konsole.world.pool = statusWith({ hosts }, { busy: 2, waiting: 2 });
    startPage(konsole.page, () => {});
    await render(<PoolMeter />);
    expect(text()).toContain('Main turns: 2 of 4 busy, 2 in line. Quick turns: 0 of 1 busy.');
    expect(document.querySelectorAll('[aria-hidden=true] > span')).toHaveLength(5);
    expect(allByRole('button')).toEqual([]);
  });

  it('does not say two of one where the quick lane grew', () => {
    expect(busyWords({ busy: 2, hosts: 1 })).toBe('2 busy, 1 kept');
    expect(laneWords(statusWith({}, {}, { busy: 2 }))).toContain('Quick turns: 2 busy, 1 kept.');
  });
});

it('places are written as they are said', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111].map(ordinal)).toEqual(
    '1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th'.split(' '),
  );
});

it('what was never measured is not made up', () => {
  expect(firstWords(undefined)).toBe('–');
  expect(firstWords({ count: 0, lastMs: 0, p50Ms: 0 })).toBe('–');
  expect(fillWords({ count: 0, costUsd: 0 }, 0)).toBe('Not filled in this run yet.');
});
