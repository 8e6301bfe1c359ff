/** Everything that holds for whatever a window loads: where pages come from, and that they reach nothing else. */
import type { Session } from 'electron';
import { type PictureOf, serveApp } from './app-protocol';
import { noWayOut, refuseRequests } from './navigation';
import { refusePermissions } from './permissions';

/** Before the first window is made. `pages` is the folder of the built pages; `onServed` hears of each file of them. */
export function guardSession(
  session: Session,
  pages: string,
  pictureOf: PictureOf,
  onServed: () => void,
  log: (message: string, fields: Record<string, unknown>) => void,
): void {
  refusePermissions(session, log);
  refuseRequests(session, log);
  session.setProxy(noWayOut).catch((error: unknown) => {
    log('The pages could not be cut off from the network', { error: String(error) });
  });
  serveApp(session, pages, pictureOf, onServed);
}
