/** The quick window over a konsole in memory, and what its tests do with it. Import it before anything is opened. */
import { act } from 'react';
import { afterEach, beforeEach } from 'vitest';
import type { SessionEventBody } from '../../../preload/contract/events';
import { newConversation } from '../../../renderer/features/quick/conversation';
import { useLeaving } from '../../../renderer/features/quick/leaving';
import { forgetMade } from '../../../renderer/features/quick/make-kontask';
import { usePanel } from '../../../renderer/features/quick/panel';
import { onNotice } from '../../../renderer/quick-window/notices';
import { QuickWindow } from '../../../renderer/quick-window/quick-window';
import { startPage } from '../../../renderer/stores/start';
import { createFakeKonsole } from '../support/fake-bridge';
import type { FakeKonsole } from '../support/fake-bridge';
import { byRole, press, render } from '../support/render';
import { resetStores } from '../support/stores';
import { timing, zeros } from '../support/turn-ends';
import { typeInto } from './typing';

export let fake: FakeKonsole;
let stop = () => {};

beforeEach(() => {
  resetStores();
  act(newConversation);
  usePanel.setState({}, true);
  forgetMade();
  useLeaving.setState({ pinned: false }, true);
  fake = createFakeKonsole({ window: 'quick' });
});
afterEach(() => stop());

export async function open(mac = false): Promise<void> {
  stop = startPage(fake.page, onNotice);
  await render(<QuickWindow mac={mac} />);
}

export const box = () => byRole('textbox', 'Ask') as HTMLTextAreaElement;
export const log = () => byRole('log', 'Answer');
export const calls = (name: string) => fake.calls.filter((call) => call.name === name);

export async function ask(question: string): Promise<{ session: string; turn: string }> {
  await typeInto(box(), question);
  await press(box(), 'Enter');
  const { session = '' } = fake.sent.at(-1) ?? {};
  const turn = fake.stateOf(session)?.turns.at(-1)?.id ?? '';
  return { session, turn };
}

export async function emit(session: string, bodies: readonly SessionEventBody[]): Promise<void> {
  await act(async () => fake.emit(session, bodies));
}

export { timing, zeros };
export const says = (turn: string, answer: string): SessionEventBody[] => [
  { type: 'turn.first', at: Date.now(), turn, ms: 380 },
  { type: 'block.opened', at: Date.now(), turn, block: `b-${turn}`, kind: 'text' },
  { type: 'block.appended', at: Date.now(), block: `b-${turn}`, off: 0, text: answer },
];
export const ends = (turn: string): SessionEventBody[] => [
  { type: 'block.closed', at: Date.now(), block: `b-${turn}`, ms: 1, status: 'done' },
  { type: 'turn.finished', at: Date.now(), turn, status: 'completed', usage: zeros, timing },
];
