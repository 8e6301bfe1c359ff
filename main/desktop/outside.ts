/**
 * What a person sees of Konsole outside its windows: the tray and notifications. Follows the engine's journal for both,
 * and does what is asked there.
 */
import type { Answer } from '../../preload/contract/errors';
import type { KonsoleEvent } from '../../preload/contract/events';
import { emptyIndex } from '../../preload/contract/index-state';
import { type Pending, watchApprovals } from './approvals-watch';
import type { Asker, DesktopLog } from './desktop-deps';
import { type IndexFeed, watchIndex } from './index-watch';
import { createNotifications } from './notifications';
import { type NoticeFacts, noNotices, noticeStep, type NoticeWindow } from './notify-model';
import { createTray } from './tray';
import type { TrayAction } from './tray-model';

export interface OutsideDeps {
  execute: (client: Asker, name: string, params: unknown) => Promise<Answer>;
  showQuick: () => void;
  showMain: () => void;
  newSession: () => void;
  openSession: (session: string) => void;
  quit: () => void;
  /** Whether a person has this window before their eyes. */
  inFront: (window: NoticeWindow) => boolean;
  /** When they last had the main window so; epoch ms. */
  lastSeen: () => number;
  log: DesktopLog;
}

export function createOutside(deps: OutsideDeps) {
  let index = emptyIndex();
  let pending: readonly Pending[] = [];
  let notices = noNotices;
  let closed = false;
  let tray: ReturnType<typeof createTray> | undefined;

  const notifications = createNotifications({
    open: (session) => {
      if (!closed) deps.openSession(session);
    },
    answer: (...said) => void answer('notification', ...said),
    log: (...said) => deps.log('info', ...said),
  });

  function act(action: TrayAction): void {
    switch (action.do) {
      case 'quick':
        return deps.showQuick();
      case 'new-session':
        return deps.newSession();
      case 'open':
        return action.session === undefined ? deps.showMain() : deps.openSession(action.session);
      case 'stop':
        return void stop(action.session, action.turn);
      case 'answer':
        return void answer('tray', action.session, action.approval, action.decision);
      case 'quit':
        return deps.quit();
    }
  }

  async function stop(session: string, turn: string): Promise<void> {
    const answered = await deps.execute('tray', 'turn.interrupt', { session, turn });
    if (answered.ok) return;
    const { code } = answered;
    deps.log('warn', 'The tray could not stop a turn', { session, turn, code });
  }

  /** Somebody else may have been quicker: then there is nothing left to say. */
  async function answer(
    by: 'tray' | 'notification',
    session: string,
    approval: string,
    decision: 'allow' | 'deny',
  ): Promise<void> {
    const answered = await deps.execute(by, 'approval.answer', { approval, decision });
    if (answered.ok || answered.code === 'conflict' || closed) return;
    const { code } = answered;
    deps.log('warn', 'An approval could not be answered', { session, approval, by, code });
    // It still waits there, and can say what is wrong.
    deps.openSession(session);
  }

  function notify(events: readonly KonsoleEvent[]): void {
    const facts: NoticeFacts = { sessions: index.sessions, pending, inFront: deps.inFront };
    for (const event of events) {
      const { state, orders } = noticeStep(notices, event, facts);
      notices = state;
      for (const order of orders) notifications.run(order);
    }
  }

  return {
    /** Resolves when what there is was read; from then on it is told what changes. */
    async follow(feed: IndexFeed): Promise<void> {
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
        facts: () => ({ index, approvals: pending, now: Date.now(), seenAt: deps.lastSeen() }),
        act,
      });
    },
    hasTray: () => tray !== undefined,
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
