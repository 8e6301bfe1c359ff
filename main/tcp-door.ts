/** Whether the desktop opens a TCP door and where: its switches first, then the setting; none by default. Pure. */
import type { Settings } from '../preload/contract/settings';
import type { Args } from './args';
import type { TcpOptions } from './transport/gateway';

/** `asked` is the result of settings.get. */
export function tcpDoor(args: Args, asked: unknown): TcpOptions | undefined {
  const set = (asked as { settings?: Settings } | undefined)?.settings?.gateway.tcp;
  const port = args.port ?? set?.port;
  if (port === undefined) return undefined;
  const host = args.host ?? set?.host;
  return {
    port,
    allowHosts: args.allowHosts,
    exposed: args.exposeToNetwork,
    ...(host === undefined ? {} : { host }),
  };
}
