/** How Electron starts a host process: a utility process with a clean environment, its output in the log. */
import { utilityProcess } from 'electron';

export interface UtilityHostDeps {
  /** Path of the built host file. */
  file: string;
  /** Already clean: no keys. */
  env: Readonly<Record<string, string>>;
  log: (message: string, fields: Record<string, unknown>) => void;
  /** The first hosts wait for it, so that they do not slow the first painting of the window down. */
  after: Promise<void>;
}

type Exit = { code: number | null; detail?: string };

/**
 * Fits the engine's StartHost; never throws, a failure is an exit. Before `deps.after` resolves a host is only
 * promised: what is posted waits, and a kill means that it is never started.
 */
export function createUtilityHosts(deps: UtilityHostDeps) {
  let open = false;
  void deps.after.then(() => (open = true));

  return function startHost(lane: 'main' | 'quick') {
    const messages = new Set<(message: unknown) => void>();
    const exits = new Set<(reason: Exit) => void>();
    const early: unknown[] = [];
    let child: Electron.UtilityProcess | undefined;
    let ended: Exit | undefined;

    function end(reason: Exit): void {
      if (ended) return;
      ended = reason;
      for (const listener of exits) listener(reason);
    }

    function start(): void {
      if (ended) return;
      try {
        child = fork(deps, lane);
      } catch (error) {
        return end({ code: null, detail: String(error) });
      }
      child.on('message', (message: unknown) => {
        for (const listener of messages) listener(message);
      });
      child.once('exit', (code) => end({ code }));
      // Newer Electrons tell a host that ran out of memory so; unheard, it would be thrown here. Its exit follows.
      child.on('error', (type, location) =>
        deps.log('A host ended by a fatal error', { lane, type, location }),
      );
      for (const message of early.splice(0)) child.postMessage(message);
    }

    if (open) queueMicrotask(start);
    else void deps.after.then(start);

    return {
      get pid(): number | undefined {
        return child?.pid;
      },
      post(message: unknown): void {
        if (ended) return;
        if (child) child.postMessage(message);
        else early.push(message);
      },
      onMessage(listener: (message: unknown) => void): void {
        messages.add(listener);
      },
      onExit(listener: (reason: Exit) => void): void {
        if (ended) {
          const reason = ended;
          queueMicrotask(() => listener(reason));
        } else exits.add(listener);
      },
      kill(): void {
        if (ended) return;
        // A hung host does not listen to SIGTERM, which is all that UtilityProcess.kill sends.
        if (!child) end({ code: null, detail: 'ended before it was started' });
        else if (child.pid === undefined) child.kill();
        else killNow(child.pid);
      },
    };
  };
}

function fork(deps: UtilityHostDeps, lane: string): Electron.UtilityProcess {
  const child = utilityProcess.fork(deps.file, [lane], {
    env: { ...deps.env },
    serviceName: `Konsole ${lane} host`,
    stdio: 'pipe',
    execArgv: [],
  });
  for (const [name, stream] of [
    ['stdout', child.stdout],
    ['stderr', child.stderr],
  ] as const) {
    stream?.on('data', (chunk: Buffer) => {
      const text = chunk.toString('utf8').slice(0, 2000);
      deps.log('A host said something outside its port', { lane, stream: name, text });
    });
  }
  return child;
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
