/** Changes of kontasks, by whomever, renew what is shown of them a moment later. */
import type { IndexEvent } from '../../preload/contract/events';
import type { KontaskStatus } from '../../preload/contract/shapes';
import { schedule } from './connection';
import { onIndexEvents } from './index-store';
import {
  noteChanged,
  refreshKontasks,
  shownFeeds,
  stopTyping,
  useKontasks,
} from './kontasks-store';

/** Many changes at once are one question, ms. */
const changeMs = 80;
/** A search that could not look everywhere yet is asked again after so long, ms. */
const partialMs = 700;

/** The page is shown: what was here before is drawn at once, and renewed. Returns how to stop hearing of changes. */
export function followKontasks(): () => void {
  void refreshKontasks();
  let cancel: (() => void) | undefined;
  const statusesDue = new Set<KontaskStatus>();
  let allDue = false;
  const renew = () => {
    cancel = undefined;
    const shown = shownFeeds();
    const keys = shown.filter((key) => allDue || key === 'list' || statusesDue.has(key));
    statusesDue.clear();
    allDue = false;
    // Also where none of what is shown changed: the counts did.
    void refreshKontasks(keys.length > 0 ? keys : shown.slice(0, 1));
  };
  const stop = onIndexEvents((events) => {
    const ours = events.filter(isAboutKontask);
    if (events.length > 0 && ours.length === 0) return;
    if (events.length === 0) allDue = true;
    for (const event of ours) {
      hear(event);
      if (event.type === 'kontask.listed') statusesDue.add(event.kontask.status);
      if (event.was) statusesDue.add(event.was);
      else allDue = true;
    }
    cancel ??= schedule(changeMs, renew);
  });
  let again: (() => void) | undefined;
  const searchOn = useKontasks.subscribe((view, before) => {
    if (!view.partial || view.feeds === before.feeds) return;
    again ??= schedule(partialMs, () => {
      again = undefined;
      if (useKontasks.getState().partial) void refreshKontasks();
    });
  });
  return () => {
    stop();
    searchOn();
    cancel?.();
    again?.();
    stopTyping();
  };
}

type KontaskEvent = Extract<IndexEvent, { type: 'kontask.listed' | 'kontask.deleted' }>;

const isAboutKontask = (event: IndexEvent): event is KontaskEvent =>
  event.type === 'kontask.listed' || event.type === 'kontask.deleted';

/** What is selected knows its newest revision, and goes with what is deleted. */
function hear(event: KontaskEvent): void {
  const id = event.type === 'kontask.listed' ? event.kontask.id : event.kontask;
  noteChanged(id);
  const { selected } = useKontasks.getState();
  const known = selected.get(id);
  if (!known) return;
  const next = new Map(selected);
  if (event.type === 'kontask.deleted') next.delete(id);
  else next.set(id, { ...known, ...event.kontask });
  useKontasks.setState({ selected: next });
}
