/** What the desktop is given by its composition root. */
import type { MessagePortMain } from 'electron';
import type { DesktopInfo } from '../../preload/contract/desktop';
import type { WindowName } from '../../preload/contract/desktop-names';
import type { Answer } from '../../preload/contract/errors';
import type { BlobInfo } from '../../preload/contract/shapes';
import type { PictureOf } from './app-protocol';
import type { OutsideFeed } from './outside';

export type DesktopLog = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, unknown>,
) => void;

/** Where on the desktop a command comes from; an approval remembers it as the one who answered. */
export type Asker = WindowName | 'tray' | 'notification';

/** What the desktop needs of the engine. */
export interface Engine {
  readonly feed: OutsideFeed;
  readonly blobs: {
    put(name: string, bytes: Iterable<Uint8Array>): Promise<BlobInfo>;
    picture: PictureOf;
  };
  readonly notices: readonly { id: string; message: string }[];
}

export interface DesktopDeps {
  home: string;
  /** Folder of the built preloads. */
  preloads: string;
  /** Folder of the built pages. */
  pages: string;
  secrets: DesktopInfo['secrets'];
  /** Resolves when the engine is open. */
  engine: Promise<Engine>;
  /** Waits for the engine; never rejects. */
  execute: (client: Asker, name: string, params: unknown) => Promise<Answer>;
  openPort: (window: WindowName, port: MessagePortMain) => void;
  /** How events come to the windows; nothing before the engine is open. */
  lanes: () => Pick<DesktopInfo, 'lanes'>;
  /** A window was given a file of its page (told for each). */
  onPageServed: () => void;
  /** The main window can be typed in (told again each time that it was made). */
  onTypable: () => void;
  /** Whether this desktop shows a tray icon. */
  hasTray: Promise<boolean>;
  /** The version of the desktop's portal for global shortcuts; undefined where there is none. */
  shortcutsPortal: () => Promise<number | undefined>;
  /** Started by `--quick`: the question first, the main window stays where it is. */
  quickFirst: boolean;
  log: DesktopLog;
}
