/** The WebSocket as an outside client meets it: who gets in, what is said, and how it ends. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse } from './house';
import { until } from './hub-bench';
import { type Client, dial, type Dialled } from './socket-client';

let house: House;
let count = 0;
const clients: Client[] = [];
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.stop();
});
afterAll(() => house.close());

function dialled(options: Dialled = {}, at = house): Client {
  const client = dial(at, options);
  clients.push(client);
  return client;
}

async function opened(options: Dialled = {}, at = house): Promise<Client> {
  const client = dialled(options, at);
  await client.opened();
  return client;
}

/** A session of this test's own. */
function session(): string {
  count += 1;
  house.feed.create(`w${count}`);
  return `w${count}`;
}

describe('GET /v1/socket', () => {
  test.each([false, true])(
    'speaks the protocol word for word (over the socket: %s)',
    async (socket) => {
      const id = session();
      const channel = `session/${id}`;
      const client = await opened({ socket });
      expect(client.ws.protocol).toBe('konsole.1');
      expect(client.ws.extensions).toBe('');
      await until('it was greeted', () => client.frames.length === 1);
      const head = house.feed.head();
      await client.attached(channel);
      house.feed.append(id, `${id}b`, 'hello');
      await until('the event came', () => client.kinds().includes('event'));
      expect(client.messages).toMatchObject([
        { t: 'hello', protocol: 1, epoch: 'k1', head, beatMs: 10_000 },
        { t: 'snapshot', channel, seq: 4, pos: head, state: { session: { id } } },
        { t: 'synced', channel, pos: head },
        {
          t: 'event',
          event: { pos: head + 1, channel, seq: 5, type: 'block.appended', off: 0, text: 'hello' },
        },
      ]);
      client.send({ t: 'detach', channel });
      await client.attached('index');
      house.feed.append(id, `${id}b`, ' more');
      house.feed.commit(['index', { type: 'session.deleted', at: 3, session: 'nobody' }]);
      await until('the other came', () => client.events().length === 2);
      expect(client.events().at(-1)?.type).toBe('session.deleted');
    },
  );
});
