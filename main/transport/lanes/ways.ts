/**
 * The ways over the own doors; what each needs is loaded by the first port that goes there, so that a start without
 * them costs nothing. The token stays in this process: no window ever has it.
 */
import { connect } from 'node:net';
import type { ClientOptions } from 'ws';
import type { Driver } from '../../../preload/stream/types';
import { processTime } from '../hub';
import { withKeptAcks, withPromisedAcks } from './acks';
import type { Ways } from './lane';

export interface WaysDeps {
  /** Of the own Unix socket or named pipe; what lies there is looked up anew for each connection. */
  socket: string;
  token: string;
}

/** A server that takes a connection and does not answer has failed after this, ms. */
const answerMs = 10_000;
/** How long the other side has to answer a goodbye, ms. */
const goodbyeMs = 2_000;

export function createWays({ socket, token }: WaysDeps): Ways {
  return {
    sse: () =>
      whenLoaded(async () => {
        const [{ createSseDriver }, { socketFetch }] = await Promise.all([
          import('../../../preload/stream/sse-driver'),
          import('../../socket-fetch'),
        ]);
        const { schedule } = processTime;
        const fetch = socketFetch(socket);
        return withKeptAcks((room) => createSseDriver({ fetch, token, schedule, room }));
      }),
    websocket: () =>
      whenLoaded(async () => {
        const [{ createSocketDriver }, { WebSocket }] = await Promise.all([
          import('../../../preload/stream/socket-driver'),
          import('ws'),
        ]);
        const options: ClientOptions & { closeTimeout: number } = {
          headers: { authorization: `Bearer ${token}` },
          // Not by an address with the path in it: that takes no blank, and no pipe of Windows.
          createConnection: () => connect({ path: socket }),
          perMessageDeflate: false,
          handshakeTimeout: answerMs,
          closeTimeout: goodbyeMs,
        };
        const open = () =>
          new WebSocket('ws://localhost/v1/socket?batch=1', ['konsole.1'], options);
        return withPromisedAcks(createSocketDriver({ open }));
      }),
  };
}

function whenLoaded(load: () => Promise<Driver>): Driver {
  return (told) => {
    const link: { close?: () => void; send?: ReturnType<Driver>['send']; ended?: true } = {};
    load().then(
      (driver) => {
        if (!link.ended) Object.assign(link, driver(told));
      },
      (error: unknown) => {
        if (!link.ended)
          told({ type: 'closed', reason: `it could not be loaded: ${String(error)}` });
      },
    );
    return {
      send: (frame) => link.send?.(frame),
      close() {
        link.ended = true;
        link.close?.();
      },
    };
  };
}
