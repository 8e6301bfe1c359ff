// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PoolStatus } from '../../../preload/contract/shapes';
import { SessionRow } from '../../../renderer/features/sessions/session-row';
import { SessionPage } from '../../../renderer/features/sessions/session-page';
import { placeInLine } from '../../../renderer/stores/pool-store';
import { startPage } from '../../../renderer/stores/start';
import { useUi } from '../../../renderer/stores/ui-store';
import { createFakeKonsole } from '../support/fake-bridge';
import { allByRole, byRole, click, eventually, render, text } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});

type Queue = Array<{ session: string; turn: string }>;
const busyWith = (queue: Queue, more: Partial<PoolStatus> = {}, busy = 4): PoolStatus => ({
  hosts: [],
  lanes: {
    main: { transport: 'direct', hosts: 4, busy, waiting: queue.length, queue },
    quick: { transport: 'direct', hosts: 1, busy: 0, waiting: 0 },
  },
  ...more,
});

async function open(): Promise<string> {
  const id = konsole.addSession();
  konsole.emit(id, [{ type: 'turn.queued', at: 1, turn: 'q1', text: 'Sort the lamps.' }]);
  konsole.world.pool = busyWith([
    { session: 'other', turn: 'x' },
    { session: id, turn: 'q1' },
  ]);
  startPage(konsole.page, () => {});
  await render(<SessionPage id={id} />);
  await eventually(() => byRole('list', 'Queue'));
  return id;
}
const composer = () => document.querySelector('form[aria-label=Composer]')?.textContent;

describe('a message that waits for a process', () => {
  it('says its place, how full the lane is, and what can be done', async () => {
    await open();
    expect(composer()).toContain('Waits for a free process: 2nd in line (4 of 4 busy)');
    expect(composer()).not.toContain('Queued:');
    await click(byRole('button', 'raise the number of processes in Settings, Models'));
    expect(useUi.getState().section).toBe('settings');
  });

  it('moves up by itself, and the words go when it starts', async () => {
    const id = await open();
    await act(async () => konsole.setPool(busyWith([{ session: id, turn: 'q1' }])));
    expect(composer()).toContain('Waits for a free process: next in line');
    await act(async () => {
      konsole.setPool(busyWith([]));
      konsole.emit(id, [{ type: 'turn.started', at: 2, turn: 'q1', attempt: 1, model: 'lab/m' }]);
    });
    expect(text()).not.toContain('Waits for a free process');
  });

  it('is told once: the transcript leaves it to the composer', async () => {
    await open();
    expect(byRole('log', 'Transcript').textContent).not.toContain('are busy with other turns');
  });

  it('names the memory limit where that is what it waits for', async () => {
    const id = await open();
    const memory = { rssBytes: 5, limitBytes: 4 };
    await act(async () => konsole.setPool(busyWith([{ session: id, turn: 'q1' }], { memory }, 2)));
    expect(composer()).toContain('next in line (2 of 4 busy, the memory limit is reached)');
    expect(composer()).toContain('raise the memory limit in Settings, Models');
  });

  it('keeps the way on for what was held back after a stop', async () => {
    const id = await open();
    await act(async () =>
      konsole.emit(id, [
        {
          type: 'queue.changed',
          at: 2,
          queue: [
            { turn: 'q0', text: 'held' },
            { turn: 'q1', text: 'Sort the lamps.' },
          ],
          paused: true,
        },
      ]),
    );
    expect(composer()).toContain('2nd in line');
    expect(byRole('button', 'Go on')).toBeTruthy();
  });
});

it('the list of sessions says the place, too', async () => {
  const id = konsole.addSession({ title: 'Lamps' });
  konsole.world.pool = busyWith([{ session: id, turn: 'q1' }]);
  startPage(konsole.page, () => {});
  const session = konsole.stateOf(id)?.session;
  if (!session) throw new Error('no session');
  await render(
    <ul>
      <SessionRow session={session} current={false} tabStop line="now" />
    </ul>,
  );
  expect(byRole('button', /^Lamps/).textContent).toBe('Lampswaits, 1st in line');
});

it('who is in no line has no place', () => {
  expect(placeInLine(undefined, 's')).toBeUndefined();
  expect(placeInLine(busyWith([{ session: 'other', turn: 'x' }]), 's')).toBeUndefined();
  const { main, quick } = busyWith([]).lanes;
  const { queue: _queue, ...old } = main;
  expect(placeInLine({ hosts: [], lanes: { main: old, quick } }, 's')).toBeUndefined();
  expect(allByRole('status')).toEqual([]);
});
