/** The pool in lines: its lanes, who waits, its hosts. Pure. */
import type { PoolStatus } from '../../../../preload/contract/shapes';
import { inWords } from '../explain-words';

/** Hosts and waiting turns that are named. */
const named = 12;
const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;

export function poolLines({ hosts, lanes, memory, fills }: PoolStatus, now: number): string[] {
  const lines = Object.entries(lanes).map(([name, lane]) => {
    const parts = [`${lane.busy} of ${lane.hosts} hosts busy`, `${lane.waiting} turns wait`];
    const { warm, cold } = lane.first ?? {};
    if (warm) parts.push(`first event when warm ${inWords(warm.p50Ms)}`);
    if (cold) parts.push(`when cold ${inWords(cold.p50Ms)}`);
    return `- lane ${name} (${lane.transport}): ${parts.join(', ')}`;
  });
  for (const [name, { queue = [] }] of Object.entries(lanes)) {
    queue.slice(0, named).forEach(({ session, turn }, place) => {
      lines.push(
        `- ${place + 1}. in the queue of lane ${name}: turn ${turn} of session ${session}`,
      );
    });
  }
  for (const host of hosts.slice(0, named)) {
    const facts = [`host ${host.id} (${host.lane}): ${host.state}`];
    if (host.since !== undefined) facts.push(`for ${inWords(Math.max(0, now - host.since))}`);
    if (host.model !== undefined) facts.push(`warm for ${host.model}`);
    if (host.session !== undefined) facts.push(`works for session ${host.session}`);
    if (host.rssBytes !== undefined) facts.push(megabytes(host.rssBytes));
    lines.push(`- ${facts.join(', ')}`);
  }
  if (hosts.length > named) lines.push(`- and ${hosts.length - named} more hosts`);
  if (hosts.length === 0) lines.push('- no host process is up');
  if (memory) {
    lines.push(
      `- memory of all hosts: ${megabytes(memory.rssBytes)} of ${megabytes(memory.limitBytes)}`,
    );
  }
  if (fills && fills.count > 0) {
    lines.push(
      `- the provider's cache was filled ahead ${fills.count} times for $${fills.costUsd.toFixed(4)}`,
    );
  }
  return lines;
}
