/**
 * A desktop that shows tray icons, as far as an app can tell: owns org.kde.StatusNotifierWatcher on a
 * session bus, takes items in, reads an item's menu and clicks in it.
 */
import { connect, type Socket } from 'node:net';
import { socketPath } from '../../main/desktop/session-bus';
import { decode, encode, type Variant } from './dbus-wire';

interface Message {
  type: number;
  serial: number;
  replyTo?: number;
  member?: string;
  sender?: string;
  body: unknown[];
}

export interface TrayMenuItem {
  id: number;
  label: string;
  items: TrayMenuItem[];
}

export interface TrayHost {
  /** Items registered so far, by bus name and path. */
  readonly items: readonly { name: string; path: string }[];
  menu(): Promise<TrayMenuItem[]>;
  /** Clicks the item with this label, wherever in the menu it is. */
  click(label: string): Promise<void>;
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
  await bus.call(
    'org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus',
    'RequestName',
    'su',
    [watcher, 0],
  );

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
    async click(label) {
      const { item, path, root } = await layout();
      const found = find(root, label);
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

type Answer = { signature: string; body: unknown[] };

/** A connection to the bus: calls others, answers calls with `answer`. */
async function openBus(address: string, answer: (message: Message) => Answer) {
  const path = socketPath(address);
  if (path === undefined) throw new Error(`No Unix socket in ${address}`);
  const socket = connect({ path });
  const waiting = new Map<number, (message: Message) => void>();
  let serial = 0;
  await greet(socket);

  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (let next = parse(received); next; next = parse(received)) {
      received = received.subarray(next.size);
      take(next.message);
    }
  });

  function take(message: Message): void {
    if (message.replyTo !== undefined) {
      waiting.get(message.replyTo)?.(message);
      waiting.delete(message.replyTo);
    } else if (message.type === 1) {
      const { signature, body } = answer(message);
      const fields: [number, Variant][] = [
        [5, { signature: 'u', value: message.serial }],
        [6, { signature: 's', value: message.sender }],
      ];
      send(2, fields, signature, body);
    }
  }

  function send(
    type: number,
    fields: [number, Variant][],
    signature: string,
    body: unknown[],
  ): number {
    const bytes = encode(signature, body);
    const all = signature ? [...fields, [8, { signature: 'g', value: signature }]] : fields;
    serial += 1;
    const head = encode('yyyyuua(yv)', [0x6c, type, 0, 1, bytes.length, serial, all]);
    socket.write(Buffer.concat([head, Buffer.alloc((8 - (head.length % 8)) % 8), bytes]));
    return serial;
  }

  async function call(
    to: string,
    at: string,
    face: string,
    member: string,
    signature: string,
    body: unknown[],
  ): Promise<unknown[]> {
    const fields: [number, Variant][] = [
      [1, { signature: 'o', value: at }],
      [2, { signature: 's', value: face }],
      [3, { signature: 's', value: member }],
      [6, { signature: 's', value: to }],
    ];
    const reply = await new Promise<Message>((resolve) => {
      waiting.set(send(1, fields, signature, body), resolve);
    });
    if (reply.type === 3) throw new Error(`${member} failed: ${String(reply.body[0])}`);
    return reply.body;
  }

  const none = '/org/freedesktop/DBus';
  await call('org.freedesktop.DBus', none, 'org.freedesktop.DBus', 'Hello', '', []);
  return { call, close: () => void socket.destroy() };
}

function greet(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', () => {
      socket.write('BEGIN\r\n');
      resolve();
    });
    const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
    socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  });
}

function parse(bytes: Buffer): { message: Message; size: number } | undefined {
  if (bytes.length < 16) return undefined;
  const bodySize = bytes.readUInt32LE(4);
  const fieldsEnd = 16 + bytes.readUInt32LE(12);
  const start = fieldsEnd + ((8 - (fieldsEnd % 8)) % 8);
  if (bytes.length < start + bodySize) return undefined;
  const head = decode('yyyyuua(yv)', bytes.subarray(0, fieldsEnd));
  const fields = new Map((head[6] as [number, unknown][]).map(([code, value]) => [code, value]));
  const message: Message = {
    type: Number(head[1]),
    serial: Number(head[5]),
    body: decode(signatureOf(fields.get(8)), Buffer.from(bytes.subarray(start, start + bodySize))),
  };
  if (fields.has(5)) message.replyTo = Number(fields.get(5));
  if (fields.has(3)) message.member = String(fields.get(3));
  if (fields.has(7)) message.sender = String(fields.get(7));
  return { message, size: start + bodySize };
}

const signatureOf = (field: unknown) => (typeof field === 'string' ? field : '');
