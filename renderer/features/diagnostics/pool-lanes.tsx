/** The two lanes: how full they are, who waits in line, how soon the first event comes warm and cold. */
import { sessionById, useIndex } from '../../stores/index-store';
import { usePool } from '../../stores/pool-store';
import { showSession } from '../../stores/ui-store';
import { plural } from '../../ui/format';
import { StatusDot } from '../../ui/status-dot';
import { titleOf } from '../sessions/session-words';
import type { Lane } from '../../../preload/contract/shapes';
import { busyWords, firstTime, firstWords, laneNames, ordinal } from './pool-words';
import type { LaneStatus } from './pool-words';

const lanes: readonly Lane[] = ['main', 'quick'];

export function PoolLanes() {
  const status = usePool((state) => state.status?.lanes);
  if (!status) return null;
  const timed = lanes.some((lane) => status[lane].first !== undefined);
  return (
    <div className="space-y-2.5">
      <div role="group" aria-label="Lanes" tabIndex={0} className="overflow-x-auto">
        <table className="num w-full min-w-[460px] text-left">
          <thead className="text-small text-ink-3">
            <tr>
              {[
                'Lane',
                'Processes',
                'In line',
                ...(timed ? ['First event, warm', 'First event, cold'] : []),
              ].map((title) => (
                <th key={title} scope="col" className="py-1 pr-4 font-normal">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lanes.map((lane) => (
              <LaneRow key={lane} lane={lane} status={status[lane]} timed={timed} />
            ))}
          </tbody>
        </table>
      </div>
      {timed && (
        <p className="text-small text-ink-3">
          From a turn’s start to the first event of its provider, the middle one of the newest
          turns. Warm: its process was up and connected for this provider, key and model before.
          Cold: any other start.
        </p>
      )}
      {lanes.map((lane) => (
        <InLine key={lane} lane={lane} queue={status[lane].queue ?? []} />
      ))}
    </div>
  );
}

function LaneRow({ lane, status, timed }: { lane: Lane; status: LaneStatus; timed: boolean }) {
  const { first, waiting } = status;
  return (
    <tr className="border-t border-line-soft">
      <th scope="row" className="py-1.5 pr-4 font-normal whitespace-nowrap">
        <StatusDot tone={lane} className="mr-1 mb-px" /> {laneNames[lane]}
      </th>
      <td className="pr-4 whitespace-nowrap">{busyWords(status)}</td>
      <td className="pr-4 whitespace-nowrap">
        {waiting === 0 ? 'nobody' : plural(waiting, 'turn')}
      </td>
      {timed && <FirstCell first={first?.warm} />}
      {timed && <FirstCell first={first?.cold} />}
    </tr>
  );
}

function FirstCell({ first }: { first: NonNullable<LaneStatus['first']>['warm'] }) {
  const last = first && first.count > 0 ? `Last: ${firstTime(first.lastMs)}` : undefined;
  return (
    <td className="pr-4 whitespace-nowrap" title={last}>
      {firstWords(first)}
    </td>
  );
}

function InLine({ lane, queue }: { lane: Lane; queue: NonNullable<LaneStatus['queue']> }) {
  if (queue.length === 0) return null;
  const name = `In line for ${laneNames[lane].toLowerCase()}`;
  return (
    <div>
      <p className="text-small text-ink-3">{name}</p>
      <ol aria-label={name} className="mt-0.5 max-h-56 overflow-y-auto">
        {queue.map(({ session, turn }, at) => (
          <Waiter key={turn} session={session} place={at + 1} />
        ))}
      </ol>
    </div>
  );
}

function Waiter({ session, place }: { session: string; place: number }) {
  const known = useIndex(sessionById(session));
  const title = known ? titleOf(known) : session;
  return (
    <li className="flex items-baseline gap-2">
      <span className="num w-9 shrink-0 text-ink-3">{ordinal(place)}</span>
      <button
        type="button"
        onClick={() => showSession(session)}
        className="min-w-0 truncate rounded-[5px] px-1 text-left hover:bg-hover focus-visible:-outline-offset-2"
      >
        {title}
      </button>
    </li>
  );
}
