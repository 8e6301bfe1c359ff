/** How a stream is, in words: its state, and a lane that goes another way than it was asked to. Pure. */
import type { LaneState } from '../../../preload/contract/desktop';
import type { TransportKind } from '../../../preload/contract/settings';
import type { StreamHealth } from '../../../preload/stream/types';
import type { FellBack } from '../../stores/fallback-store';
import { seconds } from '../../ui/format';
import type { DotTone } from '../../ui/status-dot';
import { transportNames, wayWords } from './ways';

export interface Words {
  text: string;
  tone: DotTone;
}

/** `now`: epoch ms. `wanted`: where a stream that moves is going. */
export function statusWords(health: StreamHealth, now: number, wanted?: TransportKind): Words {
  switch (health.status) {
    case 'idle':
      return { text: 'idle', tone: 'off' };
    case 'connecting':
      return { text: health.reconnects > 0 ? 'connecting again…' : 'connecting…', tone: 'info' };
    case 'catching-up':
      return { text: 'behind, catching up', tone: 'info' };
    case 'live':
      return health.moving
        ? { text: movingWords(health.transport, wanted), tone: 'info' }
        : { text: 'live', tone: 'ok' };
    case 'stalled':
      return { text: stalledWords(health.lastHeardAt, now), tone: 'bad' };
    case 'waiting':
      return { text: 'connecting again…', tone: 'bad' };
    case 'closed':
      return { text: 'closed', tone: 'off' };
    case 'refused':
      return { text: 'refused', tone: 'bad' };
  }
}

const stalledWords = (heardAt: number | undefined, now: number) =>
  heardAt === undefined ? 'stalled' : `stalled for ${seconds(now - heardAt)}`;

const movingWords = (from: TransportKind, wanted: TransportKind | undefined) =>
  wanted === undefined || wanted === from
    ? 'moving to another connection…'
    : `moving to ${transportNames[wanted]}…`;

/** What a person should know beside it, in a sentence or two; absent while all is well. */
export function statusHint({ status, lastHeardAt, retryAt }: StreamHealth): string | undefined {
  const heard = lastHeardAt === undefined ? '' : ` since ${clock(lastHeardAt)}`;
  switch (status) {
    case 'stalled':
      return `Nothing was heard from Konsole${heard}. If that lasts, this window connects again by itself.`;
    case 'waiting':
      return `The connection to Konsole ended${retryAt === undefined ? '' : `; the next try is at ${clock(retryAt)}`}. Turns go on meanwhile, and nothing is lost.`;
    case 'refused':
    case 'closed':
      return 'This window may no longer listen. Close it and open it again; nothing is lost.';
    default:
      return undefined;
  }
}

const clock = (at: number) => new Date(at).toLocaleTimeString('en-GB');

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Main turns go over SSE, not over WebSocket. The socket was closed. */
export function fellBackWords({ lane, transport, wanted, why }: FellBack, page = false): string {
  const who = page
    ? 'Events come to this page'
    : lane === 'main'
      ? 'Main turns go'
      : 'Quick turns go';
  return `${who} ${wayWords(transport)}, not ${wayWords(wanted)}. ${sentence(why)}`;
}

/** Main fell back to SSE. */
export function fellBackShort({ lane, transport }: FellBack, page = false): string {
  const who = page ? 'Fell back' : `${capital(lane)} fell back`;
  return `${who} to ${transportNames[transport]}`;
}

const sentence = (text: string) => `${capital(text.trim()).replace(/[.!?…]+$/, '')}.`;

const laneStates: Readonly<Record<LaneState['state'], Words>> = {
  off: { text: 'no window listens', tone: 'off' },
  connecting: { text: 'connecting…', tone: 'info' },
  live: { text: 'live', tone: 'ok' },
  waiting: { text: 'trying again…', tone: 'bad' },
};

/** What carries a lane now, where that is not what is chosen, and how it does. */
export function laneWords({ transport, state }: LaneState, chosen: TransportKind): Words {
  const { text, tone } = laneStates[state];
  return { text: transport === chosen ? text : `${transportNames[transport]}, ${text}`, tone };
}
