/** Every host process of the pool as a row: its state and for how long, what it is warm for, what it has done. */
import { useIndex } from '../../stores/index-store';
import { usePool } from '../../stores/pool-store';
import { count, megabytes, modelName, seconds } from '../../ui/format';
import { StatusDot } from '../../ui/status-dot';
import { useNow } from '../../ui/use-now';
import type { PoolStatus } from '../../../preload/contract/shapes';
import { titleOf } from '../sessions/session-words';
import { stateWords } from './pool-words';

type Host = PoolStatus['hosts'][number];

export function PoolTable() {
  const hosts = usePool((state) => state.status?.hosts);
  const now = useNow(hosts?.some((host) => host.since !== undefined) ?? false, 1000);
  if (!hosts || hosts.length === 0)
    return (
      <p className="text-ink-3">No host process is there yet. One starts with the first turn.</p>
    );
  // Told with the first beat of a turn, or by an engine that knows: no column of dashes until then.
  const has = (fact: 'model' | 'turns' | 'rssBytes') =>
    hosts.some((host) => host[fact] !== undefined);
  const shows = { model: has('model'), turns: has('turns'), memory: has('rssBytes') };
  const titles = [
    'Host',
    'Lane',
    'State',
    ...(shows.model ? ['Warm for'] : []),
    ...(shows.turns ? ['Turns'] : []),
    ...(shows.memory ? ['Memory'] : []),
    'Session',
    'Process',
  ];
  return (
    <div
      role="group"
      aria-label="Hosts"
      tabIndex={0}
      className="overflow-x-auto rounded-card border border-line"
    >
      <table className="w-full min-w-[520px] text-left">
        <thead className="text-small text-ink-3">
          <tr className="border-b border-line">
            {titles.map((title) => (
              <th key={title} scope="col" className="px-3 py-1.5 font-normal whitespace-nowrap">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="num">
          {hosts.map((host) => (
            <HostRow key={host.id} host={host} shows={shows} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HostRowProps {
  host: Host;
  shows: { model: boolean; turns: boolean; memory: boolean };
  now: number;
}

function HostRow({ host, shows, now }: HostRowProps) {
  const { id, lane, state, since, session, model, turns, rssBytes, pid } = host;
  const found = useIndex((view) => view.sessions.find((one) => one.id === session));
  const title = found ? titleOf(found) : (session ?? '–');
  const [word, tone] = stateWords[state];
  return (
    <tr className="border-b border-line-soft last:border-b-0">
      <td className="px-3 py-1.5 font-mono text-code">{id}</td>
      <td className="px-3">{lane}</td>
      <td className="px-3 whitespace-nowrap">
        <StatusDot tone={tone === 'main' && lane === 'quick' ? 'quick' : tone} /> {word}
        {since !== undefined && (
          <span className="text-ink-3"> · {seconds(Math.max(0, now - since))}</span>
        )}
      </td>
      {shows.model && (
        <td className="max-w-[170px] truncate px-3" title={model}>
          {model === undefined ? '–' : modelName(model)}
        </td>
      )}
      {shows.turns && <td className="px-3">{turns === undefined ? '–' : count(turns)}</td>}
      {shows.memory && (
        <td className="px-3 whitespace-nowrap">
          {rssBytes === undefined ? '–' : megabytes(rssBytes)}
        </td>
      )}
      <td className="max-w-[190px] truncate px-3" title={found && title}>
        {title}
      </td>
      <td className="px-3 font-mono text-code">{pid ?? '–'}</td>
    </tr>
  );
}
