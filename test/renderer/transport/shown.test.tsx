// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LaneState } from '../../../preload/contract/desktop';
import { StreamFacts } from '../../../renderer/features/inspector/stream-facts';
import { statusWords } from '../../../renderer/features/transport/stream-words';
import { LaneLine } from '../../../renderer/features/transport/lane-line';
import { useStreamAnnouncements } from '../../../renderer/features/transport/announce-stream';
import { QuickWindow } from '../../../renderer/quick-window/quick-window';
import { fallbacksOf } from '../../../renderer/stores/fallback-store';
import { startPage } from '../../../renderer/stores/start';
import { useUi } from '../../../renderer/stores/ui-store';
import { announce, Announcer } from '../../../renderer/ui/announce';
import { createFakeKonsole } from '../support/fake-bridge';
import { liveHealth } from '../support/fake-world';
import { allByRole, byRole, click, render } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
let stop = () => {};
const at = new Date(2026, 0, 5, 12, 0, 0).getTime();

beforeEach(() => {
  vi.useFakeTimers({ now: at });
  resetStores();
  announce('');
  konsole = createFakeKonsole();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const lane = (transport: LaneState['transport'], more: Partial<LaneState> = {}): LaneState => ({
  transport,
  wanted: transport,
  state: 'live',
  ...more,
});
const health = (next: Parameters<typeof konsole.setHealth>[0]) =>
  act(async () => konsole.setHealth(next));
const pass = (ms: number) => act(async () => vi.advanceTimersByTime(ms));
const lanes = (main: LaneState, quick: LaneState) =>
  act(async () => {
    konsole.world.info.lanes = { main, quick };
    konsole.notice({ type: 'info-changed' });
  });
const failing = lane('sse', { wanted: 'websocket', why: 'the socket was closed (1006)' });
const tone = () => document.querySelector('span[aria-hidden=true]')?.className ?? '';
/** What is seen, without what is said. */
const text = () => document.querySelector('div')?.textContent ?? '';
const said = () => document.querySelector('[data-testid=announcer]')?.textContent;

function Spoken() {
  useStreamAnnouncements();
  return <Announcer />;
}

const open = async (shown: React.ReactElement) => {
  stop = startPage(konsole.page, () => {});
  await render(shown);
  await render(<Spoken />);
};

describe('the line under the pool', () => {
  it('says what carries each lane, and that it is live', async () => {
    await open(<LaneLine />);
    expect(text()).toBe('Direct main · Direct quick');
    expect(tone()).toContain('bg-ok');
    await health({ transport: 'sse' });
    await lanes(lane('sse'), lane('websocket'));
    expect(text()).toBe('SSE main · WebSocket quick');
    await lanes(lane('sse'), lane('websocket', { state: 'waiting' }));
    expect(text()).toBe('SSE main · WebSocket quickQuick: trying again…');
  });

  it('counts the seconds of a stall from what was heard last', async () => {
    await open(<LaneLine />);
    await health({ status: 'stalled', lastHeardAt: at - 15_000 });
    expect(text()).toContain('Stalled for 15 s');
    expect(tone()).toContain('bg-bad');
    await pass(3_000);
    expect(text()).toContain('Stalled for 18 s');
    expect(document.querySelector('[title]')?.getAttribute('title')).toContain(
      'Nothing was heard from Konsole since 11:59:45.',
    );
    await health({ status: 'live' });
    expect(text()).toContain('Direct main · Direct quick');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says that it connects again, at once', async () => {
    await open(<LaneLine />);
    await health({ status: 'waiting', retryAt: at + 4_000 });
    expect(text()).toContain('Connecting again…');
    await health({ status: 'connecting', reconnects: 1 });
    expect(text()).toContain('Connecting again…');
  });

  it('tells of being behind only when that lasts', async () => {
    await open(<LaneLine />);
    await health({ status: 'catching-up' });
    await pass(200);
    expect(text()).toBe('Direct main · Direct quick');
    await pass(200);
    expect(text()).toContain('Behind, catching up');
    expect(tone()).toContain('bg-info');
  });

  it('says where it moves to', async () => {
    konsole.world.settings.lanes.main.transport = 'websocket';
    await open(<LaneLine />);
    await health({ moving: true });
    expect(text()).toContain('Moving to WebSocket…');
    await health({ moving: false, transport: 'websocket' });
    expect(text()).toBe('WebSocket main · Direct quick');
  });

  it('has a lane that fell back beside it, with the reason, and the way to the settings', async () => {
    await open(<LaneLine />);
    await lanes(failing, lane('direct'));
    expect(text()).not.toContain('fell back');
    await pass(2_000);
    const line = byRole('button', /^Main fell back to SSE/);
    expect(line.title).toBe(
      'Main turns go over SSE, not over WebSocket. The socket was closed (1006).',
    );
    await click(line);
    expect(useUi.getState().section).toBe('settings');
  });

  it('says the one way that a browser has', async () => {
    konsole.world.info.platform = 'browser';
    await open(<LaneLine />);
    await health({ transport: 'sse' });
    expect(text()).toBe('SSE');
    await health({ fellBack: { wanted: 'websocket', why: 'the socket was closed (1006)' } });
    await pass(2_000);
    expect(byRole('button', /^Fell back to SSE/).title).toContain(
      'Events come to this page over SSE',
    );
  });
});

describe('the stream of the inspector', () => {
  const facts = <StreamFacts seq={12} lastEventAt={undefined} running={false} />;
  it('says the same in full', async () => {
    await open(facts);
    expect(text()).toContain('Direct · live');
    await health({ status: 'stalled', lastHeardAt: at - 20_000 });
    expect(text()).toContain('Direct · stalled for 20 s');
    expect(text()).toContain('If that lasts, this window connects again by itself.');
    await health({ status: 'waiting', retryAt: at + 4_000 });
    expect(text()).toContain('the next try is at 12:00:04');
    await health({
      status: 'live',
      transport: 'sse',
      fellBack: { wanted: 'websocket', why: 'no' },
    });
    await pass(2_000);
    expect(text()).toContain('SSE · live');
    expect(text()).toContain('Main turns go over SSE, not over WebSocket. No.');
  });
});

describe('a screen reader is told', () => {
  it('of a stall, of a lost connection that lasts, and that it is back', async () => {
    await open(<LaneLine />);
    expect(said()).toBe('');
    await health({ status: 'stalled', lastHeardAt: at - 15_000 });
    expect(said()).toBe('Stalled: nothing is heard from Konsole');
    await health({ status: 'waiting' });
    await pass(1_000);
    expect(said()).toBe('Connecting to Konsole again');
    await health({ status: 'connecting' });
    await health({ status: 'catching-up' });
    expect(said()).toBe('Connecting to Konsole again');
    await health({ status: 'live' });
    expect(said()).toBe('Connected to Konsole again');
  });

  it('nothing of a blink, and nothing of the first connection', async () => {
    konsole.setHealth({ status: 'connecting' });
    await open(<LaneLine />);
    await pass(2_000);
    await health({ status: 'live' });
    await health({ status: 'waiting' });
    await pass(300);
    await health({ status: 'live' });
    await pass(2_000);
    expect(said()).toBe('');
  });

  it('once that a lane fell back', async () => {
    await open(<LaneLine />);
    await lanes(failing, lane('direct'));
    await pass(2_000);
    expect(said()).toContain('Main turns go over SSE, not over WebSocket.');
  });
});

describe('the quick window', () => {
  const openQuick = async () => {
    konsole = createFakeKonsole({ window: 'quick' });
    stop = startPage(konsole.page, () => {});
    await render(<QuickWindow mac={false} />);
  };

  it('takes no room for what is well, and none for the other lane', async () => {
    await openQuick();
    await lanes(failing, lane('websocket'));
    await health({ transport: 'websocket', moving: true });
    await pass(3_000);
    expect(text()).not.toMatch(/WebSocket|Moving/);
    expect(said()).toBe('');
  });

  it('says a stall at once', async () => {
    await openQuick();
    await health({ status: 'stalled', lastHeardAt: at - 15_000 });
    expect(text()).toContain('Stalled for 15 s: nothing is heard from Konsole.');
    expect(said()).toBe('Stalled: nothing is heard from Konsole');
  });

  it('says that its lane fell back until that is put away, and tries again', async () => {
    await openQuick();
    await health({ transport: 'direct', fellBack: { wanted: 'sse', why: 'the door is closed' } });
    await pass(2_000);
    expect(text()).toContain('Quick turns go directly, not over SSE. The door is closed.');
    await click(byRole('button', 'Try SSE again'));
    expect(konsole.calls.find(({ name }) => name === 'settings.update')?.params.patch).toEqual({
      lanes: { quick: { transport: 'sse' } },
    });
    await click(byRole('button', 'Put this notice away'));
    expect(allByRole('button', 'Try SSE again')).toEqual([]);
  });
});

describe('the words', () => {
  it('do not promise a place that is not known', () => {
    expect(statusWords({ ...liveHealth, moving: true }, 0, 'direct').text).toBe(
      'moving to another connection…',
    );
    expect(statusWords({ ...liveHealth, status: 'stalled' }, 0).text).toBe('stalled');
  });

  it('take what the stream of this window knows before what the desktop says of it', () => {
    const told = { wanted: 'websocket', why: 'told' } as const;
    const own = { ...liveHealth, transport: 'direct', fellBack: told } as const;
    const both = { main: failing, quick: { ...failing, transport: 'direct' } } as const;
    expect(fallbacksOf('main', own, both).map(({ lane: of, why }) => [of, why])).toEqual([
      ['main', 'told'],
      ['quick', failing.why],
    ]);
    expect(fallbacksOf('quick', liveHealth, both).map(({ lane: of }) => of)).toEqual(['quick']);
    expect(fallbacksOf('main', undefined, undefined)).toEqual([]);
  });
});
