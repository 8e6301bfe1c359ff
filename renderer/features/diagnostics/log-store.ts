/** What of the log a person wants to see, kept while other sections are shown; and how another place opens it. */
import { create } from 'zustand';
import { showSection } from '../../stores/ui-store';
import type { LogFilter } from './log-filter';
import { plainFilter } from './log-filter';

export interface LogView {
  filter: LogFilter;
  /** New records come by themselves while the log is seen. */
  live: boolean;
  /** Areas that were met so far, in the order of the alphabet. */
  areas: readonly string[];
  /** Grows with each wish to see the log: the page goes there. */
  wished: number;
}

const plain: LogView = { filter: plainFilter, live: true, areas: [], wished: 0 };

export const useLog = create<LogView>()(() => plain);

export function changeFilter(patch: Partial<LogFilter>): void {
  useLog.setState(({ filter }) => ({ filter: { ...filter, ...patch } }));
}

export function clearFilter(): void {
  useLog.setState({ filter: plainFilter });
}

export function setLive(live: boolean): void {
  useLog.setState({ live });
}

export function meetAreas(met: Iterable<string>): void {
  useLog.setState((view) => {
    const all = new Set([...view.areas, ...met]);
    return all.size === view.areas.length ? view : { areas: [...all].toSorted() };
  });
}

/** Diagnostics at its log, with this filter and no other. */
export function openDiagnostics(filter: Partial<LogFilter> = {}): void {
  useLog.setState(({ wished }) => ({
    filter: { ...plainFilter, level: 'debug', ...filter },
    live: true,
    wished: wished + 1,
  }));
  showSection('diagnostics');
}

export function forgetLog(): void {
  useLog.setState(plain, true);
}
