// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SessionEventBody } from '../../../preload/contract/events';
import type { KontaskOfTurn } from '../../../preload/contract/shapes';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import { startPage } from '../../../renderer/stores/start';
import { useUi } from '../../../renderer/stores/ui-store';
import { says, timing, zeros } from '../quick/quick-page';
import { createFakeKonsole, failed, ok } from '../support/fake-bridge';
import { allByRole, byRole, click, render, text } from '../support/render';
import { resetStores } from '../support/stores';

const at = Date.now();
let konsole = createFakeKonsole();
let session = '';
let ofTurn: KontaskOfTurn[] = [];
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
  session = konsole.addSession();
  ofTurn = [];
  konsole.answer('kontask.of-turn', () => ok({ kontasks: ofTurn }));
});

const asking: KontaskOfTurn = {
  id: 'k1',
  status: 'needs_decision',
  title: 'SSE or WebSocket?',
  choices: [
    { label: 'SSE first', value: 'Proceed with SSE,\nthen look again', primary: true },
    { label: 'Both', value: 'Do both' },
  ],
};

const makes: SessionEventBody[] = [
  { type: 'block.opened', at, turn: 't1', block: 'c', kind: 'tool', name: 'kontask_create' },
  { type: 'block.closed', at, block: 'c', ms: 1, status: 'done' },
  { type: 'tool.started', at, block: 'c', tool: 'kontask_create', input: {}, summary: 'x' },
  { type: 'block.opened', at, turn: 't1', block: 'o', kind: 'output', parent: 'c' },
  { type: 'block.appended', at, block: 'o', off: 0, text: 'kontask k1: SSE or WebSocket?\nok' },
  { type: 'tool.finished', at, block: 'c', status: 'ok', ms: 9, summary: 'done' },
];
const ends: SessionEventBody[] = [
  { type: 'turn.finished', at, turn: 't1', status: 'completed', usage: zeros, timing },
];

async function open(...bodies: SessionEventBody[]): Promise<void> {
  konsole.emit(session, [
    { type: 'turn.queued', at, turn: 't1', text: 'work' },
    { type: 'turn.started', at, turn: 't1', attempt: 1, model: 'lab/m' },
    ...bodies,
  ]);
  startPage(konsole.page, onNotice);
  await render(<App />);
}
const calls = (name: string) => konsole.calls.filter((call) => call.name === name);
const card = () => byRole('group', /./);
const buttons = () => Array.from(card().querySelectorAll('button'), (button) => button.textContent);
const press = (name: string) => {
  const found = Array.from(card().querySelectorAll('button')).find(
    (button) => button.textContent === name,
  );
  if (!found) throw new Error(`no ${name} among ${buttons().join(', ')}`);
  return click(found);
};

describe('a step that made a kontask', () => {
  it('leads to its page, and the page knows the way back', async () => {
    await open(...makes);
    await click(byRole('button', 'Open kontask: SSE or WebSocket?'));
    expect(useUi.getState()).toMatchObject({
      section: 'kontasks',
      kontask: 'k1',
      cameFrom: { session },
    });
  });
});

describe('a decision under its turn', () => {
  it('shows the very text before it goes out, and says what was picked', async () => {
    ofTurn = [asking];
    konsole.answer('kontask.choose', ok({ session, turn: 't2' }));
    await open(...makes, ...says('t1', 'I asked you.'), ...ends);
    expect(buttons()).toEqual(['Open kontask', 'SSE first', 'Both', 'Another answer…']);
    await press('SSE first');
    expect(calls('kontask.choose')).toEqual([]);
    expect(card().textContent).toContain('Proceed with SSE,\nthen look again');
    expect(document.activeElement?.textContent).toBe('Decide');
    await press('Back');
    expect(document.activeElement?.textContent).toBe('SSE first');
    await press('SSE first');
    await press('Decide');
    await press('Decide');
    const chosen = { value: asking.choices?.[0]?.value ?? '', label: 'SSE first', by: 'ada' };
    expect(calls('kontask.choose').map(({ params }) => params)).toMatchObject([
      { id: 'k1', value: chosen.value },
    ]);

    ofTurn = [{ ...asking, status: 'in_progress', chosen: { ...chosen, at: '2026-01-01' } }];
    const kontask = { id: 'k1', rev: 2, type: 'general', title: asking.title, requestId: 't1' };
    await act(async () =>
      konsole.emitIndex({
        type: 'kontask.listed',
        at,
        kontask: { ...kontask, status: 'in_progress' },
        was: 'needs_decision',
      }),
    );
    expect(buttons()).toEqual(['Open kontask']);
    expect(card().textContent).toContain('SSE first · decided by ada');
  });

  it('that fails is told, and tried again under the same id', async () => {
    ofTurn = [asking];
    konsole.answer('kontask.choose', failed('internal', 'The disk is full.'));
    await open(...makes, ...ends);
    await press('Both');
    await press('Decide');
    expect(text()).toContain('The disk is full.');
    await press('Decide');
    const ids = calls('kontask.choose').map(({ params }) => params.commandId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('whose session is busy says where the answer went', async () => {
    ofTurn = [asking];
    const other = konsole.addSession({ kind: 'chat' });
    konsole.answer('kontask.choose', ok({ session: other, turn: 't2' }));
    await open(...makes, ...ends);
    await press('Both');
    await press('Decide');
    expect(text()).toContain('Your answer began a new session');
    await click(byRole('button', 'Open'));
    expect(useUi.getState().session).toBe(other);
  });

  it('is asked for by turns alone that made one', async () => {
    useUi.setState({ inspectorOpen: false });
    await open(...says('t1', 'Nothing to decide.'), ...ends);
    expect(allByRole('group', /Decision/)).toEqual([]);
  });
});

describe('the kontask of a turn', () => {
  it('stands in its details with its state, and is led to', async () => {
    ofTurn = [{ id: 'k1', status: 'needs_decision', title: 'SSE or WebSocket?' }];
    await open(...says('t1', 'a'), ...ends);
    const part = byRole('region', 'Kontask');
    expect(part.textContent).toContain('needs decision');
    await click(part.querySelector('button') as HTMLElement);
    expect(useUi.getState()).toMatchObject({ kontask: 'k1', cameFrom: { session } });
  });

  it('is made of an answer that is there, and the message leads to it', async () => {
    konsole.answer(
      'kontask.make',
      ok({ kontask: { id: 'k9', type: 'answer', status: 'completed', title: 'work' }, rev: 1 }),
    );
    await open();
    expect(allByRole('button', 'Make kontask')).toEqual([]);
    await act(async () => konsole.emit(session, [...says('t1', 'An answer.'), ...ends]));
    await click(byRole('button', 'Make kontask'));
    expect(calls('kontask.make')[0]?.params).toMatchObject({ session, turn: 't1' });
    await click(byRole('button', 'Open'));
    expect(useUi.getState()).toMatchObject({ kontask: 'k9', cameFrom: { session } });
  });
});
