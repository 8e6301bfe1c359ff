/** Lanes that go another way than they were asked to, once that has lasted: a lane that moves is on the old one meanwhile. */
import { create } from 'zustand';
import type { DesktopInfo, LaneState } from '../../preload/contract/desktop';
import type { TransportKind } from '../../preload/contract/settings';
import type { Lane } from '../../preload/contract/shapes';
import type { StreamHealth } from '../../preload/stream/types';
import { useDesktop } from './desktop-store';
import { useHealth } from './health-store';

export interface FellBack {
  lane: Lane;
  transport: TransportKind;
  wanted: TransportKind;
  why: string;
}

export const useFallbacks = create<{ lanes: readonly FellBack[] }>()(() => ({ lanes: [] }));

/** Moving takes less, ms. */
const settleMs = 1_500;

/** `own`: the lane of this window. Returns how to stop. */
export function followFallbacks(own: Lane): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const now = () =>
    fallbacksOf(own, useHealth.getState().health, useDesktop.getState().info?.lanes);
  const show = (lanes: readonly FellBack[]) => {
    if (JSON.stringify(lanes) !== JSON.stringify(useFallbacks.getState().lanes))
      useFallbacks.setState({ lanes });
  };
  const look = () => {
    const lanes = now();
    const shown = useFallbacks.getState().lanes;
    const known = lanes.filter(({ lane }) => shown.some((other) => other.lane === lane));
    show(known);
    clearTimeout(timer);
    timer = known.length < lanes.length ? setTimeout(() => show(now()), settleMs) : undefined;
  };
  const stops = [useHealth.subscribe(look), useDesktop.subscribe(look)];
  look();
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

/**
 * Of its own lane a window's stream knows first. The quick window tells of no other, and a page in a browser has
 * none.
 */
export function fallbacksOf(
  own: Lane,
  health: StreamHealth | undefined,
  lanes: DesktopInfo['lanes'],
): FellBack[] {
  const told = health?.fellBack;
  return (['main', 'quick'] as const).flatMap((lane): FellBack[] => {
    if (lane === own && health && told) return [{ lane, transport: health.transport, ...told }];
    return lane === own || own === 'main' ? ofLane(lane, lanes?.[lane]) : [];
  });
}

const ofLane = (lane: Lane, state: LaneState | undefined): FellBack[] =>
  state?.why === undefined || state.transport === state.wanted
    ? []
    : [{ lane, transport: state.transport, wanted: state.wanted, why: state.why }];
