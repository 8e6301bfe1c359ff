/**
 * What a person sees of Konsole outside its windows: the tray and notifications. Follows the engine's journal for both,
 * and does what is asked there.
 */
import type { KonsoleEvent } from '../../preload/contract/events';
import type { PoolStatus } from '../../preload/contract/shapes';
import { appTrouble } from './app-trouble';
import { emptyIndex } from '../../preload/contract/index-state';
import { type Pending, watchApprovals } from './approvals-watch';
import { decisionsStep, noDecisions } from './decisions-model';
import { type IndexFeed, watchIndex } from './index-watch';
import { createNotifications } from './notifications';
import { type NoticeFacts, noNotices, noticeStep, type NoticeWindow } from './notify-model';
import { createOutsideActions, type OutsideActionDeps } from './outside-actions';
import { createTray } from './tray';
import type { TrayFacts } from './tray-model';

/** The part of the engine's feed that is used. */
export interface OutsideFeed extends IndexFeed {
  pool(): PoolStatus;
  onPool(listener: (status: PoolStatus) => void): () => void;
}

export interface OutsideDeps extends Omit<OutsideActionDeps, 'openSession'> {
  /** A session of Quick Turn, in its window. */
  openQuick: (session: string) => void;
  /** What the desktop has to say of itself. */
  notices: () => readonly { id: string }[];
  /** Whether a person has this window before their eyes. */
  inFront: (window: NoticeWindow) => boolean;
  /** When they last had the main window so; epoch ms. */
  lastSeen: () => number;
}

export function createOutside(deps: OutsideDeps) {
  let index = emptyIndex();
  let pending: readonly Pending[] = [];
  let notices = noNotices;
  let decisions = noDecisions;
  let pool: PoolStatus | undefined;
  let closed = false;
  let tray: ReturnType<typeof createTray> | undefined;

  const { act, answer } = createOutsideActions({
    ...deps,
    openSession: (session) => {
      // While Konsole quits, an answer may come late: it must not bring a window back.
      if (closed) return;
      const isChat = index.sessions.some((one) => one.id === session && one.kind === 'chat');
      if (isChat) deps.openQuick(session);
      else deps.openMain({ session });
    },
    openMain: (place) => {
      if (!closed) deps.openMain(place);
    },
  });
  const notifications = createNotifications({
    open: (place) => void act({ do: 'open', ...place }),
    answer: (...said) => void answer('notification', ...said),
    log: (...said) => deps.log('info', ...said),
  });

  function notify(events: readonly KonsoleEvent[]): void {
    const facts: NoticeFacts = { sessions: index.sessions, pending, inFront: deps.inFront };
    const step = decisionsStep(decisions, events, facts);
    decisions = step.state;
    for (const order of step.orders) notifications.run(order);
    for (const event of events) {
      const { state, orders } = noticeStep(notices, event, facts);
      notices = state;
      for (const order of orders) notifications.run(order);
    }
  }

  const trouble = () => appTrouble(pool, deps.notices());

  function facts(): TrayFacts {
    const wrong = trouble();
    return {
      index,
      approvals: pending,
      now: Date.now(),
      seenAt: deps.lastSeen(),
      ...(wrong === undefined ? {} : { trouble: wrong }),
    };
  }

  return {
    /** Resolves when what there is was read; from then on it is told what changes. */
    async follow(feed: OutsideFeed): Promise<void> {
      pool = feed.pool();
      feed.onPool((status) => {
        const before = trouble();
        pool = status;
        if (trouble() !== before) tray?.refresh();
      });
      await Promise.all([
        watchIndex(feed, (state) => {
          index = state;
          tray?.refresh();
        }),
        watchApprovals(feed, (now) => {
          pending = now;
          tray?.refresh();
        }),
      ]);
      // After those two, so that what it is told about an event holds once it has happened.
      feed.onCommit((events) => {
        if (!closed) notify(events);
      });
    },
    openTray(): void {
      if (closed) return;
      tray = createTray({
        facts,
        act: (action) => void act(action),
      });
    },
    hasTray: () => tray !== undefined,
    /** Something that the desktop says of itself is new. */
    noticed: () => tray?.refresh(),
    /** A window came to the front. */
    seen(window: NoticeWindow): void {
      tray?.refresh();
      notifications.seen(window);
    },
    close(): void {
      closed = true;
      tray?.close();
      tray = undefined;
      notifications.close();
    },
  };
}
