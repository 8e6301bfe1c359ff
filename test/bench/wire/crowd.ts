/** Many readers in one process that only notes when bytes came: their marks are looked for when all is over. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { BenchDoor } from './door';
import { token } from './token';

interface Reader {
  socket: Socket;
  chunks: { at: bigint; bytes: Buffer }[];
}

export interface Crowd {
  /** From the commit of each append to its arrival at each reader, µs; one list for all. */
  take(): number[];
  close(): void;
}

const head = (path: string, host: string, more: readonly string[]) =>
  [`GET ${path} HTTP/1.1`, `Host: ${host}`, `Authorization: Bearer ${token}`, ...more, '', ''].join(
    '\r\n',
  );

const upgrade = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==',
  'Sec-WebSocket-Protocol: konsole.1',
];

/** A client's text of less than 126 bytes, masked with nothing. */
const textFrame = (text: string) =>
  Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);

/** So many over a WebSocket and TCP, and as many over SSE and the Unix socket; once all are in step. */
export async function gather(door: BenchDoor, session: string, each: number): Promise<Crowd> {
  const readers: Reader[] = [];
  const channel = `session/${session}`;
  for (let n = 0; n < 2 * each; n += 1) {
    const overSocket = n % 2 === 0;
    const socket = overSocket
      ? connect({ port: door.port, host: '127.0.0.1', noDelay: true })
      : connect(door.socket);
    const reader: Reader = { socket, chunks: [] };
    readers.push(reader);
    const seen = async (words: string) => {
      while (!textOf(reader).includes(words)) await once(socket, 'data');
    };
    socket.on('data', (bytes) => void reader.chunks.push({ at: process.hrtime.bigint(), bytes }));
    await once(socket, 'connect');
    if (overSocket) {
      socket.write(head('/v1/socket?batch=1', `127.0.0.1:${door.port}`, upgrade));
      await seen('"hello"');
      socket.write(textFrame(JSON.stringify({ t: 'attach', channel })));
    } else socket.write(head(`/v1/events?channel=${channel}`, 'localhost', []));
    await seen('synced');
    reader.chunks = [];
  }
  return {
    take: () => readers.flatMap(latencies),
    close: () => {
      for (const { socket } of readers) socket.destroy();
    },
  };
}

const textOf = ({ chunks }: Reader) => Buffer.concat(chunks.map(({ bytes }) => bytes)).toString();

function latencies({ chunks }: Reader): number[] {
  const took: number[] = [];
  let rest = '';
  for (const { at, bytes } of chunks) {
    const text = rest + bytes.toString('latin1');
    let end = 0;
    for (const found of text.matchAll(/m(\d{6,})m/g)) {
      took.push(Number(at / 1000n) - Number(found[1]));
      end = found.index + found[0].length;
    }
    // A mark may lie across two chunks.
    rest = text.slice(Math.max(end, text.length - 30));
  }
  return took;
}
