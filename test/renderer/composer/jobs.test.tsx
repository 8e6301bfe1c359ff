// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SessionEventBody } from '../../../preload/contract/events';
import { SessionPage } from '../../../renderer/features/sessions/session-page';
import { openPage } from '../../../renderer/stores/page';
import { Toasts } from '../../../renderer/ui/toast';
import { createFakeKonsole, failed } from '../support/fake-bridge';
import { allByRole, byRole, click, render, text } from '../support/render';
import { resetStores } from '../support/stores';

const at = 1_764_000_000_000;
let konsole = createFakeKonsole();
beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(at + 180_000);
  resetStores();
  konsole = createFakeKonsole();
  openPage(konsole.page);
});
afterEach(() => vi.useRealTimers());

const starts = (block: string, summary: string): SessionEventBody[] => [
  { type: 'block.opened', at, turn: 't1', block, kind: 'tool', name: 'bash' },
  {
    type: 'tool.started',
    at,
    block,
    tool: 'bash',
    input: { command: summary },
    summary,
    process: { pid: 41, start: 'x', mark: 'm', background: true },
  },
  { type: 'tool.finished', at, block, status: 'ok', ms: 5, summary: 'runs in the background' },
];

async function open(): Promise<string> {
  const id = konsole.addSession();
  konsole.emit(id, [
    { type: 'turn.queued', at, turn: 't1', text: 'work' },
    { type: 'turn.started', at, turn: 't1', attempt: 1, model: 'lab/m' },
    ...starts('c1', 'npm run dev'),
  ]);
  await render(
    <>
      <SessionPage id={id} />
      <Toasts />
    </>,
  );
  return id;
}
const list = () => byRole('list', 'Background commands').textContent;

it('says what runs in the background and for how long', async () => {
  const id = await open();
  expect(text()).toContain('Runs in the background');
  expect(list()).toContain('npm run dev3 m 0 s');
  await act(async () => konsole.emit(id, starts('c2', 'npm run watch')));
  expect(text()).toContain('2 commands run in the background');
});

it('ends one at a press, says how it ended, and gives the focus back to the message box', async () => {
  const id = await open();
  await click(byRole('button', 'End npm run dev'));
  const stops = konsole.calls.filter((call) => call.name === 'job.stop');
  expect(stops[0]?.params).toMatchObject({ session: id, job: 'c1' });
  expect(allByRole('button', 'End npm run dev')).toEqual([]);
  expect(byRole('list', 'Background commands').textContent).toMatch(/npm run dev.*stopped after/);
  expect(document.activeElement).toBe(byRole('textbox', 'Message'));
});

it('says why one could not be ended, and can be asked again', async () => {
  await open();
  konsole.answer('job.stop', failed('internal', 'The command could not be ended.'));
  await click(byRole('button', 'End npm run dev'));
  expect(text()).toContain('The command could not be ended.');
  expect(byRole('button', 'End npm run dev').getAttribute('aria-disabled')).toBe('false');
});
