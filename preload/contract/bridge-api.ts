/** What a window finds as `window.konsole`: derived from the contract, made in preload/bridge.ts. Types only. */
import type { CommandName } from './command-names';
import type { CommandParams, CommandResult } from './commands';
import type { DesktopNotice, DesktopParams, DesktopResult } from './desktop';
import type { DesktopCallName, WindowName } from './desktop-names';
import type { Answer } from './errors';
import type { BlobInfo } from './shapes';

export type CommandFunctions = {
  readonly [Name in CommandName]: (
    params: CommandParams<Name>,
  ) => Promise<Answer<CommandResult<Name>>>;
};

export type DesktopFunctions = {
  readonly [Name in DesktopCallName]: (
    params: DesktopParams<Name>,
  ) => Promise<Answer<DesktopResult<Name>>>;
};

export interface BridgeApi {
  readonly window: WindowName;
  /** One function a command, never a generic invoke. None rejects: a failure is an `Answer`. */
  readonly commands: CommandFunctions;
  readonly desktop: DesktopFunctions;
  /** Files that a person gives along: bytes go in once, and are named by id from then on. */
  readonly blobs: {
    /** Never rejects. Refused: empty, over `limits.blobBytes`, and what is no picture, PDF or text. */
    readonly put: (name: string, bytes: ArrayBuffer) => Promise<Answer<{ blob: BlobInfo }>>;
    /** An address that this page may show in an `img`; undefined where it is gone. */
    readonly url: (id: string) => Promise<string | undefined>;
  };
  /**
   * Opens one subscription. Its MessagePort arrives in the page as a `message` event of the window with
   * `{ konsolePort: <the id given here> }`; closing the port detaches.
   */
  readonly openPort: (id: string) => void;
  /** Returns how to stop listening. */
  readonly onNotice: (listener: (notice: DesktopNotice) => void) => () => void;
}

/** The `data` of the message that brings a port to the page. */
export interface PortMessage {
  konsolePort: string;
}

/** In a browser there is no bridge. */
export interface WindowWithBridge {
  readonly konsole?: BridgeApi;
}
