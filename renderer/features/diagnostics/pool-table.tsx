/** Every host process of the pool as a row. */
import { useIndex } from '../../stores/index-store';
import { usePool } from '../../stores/pool-store';
import { megabytes } from '../../ui/format';
import { StatusDot } from '../../ui/status-dot';
import type { DotTone } from '../../ui/status-dot';
import type { HostState } from '../../../preload/contract/shapes';

const states: Record<HostState, readonly [string, DotTone]> = {
  warming: ['starting', 'info'],
  warm: ['warm', 'ok'],
  leased: ['busy', 'main'],
  dead: ['ended', 'bad'],
};

export function PoolTable() {
  const pool = usePool((state) => state.status);
  const sessions = useIndex((view) => view.sessions);
  const titleOf = (id?: string) =>
    sessions.find((session) => session.id === id)?.title ?? id ?? '–';
  // Told with the first beat of a turn: a host that has run none has nothing to say.
  const measured = pool?.hosts.some((host) => host.rssBytes !== undefined) ?? false;
  const titles = ['Host', 'Lane', 'State', 'Session', 'Process', ...(measured ? ['Memory'] : [])];
  return (
    <section aria-label="Pool">
      <h2 className="mb-2.5 text-title font-semibold">Pool</h2>
      {!pool || pool.hosts.length === 0 ? (
        <p className="text-ink-3">No host process is there yet. One starts with the first turn.</p>
      ) : (
        <div className="overflow-x-auto rounded-card border border-line">
          <table className="w-full min-w-[480px] text-left">
            <thead className="text-small text-ink-3">
              <tr className="border-b border-line">
                {titles.map((title) => (
                  <th key={title} scope="col" className="px-3 py-1.5 font-normal">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="num">
              {pool.hosts.map((host) => (
                <tr key={host.id} className="border-b border-line-soft last:border-b-0">
                  <td className="px-3 py-1.5 font-mono text-code">{host.id}</td>
                  <td className="px-3">{host.lane}</td>
                  <td className="px-3 whitespace-nowrap">
                    <StatusDot tone={states[host.state][1]} /> {states[host.state][0]}
                  </td>
                  <td className="max-w-[220px] truncate px-3">{titleOf(host.session)}</td>
                  <td className="px-3 font-mono text-code">{host.pid ?? '–'}</td>
                  {measured && (
                    <td className="px-3">
                      {host.rssBytes === undefined ? '–' : megabytes(host.rssBytes)}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
