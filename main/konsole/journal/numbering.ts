/** A turn's place in its session, from 1, where no fold from the session's beginning has counted it. */
import type { SessionState } from '../../../preload/contract/session-state';
import { type Database, numberOf } from '../storage/sqlite';

const placeSql = `SELECT count(*) FROM turns WHERE channel = ?1
  AND started <= (SELECT started FROM turns WHERE channel = ?1 AND id = ?2)`;

export interface Numbering {
  /** The turn's place among all that were ever started; 0 for one that was not. */
  of(channel: number, turn: string): number;
  /** A state as it is folded now: an older Konsole stored its turns without numbers. */
  fill(channel: number, state: SessionState): SessionState;
}

export function createNumbering(db: Database): Numbering {
  const of = (channel: number, turn: string) => numberOf(db, placeSql, channel, turn);
  return {
    of,
    fill(channel, state) {
      const [first] = state.turns;
      if (!first || state.turns.every((turn) => turn.number !== undefined)) return state;
      const from = of(channel, first.id);
      if (from === 0) return state;
      const turns = state.turns.map((turn, index) => ({ ...turn, number: from + index }));
      return { ...state, turns };
    },
  };
}
