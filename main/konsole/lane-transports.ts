/** Which transport each lane's events are wanted by, and when that is said: by whoever, at any door, or in the file. */
import type { Settings, TransportKind } from '../../preload/contract/settings';
import type { Lane } from '../../preload/contract/shapes';
import type { LaneTransports } from './types';

/** As much of the settings file as is needed. `patch` is absent when somebody edited the file itself. */
export interface LaneSettings {
  get(): { settings: Pick<Settings, 'lanes'> };
  onChange(
    listener: (
      now: { settings: Pick<Settings, 'lanes'> },
      patch?: Readonly<Record<string, unknown>>,
    ) => void,
  ): () => void;
}

const names: readonly Lane[] = ['main', 'quick'];

export function createLaneTransports(settings: LaneSettings): LaneTransports {
  const wanted = () => transportsOf(settings.get().settings);
  return {
    wanted,
    onSet(listener) {
      let known = wanted();
      return settings.onChange((now, patch) => {
        const before = known;
        known = transportsOf(now.settings);
        for (const lane of names) {
          const transport = known[lane];
          // Set to what it was is set as well: somebody wants it tried again.
          if (transport !== before[lane] || isNamed(patch, lane)) listener(lane, transport);
        }
      });
    },
  };
}

const transportsOf = ({ lanes }: Pick<Settings, 'lanes'>): Record<Lane, TransportKind> => ({
  main: lanes.main.transport,
  quick: lanes.quick.transport,
});

function isNamed(patch: Readonly<Record<string, unknown>> | undefined, lane: Lane): boolean {
  const inside = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return inside(inside(inside(patch, 'lanes'), lane), 'transport') !== undefined;
}
