// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Stream } from '../../../preload/stream/types';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import { startPage } from '../../../renderer/stores/start';
import { useUi } from '../../../renderer/stores/ui-store';
import { createFakeKonsole } from '../support/fake-bridge';
import { byRole, render, type } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});

/** A page that is typable before the engine has told its sessions. */
const openEarly = async () => {
  let tell = () => {};
  const stream: Stream = {
    ...konsole.stream,
    follow(channel, follower, after) {
      if (channel !== 'index') return konsole.stream.follow(channel, follower, after);
      let stop = () => {};
      tell = () => {
        stop = konsole.stream.follow(channel, follower, after);
      };
      return () => stop();
    },
  };
  startPage({ bridge: konsole.bridge, stream }, onNotice);
  await render(<App />);
  return { sessionsCome: () => act(async () => tell()) };
};
const box = () => byRole('textbox', 'Message') as HTMLTextAreaElement;

describe('the window at its opening', () => {
  it('shows the latest session once the sessions are known', async () => {
    const id = konsole.addSession();
    const { sessionsCome } = await openEarly();
    await sessionsCome();
    expect(useUi.getState().session).toBe(id);
  });

  it('stays where somebody has begun to write', async () => {
    konsole.addSession();
    const { sessionsCome } = await openEarly();
    await type(box(), 'What is');
    await sessionsCome();
    expect(useUi.getState().session).toBeUndefined();
    expect(box().value).toBe('What is');
  });

  it('stays at the new session that somebody asked for', async () => {
    konsole.addSession();
    const { sessionsCome } = await openEarly();
    await act(async () => konsole.notice({ type: 'new-session' }));
    await sessionsCome();
    expect(useUi.getState().session).toBeUndefined();
  });
});
