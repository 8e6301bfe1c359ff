/** Round trips, one after the other: a socket's bytes, and a WebSocket's message. µs each. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { WebSocket } from 'ws';

/** About as long as the command and its answer. */
const bytes = Buffer.from('x'.repeat(60));

const now = () => Number(process.hrtime.bigint()) / 1000;

/** `send` and whoever hears the answer and calls what it was given. */
function trips(count: number, send: () => void, onAnswer: (heard: () => void) => void) {
  return new Promise<number[]>((resolve) => {
    const took: number[] = [];
    let sent = now();
    onAnswer(() => {
      const heard = now();
      took.push(heard - sent);
      if (took.length === count) return resolve(took);
      sent = now();
      send();
    });
    send();
  });
}

export async function tcpTrips(port: number) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return (count: number) =>
    trips(
      count,
      () => socket.write(bytes),
      (heard) => {
        let come = 0;
        socket.removeAllListeners('data');
        socket.on('data', ({ length }) => {
          come += length;
          if (come % bytes.length === 0) heard();
        });
      },
    );
}

export const socketTrips = (ws: WebSocket, text: string) => (count: number) =>
  trips(
    count,
    () => ws.send(text),
    (heard) => {
      ws.removeAllListeners('message');
      ws.on('message', heard);
    },
  );
