/**
 * The newest records that a filter lets through. Whoever looks is told of new ones each second; nothing is asked
 * while the log is out of sight, the page is hidden or the tail is paused (I10). A failure stays until an answer comes.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LogRecord } from '../../../preload/contract/shapes';
import { command, messageOf } from '../../stores/commands';
import { schedule } from '../../stores/connection';
import { useHealth } from '../../stores/health-store';
import { matches, mostRecords, questionOf, wordsOf } from './log-filter';
import type { LogFilter } from './log-filter';
import { meetAreas } from './log-store';

const everyMs = 1_000;
/** After the last letter of a text. */
const pauseMs = 150;

interface Known {
  records: readonly LogRecord[];
  /** The greatest number so far; absent: records have none, and all are asked for again. */
  last?: number;
}

export interface LogTail {
  /** In the order they were written; absent until the first answer. */
  records: readonly LogRecord[] | undefined;
  failure: string | undefined;
  /** Asks now for what is new. */
  look: () => void;
}

export function useLogTail(filter: LogFilter, follows: boolean): LogTail {
  const { level, area, session, text } = filter;
  const [known, setKnown] = useState<Known>();
  const [failure, setFailure] = useState<string>();
  const newest = useRef<Known>(undefined);
  /** Counts questions: an answer that was overtaken changes nothing. */
  const asked = useRef(0);
  const answered = useRef(0);
  // After the stream was lost it may be another run of Konsole, whose numbers begin anew.
  const stream = useHealth((state) => state.health?.reconnects ?? 0);

  const ask = useCallback(
    async (anew: boolean) => {
      asked.current += 1;
      const mine = asked.current;
      const wanted = { level, area, session, text };
      const before = anew ? undefined : newest.current;
      try {
        const told = await command('log.query', questionOf(wanted, before?.last));
        if (mine !== asked.current) return;
        const next = joined(before, told.records, wordsOf(text));
        meetAreas(told.records.map((record) => record.area));
        setFailure(undefined);
        if (next === before) return;
        newest.current = next;
        setKnown(next);
      } catch (error) {
        if (mine === asked.current) setFailure(messageOf(error));
      } finally {
        answered.current = Math.max(answered.current, mine);
      }
    },
    [level, area, session, text],
  );

  const before = useRef({ text, stream });
  useEffect(() => {
    const wait = before.current.text !== text && before.current.stream === stream ? pauseMs : 0;
    before.current = { text, stream };
    // What is on its way was asked with another filter.
    asked.current += 1;
    answered.current = asked.current;
    newest.current = undefined;
    if (wait > 0) return schedule(wait, () => void ask(true));
    void ask(true);
  }, [ask, text, stream]);

  useEffect(() => {
    if (!follows) return;
    let stop = () => {};
    const again = () => {
      stop = schedule(everyMs, again);
      // One question at a time: a konsole that is slow to answer is not asked faster.
      if (answered.current === asked.current) void ask(newest.current === undefined);
    };
    again();
    return () => stop();
  }, [follows, ask]);

  // A letter more leaves out at once what it rules out; the answer brings what is further back.
  const records = useMemo(() => {
    const words = wordsOf(text);
    return known?.records.filter((record) => matches(record, words));
  }, [known, text]);
  return { records, failure, look: () => void ask(newest.current === undefined) };
}

/** The same object where nothing came that is wanted. */
function joined(
  before: Known | undefined,
  told: readonly LogRecord[],
  words: readonly string[],
): Known {
  const last = told.at(-1)?.n ?? before?.last;
  const wanted = told.filter((record) => matches(record, words));
  const at = last === undefined ? {} : { last };
  if (before && before.records.length + wanted.length === 0 && before.last === last) return before;
  if (before?.last === undefined) return { records: wanted.slice(-mostRecords), ...at };
  const fresh = wanted.filter((record) => (record.n ?? 0) > (before.last ?? 0));
  if (fresh.length === 0 && last === before.last) return before;
  const records =
    fresh.length === 0 ? before.records : [...before.records, ...fresh].slice(-mostRecords);
  return { records, ...at };
}
