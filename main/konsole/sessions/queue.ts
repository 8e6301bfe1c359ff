/** What a person does to the messages that wait: change, move, take back, let go on. */
import type { ValidParams } from '../../../preload/contract/commands';
import { KonsoleError } from '../../../preload/contract/errors';
import type { SessionEventBody } from '../../../preload/contract/events';
import type { Queued } from '../../../preload/contract/shapes';
import { commit } from './commit';
import type { Lives } from './lives';
import { localQuestion } from './local-turns';
import type { Runner } from './runner';
import type { Live, RecordAnswer, SessionDeps } from './types';

/** Messages that may wait in one session, and their characters altogether. */
const queueLength = 40;
const queueChars = 16 * 1024 * 1024;

type Done = Record<string, never>;

export interface Queue {
  edit(params: ValidParams<'queue.edit'>, record: RecordAnswer): Promise<Done>;
  move(params: ValidParams<'queue.move'>, record: RecordAnswer): Promise<Done>;
  remove(params: ValidParams<'queue.remove'>, record: RecordAnswer): Promise<Done>;
  go(params: ValidParams<'queue.go'>, record: RecordAnswer): Promise<Done>;
}

/** Throws `busy` when one more message of this length does not fit. */
export function checkRoom(queue: readonly Queued[], chars: number): void {
  const waiting = queue.reduce((sum, entry) => sum + entry.text.length, 0);
  if (queue.length < queueLength && waiting + chars <= queueChars) return;
  throw new KonsoleError(
    'busy',
    'Too many messages wait in this session. Let some run or take some back, then send again.',
  );
}

export function createQueue(deps: SessionDeps, lives: Lives, runner: Runner): Queue {
  const { journal, clock } = deps;

  /** Writes the queue that `change` makes of it; what was to start first may be another one then. */
  async function rewrite(
    id: string,
    turn: string,
    change: (queue: readonly Queued[], at: number) => Queued[],
    record: RecordAnswer,
  ): Promise<Done> {
    return lives.change(id, async (live) => {
      const { queue, paused } = live.state;
      const place = queue.findIndex((entry) => entry.turn === turn);
      if (place < 0) throw notWaiting(live, turn);
      const changed = change(queue, place);
      const stays = paused && changed.length > 0 ? { paused: true } : {};
      const event: SessionEventBody = {
        type: 'queue.changed',
        at: clock.now(),
        queue: changed,
        ...stays,
      };
      await commit(journal, live, [event], { durability: 'full', command: record({}) });
      const { starting } = live;
      // One that waits for a host is taken back if another comes before it now; what a person let start stays.
      const first = changed[0]?.turn;
      const gone = starting && !changed.some((entry) => entry.turn === starting.turn);
      const { kind } = live.state.session;
      const textOf = (entries: readonly Queued[]) =>
        entries.find((one) => one.turn === starting?.turn)?.text ?? '';
      const localOf = (entries: readonly Queued[]) =>
        JSON.stringify(localQuestion(kind, textOf(entries)));
      // What was changed into a question to the records, out of one, or into another, is answered anew; and what its
      // host has heard in other words.
      const other =
        starting &&
        (localOf(queue) !== localOf(changed) ||
          (starting.begun && textOf(queue) !== textOf(changed)));
      if (gone || other || (starting && !paused && starting.turn !== first)) {
        runner.cancelStart(live);
        runner.start(live, paused && !gone ? starting.turn : undefined);
      }
      return {};
    });
  }

  return {
    edit: ({ session, turn, text }, record) =>
      rewrite(
        session,
        turn,
        (queue, place) => {
          const others = queue.filter((_, at) => at !== place);
          checkRoom(others, text.length);
          return queue.map((entry, at) => (at === place ? { ...entry, text } : entry));
        },
        record,
      ),
    move: ({ session, turn, to }, record) =>
      rewrite(
        session,
        turn,
        (queue, place) => {
          const entry = queue[place];
          const others = queue.filter((_, at) => at !== place);
          return entry ? others.toSpliced(to, 0, entry) : [...queue];
        },
        record,
      ),
    remove: ({ session, turn }, record) =>
      rewrite(session, turn, (queue, place) => queue.filter((_, at) => at !== place), record),
    go: ({ session }, record) =>
      lives.change(session, async (live) => {
        const { queue, paused } = live.state;
        const bodies: SessionEventBody[] = paused
          ? [{ type: 'queue.changed', at: clock.now(), queue }]
          : [];
        await commit(journal, live, bodies, { durability: 'full', command: record({}) });
        runner.start(live);
        return {};
      }),
  };
}

function notWaiting(live: Live, turn: string): KonsoleError {
  return live.run?.turn === turn
    ? new KonsoleError(
        'conflict',
        'This message is already being answered. Stop the turn instead, or steer it.',
      )
    : new KonsoleError('not-found', 'This message does not wait in the queue (any more).');
}
