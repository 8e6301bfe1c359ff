/** The bridge of a page in a browser: commands over HTTP, and of the desktop's calls what a browser can do. */
import type {
  BridgeApi,
  CommandFunctions,
  DesktopFunctions,
} from '../../preload/contract/bridge-api';
import { commandNames } from '../../preload/contract/command-names';
import type { DesktopInfo } from '../../preload/contract/desktop';
import type { Answer } from '../../preload/contract/errors';
import { type BlobDeps, createBrowserBlobs } from './blobs';
import { safeLink } from '../features/markdown/safe-link';

/** What a bridge needs of the browser. */
export interface BrowserDeps extends BlobDeps {
  /** Data folder of the konsole that serves this page; a path on its machine. */
  home: string;
  openLink: (url: string) => void;
  /** Rejects where the browser does not let it. */
  copy: (text: string) => Promise<void>;
  save: (name: string, text: string) => void;
  /** In a tab of its own; false where the browser opens none. */
  showOutput: (title: string, html: string) => boolean;
  /** Asks the person for a line of text; null when cancelled. */
  ask: (question: string) => string | null;
}

const done: Answer<Record<string, never>> = { ok: true, result: {} };
const cannot = (message: string): Answer<never> => ({ ok: false, code: 'unsupported', message });
const noQuick = () =>
  Promise.resolve(
    cannot('The quick window belongs to the desktop app. Start a new session instead.'),
  );

export function createBrowserBridge(deps: BrowserDeps): BridgeApi {
  const commandOf = (name: string) =>
    [name, (params: unknown) => sendCommand(deps, name, params)] as const;
  return {
    window: 'main',
    commands: Object.fromEntries(commandNames.map(commandOf)) as unknown as CommandFunctions,
    desktop: desktopOf(deps),
    blobs: createBrowserBlobs(deps),
    openPort() {
      throw new Error('a browser has no ports: events come by the stream of the page');
    },
    onNotice: () => () => undefined,
  };
}

async function sendCommand(deps: BrowserDeps, name: string, params: unknown): Promise<Answer> {
  try {
    const response = await deps.fetch(`/v1/commands/${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${deps.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(params),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    });
    if (response.status === 401) deps.unpaired();
    const answer: unknown = await response.json();
    if (isAnswer(answer)) return answer;
  } catch {
    // No network, or something else than Konsole answered: the same for a person.
  }
  const message = 'Konsole does not answer. See whether it still runs where it was started.';
  return { ok: false, code: 'internal', message };
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'ok' in value;
}

function desktopOf(deps: BrowserDeps): DesktopFunctions {
  return {
    'desktop.info': () => Promise.resolve({ ok: true, result: infoOf(deps) }),
    'desktop.choose-folder': () => {
      const path = deps.ask('Folder on the machine where Konsole runs, as a whole path:')?.trim();
      return Promise.resolve({ ok: true, result: path ? { path } : {} });
    },
    'desktop.open-link': ({ url }) => {
      const link = safeLink(url);
      if (!link) {
        const message = 'Only https, http and mailto links are opened. Copy it if you trust it.';
        return Promise.resolve({ ok: false, code: 'denied', message });
      }
      deps.openLink(link.url);
      return Promise.resolve(done);
    },
    'desktop.copy': ({ text }) =>
      deps.copy(text).then(
        () => done,
        () =>
          cannot('This browser does not let the page copy. Select the text and copy it by hand.'),
      ),
    'desktop.save-text': ({ name, text }) => {
      deps.save(name, text);
      return Promise.resolve(done);
    },
    'desktop.save-pdf': () =>
      Promise.resolve(
        cannot('A browser makes its own PDF: open the output in a window, and choose Print there.'),
      ),
    'desktop.show-output': ({ title, html }) =>
      Promise.resolve(
        deps.showOutput(title, html)
          ? done
          : cannot('This browser opened no tab. Allow pop-ups for this page and try again.'),
      ),
    'desktop.show-main': () => Promise.resolve(done),
    'desktop.ready': () => Promise.resolve(done),
    'desktop.show-quick': noQuick,
    'desktop.hide-quick': noQuick,
    'desktop.resize-quick': noQuick,
    'desktop.pin-quick': noQuick,
    'desktop.read-text': noQuick,
    'desktop.choose-files': noQuick,
  };
}

function infoOf({ home }: BrowserDeps): DesktopInfo {
  return {
    version: 'in a browser',
    platform: 'browser',
    home,
    electron: 'none',
    hotkey: {
      accelerator: '',
      state: 'unsupported',
      message: 'A page in a browser has no hotkey. The desktop app has one.',
    },
    secrets: { kind: 'none', why: 'Served to a browser, Konsole has no place for keys' },
    selection: false,
    tray: false,
    notices: [],
  };
}
