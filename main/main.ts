/**
 * Composition root of the desktop: settles the data folder, opens the window first and the engine beside it,
 * joins both, and closes them. Decides nothing else. What the engine must not know comes from here.
 */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { app, safeStorage } from 'electron';
import { type Answer, toAnswer } from '../preload/contract/errors';
import { parseArgs, switches } from './args';
import { commandArguments } from './cli/args';
import { runInThread } from './cli/thread';
import { appArguments, wantsQuick } from './desktop/app-arguments';
import { createDesktop, type Desktop } from './desktop/desktop';
import type { DesktopLog } from './desktop/desktop-deps';
import { reloadOnBuild } from './desktop/dev-reload';
import { logFaults } from './desktop/faults';
import { hasDisplay, prepareElectron } from './desktop/prepare';
import { quitWell } from './desktop/quit';
import { createKeyStore } from './desktop/secrets';
import { nameHasOwner, shortcutsPortal, trayWatcher } from './desktop/session-bus';
import { startFolder } from './desktop/start-folder';
import { showTrouble } from './desktop/trouble-window';
import { engineTrouble, homeTrouble } from './desktop/troubles';
import { createUtilityHosts } from './desktop/utility-host';
import { cleanEnvironment } from './fork-host';
import { homeFolder } from './home-folder';
import type { KeyStore, StartHost, Surroundings } from './konsole/surroundings';
import type { Client, Konsole } from './konsole/types';
import { personHere } from './person';
import { tcpDoor } from './tcp-door';
import type { Gateway } from './transport/gateway';
import type { Hub } from './transport/hub';
import type { Lanes, LanesTold } from './transport/lanes/lanes';

const pages = path.join(__dirname, '..', 'renderer');
const preloads = path.join(__dirname, '..', 'preload');
const argv = appArguments(process.argv, process.defaultApp === true);
const args = parseArgs(argv);
const home = homeFolder({
  home: args.home,
  env: process.env,
  platform: process.platform,
  userFolder: homedir(),
});

/** What is said before the engine's log is open is told it then. */
const early: Parameters<DesktopLog>[] = [];
let log: DesktopLog = (...said) => void early.push(said);
/** Hosts start when the window can be typed in, or after this, ms. */
const hostPatience = 3_000;
/** The engine is loaded when the window has its page, or after this, ms. */
const pagePatience = 1_000;
const warn = (message: string, fields: Record<string, unknown>) => log('warn', message, fields);
const sessionBus = process.env.DBUS_SESSION_BUS_ADDRESS;
const openSocket = (file: string) => connect({ path: file });
/** The portal may have to be started first, ms. */
const portalPatience = 10_000;

function main(): void {
  const command = commandArguments(argv);
  if (command) {
    app.exit(runInThread(path.join(__dirname, 'cli.cjs'), command));
    return;
  }
  if (args.problems.length > 0) {
    fail(`${args.problems.join(' ')} "npm start -- --help" lists the switches.`);
    return;
  }
  if (args.help) {
    const lines = switches.map(([name, text]) => `  ${name.padEnd(22)}${text}`);
    process.stdout.write(
      `${['Usage: vibe-konsole [switches]', '', ...lines, '', 'In a terminal: vibe-konsole ask|tail|sessions --help'].join('\n')}\n`,
    );
    app.exit(0);
    return;
  }
  if (!hasDisplay()) {
    fail('There is no display here. Start one, or run "npm run serve" and use a browser.');
    return;
  }
  logFaults((...said) => log(...said));
  const prepared = prepareElectron(home, warn);
  if (!prepared.first) {
    process.stdout.write('Konsole is already running; it shows itself.\n');
    app.exit(0);
    return;
  }
  void app.whenReady().then(() => {
    if (prepared.homeProblem !== undefined) {
      showTrouble(homeTrouble(home, prepared.homeProblem), pages);
    } else {
      open();
    }
  });
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  app.exit(1);
}

interface Opened {
  konsole: Konsole;
  hub: Hub;
  lanes: Lanes;
  /** Lets another process have the home. */
  release: () => void;
}

const client = (id: string): Client => ({ id, scope: 'owner', door: 'bridge' });

/** The window is made before the engine is even loaded; whatever a page asks waits for it. */
function open(): void {
  const keys: KeyStore = createKeyStore({ home, safe: safeStorage, platform: process.platform });
  let onTypable = () => {};
  const typable = new Promise<void>((resolve) => {
    onTypable = resolve;
    setTimeout(resolve, hostPatience).unref();
  });
  // Loading the engine takes the thread that makes the window: not before the page is on its way to it.
  let load = () => {};
  const engine = new Promise<Opened>((resolve, reject) => {
    load = () => {
      load = () => {};
      setImmediate(() => void openEngine(keys, typable, told).then(resolve, reject));
    };
  });
  setTimeout(() => load(), pagePatience).unref();
  let lanes: Lanes | undefined;
  const told: LanesTold = {
    changed: () => desktop.infoChanged(),
    trouble(lane, message) {
      if (message === undefined) desktop.takeBack(`lane-${lane}`);
      else desktop.notice(`lane-${lane}`, message);
    },
  };
  const execute = async (who: string, name: string, params: unknown): Promise<Answer> => {
    try {
      const { konsole } = await engine;
      return await konsole.execute(client(who), name, params);
    } catch (error) {
      return toAnswer(error);
    }
  };
  const desktop: Desktop = createDesktop({
    home,
    preloads,
    pages,
    secrets: { kind: keys.kind, ...(keys.why === undefined ? {} : { why: keys.why }) },
    engine: engine.then(({ konsole }) => konsole),
    execute,
    openPort: (window, port) => {
      // A port keeps what comes before it is started.
      void engine
        .then((opened) => opened.lanes.serve(window, port))
        .catch((error: unknown) => {
          warn('A subscription could not be served', { window, error: String(error) });
          port.close();
        });
    },
    lanes: () => (lanes ? { lanes: lanes.states() } : {}),
    onPageServed: () => load(),
    onTypable,
    hasTray: hasTray(),
    shortcutsPortal: () => shortcutsPortal(openSocket, sessionBus, portalPatience),
    quickFirst: args.quick,
    log: (...said) => log(...said),
  });
  app.on('second-instance', (_event, argv) => {
    if (wantsQuick(argv)) desktop.showQuick();
    else desktop.showMain();
  });
  app.on('activate', () => desktop.showMain());
  if (process.env.KONSOLE_DEV === '1' && !app.isPackaged) reloadOnBuild(pages);

  engine.then(
    (opened) => {
      lanes = opened.lanes;
    },
    (error: unknown) => desktop.fail(engineTrouble(error, home)),
  );
  const doors = engine.then(
    (opened) =>
      openDoors(opened).catch((error: unknown) => {
        const why = toAnswer(error).message;
        warn('The doors did not open', { error: String(error) });
        desktop.notice('no-gateway', `Other programs cannot reach Konsole: ${why}`);
        opened.lanes.doors({ why: `Konsole's own door did not open: ${why}` });
        return undefined;
      }),
    () => undefined,
  );
  quitWell({
    closeDesktop: () => desktop.close(),
    closeEngine: async () => {
      const opened = await engine.catch(() => undefined);
      opened?.lanes.close();
      opened?.hub.close();
      await Promise.allSettled([
        opened?.konsole.close(),
        doors.then((gateway) => gateway?.close()),
      ]);
      opened?.release();
    },
    log: warn,
  });
}

async function openEngine(
  keys: KeyStore,
  typable: Promise<void>,
  told: LanesTold,
): Promise<Opened> {
  const [{ openHome }, { openKonsole }, { createHub, processTime }, { createLanes }] =
    await Promise.all([
      import('./konsole/storage/home'),
      import('./konsole/konsole'),
      import('./transport/hub'),
      import('./transport/lanes/lanes'),
    ]);
  const held = await openHome(home);
  let konsole: Konsole;
  try {
    konsole = await openKonsole(surroundings(keys, typable));
  } catch (error) {
    held.release();
    throw error;
  }
  log = (level, message, fields) => konsole.log.write(level, 'desktop', message, fields);
  for (const said of early.splice(0)) log(...said);
  const hub = createHub({ feed: konsole.feed, log: konsole.log, ...processTime });
  const { transports } = konsole;
  const lanes = createLanes({ hub, log: konsole.log, transports, told, ...processTime });
  return { konsole, hub, lanes, release: held.release };
}

function surroundings(keys: KeyStore, after: Promise<void>): Surroundings {
  const startHost: StartHost = createUtilityHosts({
    file: path.join(__dirname, 'host.cjs'),
    env: cleanEnvironment(process.env),
    log: warn,
    after,
  });
  let last = 0;
  const person = personHere();
  return {
    home,
    ...(person === undefined ? {} : { person }),
    settled: after,
    journalWorker: path.join(__dirname, 'journal-worker.cjs'),
    importWorker: path.join(__dirname, 'import-worker.cjs'),
    startHost,
    keys,
    clock: { now: () => (last = Math.max(last, Date.now())) },
    newId: () => randomBytes(10).toString('hex'),
    env: process.env,
    ...(args.workspace === undefined ? {} : { workspace: path.resolve(args.workspace) }),
    defaultWorkspace: startFolder(process.cwd(), homedir()),
    forceDemo: args.demo,
  };
}

/** The doors for clients outside and for the lanes; one that does not open is said and stops nothing. */
async function openDoors({ konsole, hub, lanes }: Opened): Promise<Gateway> {
  const [{ desktopRefuses, openGateway }, { ownerToken }, { createWays }] = await Promise.all([
    import('./transport/gateway'),
    import('./transport/token'),
    import('./transport/lanes/ways'),
  ]);
  const asked = await konsole.execute(client('doors'), 'settings.get', {});
  const tcp = tcpDoor(args, asked.ok ? asked.result : undefined);
  const token = ownerToken(home);
  const gateway = await openGateway({
    konsole,
    hub,
    home,
    token,
    refuses: desktopRefuses,
    ...(tcp === undefined ? {} : { tcp }),
  });
  lanes.doors({ ways: createWays({ socket: gateway.socket, token }) });
  return gateway;
}

function hasTray(): Promise<boolean> {
  if (process.platform !== 'linux') return Promise.resolve(true);
  return nameHasOwner(openSocket, sessionBus, trayWatcher, 5_000);
}

main();
