/** The page's own drivers, over a proxy. */
import { WebSocket } from 'ws';
import { createSocketDriver } from '../../preload/stream/socket-driver';
import { createSseDriver } from '../../preload/stream/sse-driver';
import type { Driver } from '../../preload/stream/types';
import type { Clock } from './clock';

export const sseThrough = (port: number, token: string, { schedule }: Clock): Driver =>
  createSseDriver({
    fetch: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init),
    token,
    schedule,
  });

export const socketThrough = (port: number, token: string): Driver =>
  createSocketDriver({
    open: () =>
      new WebSocket(`ws://127.0.0.1:${port}/v1/socket?batch=1`, ['konsole.1', `bearer.${token}`]),
  });
