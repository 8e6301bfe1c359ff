/** Shows notifications and takes them back: Electron's side of notify-model.ts. */
import { Notification } from 'electron';
import { type Notice, type NoticeOrder, type NoticeWindow, withoutMarkup } from './notify-model';

export interface NotificationDeps {
  open: (session: string) => void;
  answer: (session: string, approval: string, decision: 'allow' | 'deny') => void;
  log: (message: string, fields: Record<string, unknown>) => void;
}

/** The system keeps what it shows; a click on one that was let go of here would do nothing. */
const mostShown = 50;

const names = { allow: 'Allow', deny: 'Deny' } as const;

export function createNotifications(deps: NotificationDeps) {
  const shown = new Map<string, { notice: Notice; notification: Notification }>();
  let told = false;

  function close(key: string): void {
    const there = shown.get(key);
    shown.delete(key);
    there?.notification.close();
  }

  function show(notice: Notice): void {
    close(notice.key);
    if (!Notification.isSupported()) return;
    const oldest = shown.keys().next().value;
    if (shown.size >= mostShown && oldest !== undefined) close(oldest);
    const { approval } = notice;
    // Elsewhere the buttons are missing, or are no promise: a click opens.
    const answers = process.platform === 'darwin' ? (approval?.answers ?? []) : [];
    const notification = new Notification({
      title: notice.title,
      body: process.platform === 'linux' ? withoutMarkup(notice.body) : notice.body,
      actions: answers.map((answer) => ({ type: 'button', text: names[answer] })),
      // A question stays until it was answered.
      timeoutType: notice.kind === 'approval' ? 'never' : 'default',
    });
    const gone = () => {
      if (shown.get(notice.key)?.notification === notification) shown.delete(notice.key);
    };
    notification.on('click', () => {
      gone();
      deps.open(notice.session);
    });
    notification.on('action', ({ actionIndex }) => {
      gone();
      const answer = answers[actionIndex];
      if (approval && answer) deps.answer(notice.session, approval.id, answer);
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
        if (notice.window === window && notice.kind !== 'approval') close(key);
      }
    },
    close(): void {
      for (const key of [...shown.keys()]) close(key);
    },
  };
}
