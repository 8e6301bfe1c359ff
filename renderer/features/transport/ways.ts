/** The transports by name, the presets for both lanes, and what to say of a choice. Pure. */
import type { TransportKind } from '../../../preload/contract/settings';
import type { Lane } from '../../../preload/contract/shapes';

/** Which transport each lane uses, or is asked to use. */
export type Transports = Readonly<Record<Lane, TransportKind>>;

export const transportNames: Readonly<Record<TransportKind, string>> = {
  direct: 'Direct',
  sse: 'SSE',
  websocket: 'WebSocket',
};

export const laneNames: Readonly<Record<Lane, string>> = {
  main: 'Main turns',
  quick: 'Quick turn',
};

export type PresetId = 'direct' | 'sse-first' | 'websocket' | 'hybrid';

/** One choice that can be made with one press. */
export interface Preset<Id extends string = string> {
  id: Id;
  name: string;
  /** What it sets; a lane that is not named stays as it is. */
  transports: Partial<Transports>;
  /** What then happens, and for whom it is good. */
  does: string;
  goodFor: string;
}

export const presets: ReadonlyArray<Preset<PresetId>> = [
  {
    id: 'direct',
    name: 'Direct',
    transports: { main: 'direct', quick: 'direct' },
    does: 'Main turns and quick turns stream inside the app.',
    goodFor: 'The shortest way, with nothing in between: right for nearly everyone.',
  },
  {
    id: 'sse-first',
    name: 'SSE first',
    transports: { main: 'sse', quick: 'sse' },
    does: 'Main turns and quick turns come as server-sent events, over a door that only this app uses.',
    goodFor: 'Good for seeing in the window itself what a script or a browser is sent.',
  },
  {
    id: 'websocket',
    name: 'WebSocket',
    transports: { main: 'websocket', quick: 'websocket' },
    does: 'Main turns and quick turns each come over a WebSocket of their own.',
    goodFor:
      'Good for long, busy turns: the window tells back over the same line how far it has read, and is sent no more than that.',
  },
  {
    id: 'hybrid',
    name: 'Hybrid',
    transports: { main: 'sse', quick: 'websocket' },
    does: 'Main turns come as server-sent events, quick turns over a WebSocket.',
    goodFor:
      'Good when one kind of connection makes trouble: the two lanes then never share the same trouble.',
  },
];

/** A page in a browser has one stream: the setting of the main lane chooses it. */
export const pagePresets: ReadonlyArray<Preset<'sse' | 'websocket'>> = [
  {
    id: 'sse',
    name: 'SSE',
    transports: { main: 'sse' },
    does: 'Everything comes to this page as server-sent events.',
    goodFor: 'Plain HTTP: good behind any proxy.',
  },
  {
    id: 'websocket',
    name: 'WebSocket',
    transports: { main: 'websocket' },
    does: 'Everything comes to this page over one WebSocket.',
    goodFor:
      'Good for long, busy turns: the page tells back how far it has read. Where a proxy lets none through, the page goes back to SSE and says so.',
  },
];

/** What a page in a browser makes of the setting: it has no inside of the app to stream in. */
export const pageTransport = (wanted: TransportKind | undefined): 'sse' | 'websocket' =>
  wanted === 'websocket' ? 'websocket' : 'sse';

/** The preset that these transports are; absent for another mix. */
export function presetOf<Of extends Preset>(all: readonly Of[], now: Transports): Of | undefined {
  return all.find(
    ({ transports: { main = now.main, quick = now.quick } }) =>
      main === now.main && quick === now.quick,
  );
}

/** The one after it; after the last, and after another mix, the first. */
export function presetAfter<Of extends Preset>(
  all: readonly Of[],
  now: Transports,
): Of | undefined {
  const at = all.findIndex((preset) => preset === presetOf(all, now));
  return all[(at + 1) % all.length];
}

const kinds: ReadonlyArray<TransportKind> = ['direct', 'sse', 'websocket'];
export const transportOptions = kinds.map((value) => ({ value, label: transportNames[value] }));

/** SSE main · WebSocket quick. */
export const shortWords = ({ main, quick }: Transports): string =>
  `${transportNames[main]} main · ${transportNames[quick]} quick`;

/** How something is carried, in a sentence: `over SSE`, `directly`. */
export const wayWords = (transport: TransportKind): string =>
  transport === 'direct' ? 'directly' : `over ${transportNames[transport]}`;
