/** A model that makes the very same call again and again is in a circle: the third time a person is asked. Pure. */
import type { Block } from '../../../preload/contract/shapes';
import type { Verdict } from '../permissions/types';

/** So many times in a row, this one included. */
const most = 3;

export interface Repeats {
  /** How often in a row this very call was made, this one included. */
  count(block: Pick<Block, 'name' | 'text'>): number;
  /** What the rules said, or a question in place of a yes. */
  judge(verdict: Verdict, times: number): Verdict;
  /** A person said that it may go on: the count begins anew. */
  forget(): void;
}

export function createRepeats(): Repeats {
  let last = '';
  let times = 0;
  return {
    count({ name, text }) {
      const key = `${name}\0${text}`;
      times = key === last ? times + 1 : 1;
      last = key;
      return times;
    },
    judge(verdict, count) {
      if (count < most || verdict.verdict === 'deny') return verdict;
      const why = `The model has made this very call ${count} times in a row. It may be going in a circle.`;
      if (verdict.verdict === 'allow') return { verdict: 'ask', risk: 'low', rules: [], why };
      return { ...verdict, why: verdict.why ? `${verdict.why} ${why}` : why };
    },
    forget() {
      times = 0;
    },
  };
}
