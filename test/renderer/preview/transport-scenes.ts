/** States of the stream and of the lanes: live, stalled, reconnecting, behind, moving, fallen back, a mix, a browser. */
import type { LaneState } from '../../../preload/contract/desktop';
import type { TransportKind } from '../../../preload/contract/settings';
import type { StreamHealth } from '../../../preload/stream/types';
import type { FakeKonsole } from '../support/fake-bridge';
import { history, openTurn, thought, words } from './scene-parts';

const lane = (transport: TransportKind, more: Partial<LaneState> = {}): LaneState => ({
  transport,
  wanted: transport,
  state: 'live',
  ...more,
});

const why =
  'WebSocket was given up after 3 attempts that did not hold; the last: the socket was closed (1006).';

/** A turn runs; its lanes are `main` and `quick`, and so are the settings. */
function running(
  konsole: FakeKonsole,
  main: LaneState,
  quick: LaneState,
  health: Partial<StreamHealth> = {},
): void {
  const now = Date.now();
  history(konsole, now);
  const id = openTurn(konsole, 't1', 41_000);
  konsole.emit(id, words('t1', 'b1', 'thinking', thought, now - 30_000));
  const { lanes } = konsole.world.settings;
  lanes.main.transport = main.wanted;
  lanes.quick.transport = quick.wanted;
  konsole.world.info.lanes = { main, quick };
  konsole.setHealth({ transport: main.transport, lastHeardAt: now - 16_000, ...health });
}

export const transportScenes: Record<string, ((konsole: FakeKonsole) => void) | undefined> = {
  'stream-live': (konsole) => running(konsole, lane('sse'), lane('websocket')),
  'stream-stalled': (konsole) =>
    running(konsole, lane('sse'), lane('websocket'), { status: 'stalled' }),
  'stream-waiting': (konsole) =>
    running(konsole, lane('sse'), lane('websocket'), {
      status: 'waiting',
      retryAt: Date.now() + 9_000,
      reconnects: 2,
    }),
  'stream-behind': (konsole) =>
    running(konsole, lane('sse'), lane('websocket'), { status: 'catching-up' }),
  'stream-moving': (konsole) =>
    running(konsole, lane('sse', { wanted: 'websocket' }), lane('websocket'), { moving: true }),
  'stream-fell-back': (konsole) => {
    running(konsole, lane('sse', { wanted: 'websocket', why }), lane('websocket'), {
      fellBack: { wanted: 'websocket', why },
    });
  },
  'lanes-mixed': (konsole) =>
    running(konsole, lane('websocket'), lane('sse', { state: 'waiting' })),
  'quick-fell-back': (konsole) => {
    running(konsole, lane('sse'), lane('sse', { wanted: 'websocket', why }), {
      fellBack: { wanted: 'websocket', why },
    });
  },
  'in-browser': (konsole) => {
    running(konsole, lane('sse'), lane('sse'));
    konsole.world.info = { ...konsole.world.info, platform: 'browser' };
    delete konsole.world.info.lanes;
  },
};
