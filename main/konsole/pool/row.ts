/** The turns of a lane that wait for a host: first come, first served. */
import type { KonsoleError } from '../../../preload/contract/errors';
import type { HostHandle } from './host-types';

export interface Place {
  session: string;
  turn: string;
  give: (host: HostHandle) => void;
  refuse: (error: KonsoleError) => void;
}

export interface Row {
  readonly length: number;
  join(place: Place): void;
  /** Before all who wait: for a turn that has had its place already. */
  joinFirst(place: Place): void;
  leave(place: Place): void;
  /** Takes who is next out of the row. */
  next(): Place | undefined;
  /** Tells everybody and is empty. Returns how many were told. */
  refuse(error: KonsoleError): number;
  list(): { session: string; turn: string }[];
}

export function createRow(): Row {
  let places: Place[] = [];
  return {
    get length() {
      return places.length;
    },
    join(place) {
      places.push(place);
    },
    joinFirst(place) {
      places.unshift(place);
    },
    leave(place) {
      places = places.filter((one) => one !== place);
    },
    next: () => places.shift(),
    refuse(error) {
      const all = places.splice(0);
      for (const { refuse } of all) refuse(error);
      return all.length;
    },
    list: () => places.map(({ session, turn }) => ({ session, turn })),
  };
}
