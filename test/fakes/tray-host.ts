/**
 * A desktop that shows tray icons, as far as an app can tell: owns org.kde.StatusNotifierWatcher on a
 * session bus, takes items in, reads an item's menu and clicks in it.
 */
import { openBus } from './dbus-connection';
import type { Variant } from './dbus-wire';

export interface TrayMenuItem {
  id: number;
  label: string;
  items: TrayMenuItem[];
}

export interface TrayHost {
  /** Items registered so far, by bus name and path. */
  readonly items: readonly { name: string; path: string }[];
  menu(): Promise<TrayMenuItem[]>;
  /** Clicks the item with this label, wherever in the menu it is; `within` is how the label of its submenu starts. */
  click(label: string, within?: string): Promise<void>;
  tooltip(): Promise<string>;
  close(): void;
}

const watcher = 'org.kde.StatusNotifierWatcher';
const props = 'org.freedesktop.DBus.Properties';

export async function openTrayHost(address: string): Promise<TrayHost> {
  const items: { name: string; path: string }[] = [];
  const bus = await openBus(address, (message) => {
    const [first, second] = message.body;
    if (message.member === 'RegisterStatusNotifierItem') {
      const given = String(first);
      const name = given.startsWith('/') ? (message.sender ?? '') : given;
      items.push({ name, path: given.startsWith('/') ? given : '/StatusNotifierItem' });
      return { signature: '', body: [] };
    }
    if (message.member === 'Get') {
      return { signature: 'v', body: [watcherProperty(String(second))] };
    }
    return { signature: '', body: [] };
  });
  await bus.own(watcher);

  const itemProperty = async (property: string) => {
    const item = items.at(-1);
    if (!item) throw new Error('No tray item was registered.');
    const [value] = await bus.call(item.name, item.path, props, 'Get', 'ss', [
      'org.kde.StatusNotifierItem',
      property,
    ]);
    return { item, value };
  };
  const layout = async () => {
    const { item, value } = await itemProperty('Menu');
    const path = String(value);
    const menu = 'com.canonical.dbusmenu';
    // Desktops call it before a menu opens; an app with nothing to add may answer with an error.
    await bus.call(item.name, path, menu, 'AboutToShow', 'i', [0]).catch(() => []);
    const answer = await bus.call(item.name, path, menu, 'GetLayout', 'iias', [0, -1, []]);
    return { item, path, root: toItem(answer[1]) };
  };

  return {
    items,
    menu: async () => (await layout()).root.items,
    async click(label, within) {
      const { item, path, root } = await layout();
      const start = within === undefined ? root : startingWith(root, within);
      const found = start && find(start, label);
      if (!found) throw new Error(`The tray menu has no "${label}": ${JSON.stringify(root)}`);
      const data: Variant = { signature: 's', value: '' };
      await bus.call(item.name, path, 'com.canonical.dbusmenu', 'Event', 'isvu', [
        found.id,
        'clicked',
        data,
        0,
      ]);
    },
    tooltip: async () => {
      const { value } = await itemProperty('ToolTip');
      return String((value as unknown[])[2]);
    },
    close: bus.close,
  };
}

function watcherProperty(name: string): Variant {
  if (name === 'IsStatusNotifierHostRegistered') return { signature: 'b', value: 1 };
  if (name === 'ProtocolVersion') return { signature: 'i', value: 0 };
  return { signature: 'as', value: [] };
}

function toItem(node: unknown): TrayMenuItem {
  const [id, properties, children] = node as [number, [string, unknown][], unknown[]];
  const label = Object.fromEntries(properties).label;
  return { id, label: typeof label === 'string' ? label : '-', items: children.map(toItem) };
}

function find(item: TrayMenuItem, label: string): TrayMenuItem | undefined {
  if (item.label === label) return item;
  for (const child of item.items) {
    const found = find(child, label);
    if (found) return found;
  }
  return undefined;
}

const startingWith = (root: TrayMenuItem, label: string) =>
  root.items.find((item) => item.label.startsWith(label));
