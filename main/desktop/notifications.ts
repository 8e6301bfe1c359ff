/** Shows notifications and takes them back: Electron's side of notify-model.ts. */
import { Notification } from 'electron';
import {
  asks,
  line,
  type Notice,
  type NoticeOrder,
  type NoticeWindow,
  withoutMarkup,
} from './notify-model';
import type { Place } from './place';

export interface NotificationDeps {
  open: (place: Place) => void;
  answer: (session: string, approval: string, decision: 'allow' | 'deny') => void;
  log: (message: string, fields: Record<string, unknown>) => void;
}

/** The system keeps what it shows; a click on one that was let go of here would do nothing. */
const mostShown = 50;

/** Longest label of a button that is shown whole. */
const buttonChars = 40;

const names = { allow: 'Allow', deny: 'Deny' } as const;

interface Button {
  text: string;
  run: () => void;
}

export function createNotifications(deps: NotificationDeps) {
  const shown = new Map<string, { notice: Notice; notification: Notification }>();
  let told = false;

  function close(key: string): void {
    const there = shown.get(key);
    shown.delete(key);
    there?.notification.close();
  }

  function buttonsOf({ place, approval, choices = [] }: Notice): Button[] {
    const { session } = place;
    if (approval && session !== undefined) {
      const { id, answers } = approval;
      return answers.map((answer) => ({
        text: names[answer],
        run: () => deps.answer(session, id, answer),
      }));
    }
    // It opens the page, which shows what would be sent: nothing is sent unseen.
    return choices.map((choice) => ({
      text: line(choice, buttonChars),
      run: () => deps.open({ ...place, choice }),
    }));
  }

  function show(notice: Notice): void {
    close(notice.key);
    if (!Notification.isSupported()) return;
    const oldest = shown.keys().next().value;
    if (shown.size >= mostShown && oldest !== undefined) close(oldest);
    // Elsewhere the buttons are missing, or are no promise: a click opens.
    const buttons = process.platform === 'darwin' ? buttonsOf(notice) : [];
    const notification = new Notification({
      title: notice.title,
      body: process.platform === 'linux' ? withoutMarkup(notice.body) : notice.body,
      actions: buttons.map(({ text }) => ({ type: 'button', text })),
      // A question stays until it was answered.
      timeoutType: asks(notice) ? 'never' : 'default',
    });
    const gone = () => {
      if (shown.get(notice.key)?.notification === notification) shown.delete(notice.key);
    };
    notification.on('click', () => {
      gone();
      deps.open(notice.place);
    });
    notification.on('action', ({ actionIndex }) => {
      gone();
      buttons[actionIndex]?.run();
    });
    // One that only left the screen may stand in the system's list: it can be clicked there, and taken back.
    notification.on('close', ({ reason }) => {
      if (reason === undefined || reason === 'userCanceled') gone();
    });
    notification.on('failed', (_event, error) => {
      gone();
      if (!told) deps.log('The system shows no notifications', { error });
      told = true;
    });
    shown.set(notice.key, { notice, notification });
    notification.show();
  }

  return {
    run(order: NoticeOrder): void {
      if (order.do === 'show') show(order.notice);
      else close(order.key);
    },
    /** The window came to the front: what was told about its turns is seen. A question still wants its answer. */
    seen(window: NoticeWindow): void {
      for (const [key, { notice }] of [...shown]) {
        if (notice.window === window && !asks(notice)) close(key);
      }
    },
    close(): void {
      for (const key of [...shown.keys()]) close(key);
    },
  };
}
