// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import type { SessionEventBody } from '../../../preload/contract/events';
import { SessionPage } from '../../../renderer/features/sessions/session-page';
import { movesOf } from '../../../renderer/features/transcript/moves';
import { startPage } from '../../../renderer/stores/start';
import { timing, usage } from '../preview/scene-parts';
import { createFakeKonsole } from '../support/fake-bridge';
import { byRole, render } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});

async function open(start: 'warm' | 'cold' | undefined, more: readonly SessionEventBody[]) {
  const id = konsole.addSession();
  konsole.emit(id, [
    { type: 'turn.queued', at: 1, turn: 't1', text: 'work' },
    {
      type: 'turn.started',
      at: 1,
      turn: 't1',
      attempt: 1,
      model: 'lab/small',
      ...(start ? { start } : {}),
    },
    ...more,
  ]);
  startPage(konsole.page, () => {});
  await render(<SessionPage id={id} />);
}
const region = () => byRole('region', 'This turn').textContent;
const said: SessionEventBody[] = [
  { type: 'turn.first', at: 401, turn: 't1', ms: 400 },
  { type: 'block.opened', at: 401, turn: 't1', block: 'b', kind: 'text' },
];
const done: SessionEventBody = {
  type: 'turn.finished',
  at: 900,
  turn: 't1',
  status: 'completed',
  usage,
  timing: { ...timing, ttfeMs: 400 },
};

describe('how a turn began', () => {
  it('is told with the time of its first event', async () => {
    await open('cold', [...said, done]);
    expect(region()).toContain('cold start · first event after 0.4 s');
  });

  it('has no first event before there was one', async () => {
    await open('warm', []);
    expect(region()).toContain('warm start');
    expect(region()).not.toContain('first event after');
  });

  it('is not told where nobody knows', async () => {
    await open(undefined, [...said, done]);
    expect(region()).not.toContain('start ·');
  });
});

describe('a turn that went over to another model', () => {
  const moved: SessionEventBody = {
    type: 'turn.moved',
    at: 200,
    turn: 't1',
    from: 'lab/small',
    model: 'home/other',
    reason: 'Lab is overloaded (529).',
  };
  it('says so in the transcript and beside it', async () => {
    await open('warm', [moved, ...said, done]);
    const words = 'small did not answer: Lab is overloaded (529). other was asked instead.';
    expect(byRole('article', 'Turn 1').textContent).toContain(words);
    expect(region()).toContain(words);
  });

  it('names each that was asked, in order', () => {
    const from = (name: string, reason: string) => ({ from: name, reason, at: 1 });
    expect(
      movesOf({ moved: [from('a/one', 'it was silent'), from('b/two', '')], model: 'c/three' }),
    ).toEqual([
      'one did not answer: it was silent. two was asked instead.',
      'two did not answer. three was asked instead.',
    ]);
    expect(movesOf({ model: 'a/one' })).toEqual([]);
  });
});
