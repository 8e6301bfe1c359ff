/** One channel of the stream machine's state: changed, taken out, attached. Pure. */
import { formatCursor } from '../contract/cursor';
import type { ChannelState, MachineState, Order } from './machine-types';

export function withChannel(
  state: MachineState,
  channel: string,
  change: Partial<ChannelState>,
): MachineState {
  const was = state.channels[channel];
  if (!was) return state;
  return { ...state, channels: { ...state.channels, [channel]: { ...was, ...change } } };
}

export function without(state: MachineState, channel: string): MachineState {
  const { [channel]: _gone, ...channels } = state.channels;
  return { ...state, channels };
}

/** Orders an attach from the channel's place, or for a snapshot where there is none or a new one is wanted. */
export function attach(
  state: MachineState,
  channel: string,
  now: number,
  orders: Order[],
): MachineState {
  const known = state.channels[channel];
  if (!known) return state;
  const { place } = known;
  const after =
    !place || known.refresh
      ? {}
      : { after: place.pos === 0 ? '0' : formatCursor(place.epoch, place.pos) };
  orders.push({
    type: 'send',
    generation: state.generation,
    frame: { t: 'attach', channel, ...after },
  });
  return withChannel(state, channel, { synced: false, progressAt: now });
}
