/** How Electron starts a host process: a utility process with a clean environment, its output in the log. */
import { utilityProcess } from 'electron';

export interface UtilityHostDeps {
  /** Path of the built host file. */
  file: string;
  /** Already clean: no keys. */
  env: Readonly<Record<string, string>>;
  log: (message: string, fields: Record<string, unknown>) => void;
}

/** Fits the engine's StartHost; never throws, a failure is an exit. */
export function createUtilityHosts(deps: UtilityHostDeps) {
  return function startHost(lane: 'main' | 'quick') {
    const messages = new Set<(message: unknown) => void>();
    const exits = new Set<(reason: { code: number | null; detail?: string }) => void>();
    let ended: { code: number | null; detail?: string } | undefined;
    const end = (reason: { code: number | null; detail?: string }) => {
      if (ended) return;
      ended = reason;
      for (const listener of exits) listener(reason);
    };

    let child: Electron.UtilityProcess | undefined;
    try {
      child = utilityProcess.fork(deps.file, [], {
        env: { ...deps.env },
        serviceName: `Konsole ${lane} host`,
        stdio: 'pipe',
        execArgv: [],
      });
    } catch (error) {
      queueMicrotask(() => end({ code: null, detail: String(error) }));
    }
    child?.on('message', (message: unknown) => {
      for (const listener of messages) listener(message);
    });
    child?.once('exit', (code) => end({ code }));
    for (const [name, stream] of [
      ['stdout', child?.stdout],
      ['stderr', child?.stderr],
    ] as const) {
      stream?.on('data', (chunk: Buffer) => {
        deps.log('A host said something outside its port', {
          lane,
          stream: name,
          text: chunk.toString('utf8').slice(0, 2000),
        });
      });
    }

    return {
      get pid(): number | undefined {
        return child?.pid;
      },
      post(message: unknown): void {
        if (!ended) child?.postMessage(message);
      },
      onMessage(listener: (message: unknown) => void): void {
        messages.add(listener);
      },
      onExit(listener: (reason: { code: number | null; detail?: string }) => void): void {
        if (ended) {
          const reason = ended;
          queueMicrotask(() => listener(reason));
        } else exits.add(listener);
      },
      kill(): void {
        if (ended || !child) return;
        const { pid } = child;
        // A hung host does not listen to SIGTERM, which is all that UtilityProcess.kill sends.
        if (pid === undefined) child.kill();
        else killNow(pid);
      },
    };
  };
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
