/**
 * A desktop that shows notifications, as far as an app can tell: owns org.freedesktop.Notifications on a session bus,
 * keeps what it was given, and clicks. https://specifications.freedesktop.org/notification-spec/latest/protocol.html
 */
import { openBus } from './dbus-connection';

export interface ShownNotification {
  id: number;
  title: string;
  body: string;
  /** Its buttons; `default` is a click on itself. */
  actions: string[];
}

export interface NotificationHost {
  /** What stands on the screen, oldest first. */
  readonly shown: readonly ShownNotification[];
  /** All that was ever shown. */
  readonly all: readonly ShownNotification[];
  /** A click on the notification itself, which takes it off the screen. */
  click(id: number): void;
  close(): void;
}

const name = 'org.freedesktop.Notifications';
const path = '/org/freedesktop/Notifications';
const byPerson = 2;
const byApp = 3;

export async function openNotificationHost(address: string): Promise<NotificationHost> {
  const shown: ShownNotification[] = [];
  const all: ShownNotification[] = [];

  const bus = await openBus(address, ({ member, body }) => {
    switch (member) {
      case 'GetCapabilities':
        return { signature: 'as', body: [['actions', 'body', 'body-markup', 'persistence']] };
      case 'GetServerInformation':
        return { signature: 'ssss', body: ['Fake desktop', 'Konsole tests', '1', '1.2'] };
      case 'Notify':
        return { signature: 'u', body: [take(body)] };
      case 'CloseNotification':
        remove(Number(body[0]), byApp);
        return { signature: '', body: [] };
      default:
        return { signature: '', body: [] };
    }
  });
  await bus.own(name);

  /** app_name, replaces_id, app_icon, summary, body, actions (key, label, …), hints, expire_timeout */
  function take([, replaces, , title, text, actions]: unknown[]): number {
    const id = Number(replaces) || all.length + 1;
    const keys = (actions as string[]).filter((_, at) => at % 2 === 0);
    const one = { id, title: String(title), body: String(text), actions: keys };
    const at = shown.findIndex((other) => other.id === id);
    shown.splice(at < 0 ? shown.length : at, at < 0 ? 0 : 1, one);
    all.push(one);
    return id;
  }

  function remove(id: number, why: number): void {
    const at = shown.findIndex((one) => one.id === id);
    if (at < 0) return;
    shown.splice(at, 1);
    bus.signal(path, name, 'NotificationClosed', 'uu', [id, why]);
  }

  return {
    shown,
    all,
    click(id) {
      bus.signal(path, name, 'ActionInvoked', 'us', [id, 'default']);
      remove(id, byPerson);
    },
    close: bus.close,
  };
}
