/** The commands of the terminal: which one is meant, whom it speaks to, and how it ends. */
import { parse } from './args';
import { ask } from './ask';
import { createClient } from './client';
import { type Exit, exit, Trouble } from './exit';
import { helpText } from './help';
import { kontasks } from './kontasks';
import { sessions } from './sessions';
import { tail } from './tail';
import type { CliDeps } from './terminal';

/** Where a command other than `ask` and `tail` waits for a konsole that went away, ms. */
const listWaitMs = 5_000;

/** `argv` without the executable and the script. Never rejects. */
export async function runCli(argv: readonly string[], deps: CliDeps): Promise<Exit> {
  const { terminal } = deps;
  // Whoever read it has read enough: `| head` is no failure.
  const closed = terminal.closed.then((why) => {
    if (why === undefined) return exit.done;
    throw new Trouble(exit.failed, `The output could not be written: ${why}.`);
  });
  return Promise.race([closed, run(argv, deps)]).catch((error: unknown) => {
    if (error instanceof Trouble) {
      terminal.err(`${error.message}\n`);
      return error.exit;
    }
    terminal.err(
      `vibe-konsole failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return exit.failed;
  });
}

async function run(argv: readonly string[], deps: CliDeps): Promise<Exit> {
  const { terminal, version, findDoor } = deps;
  const args = parse(argv);
  switch (args.run) {
    case 'help':
      terminal.out(helpText(args.about));
      return exit.done;
    case 'version':
      terminal.out(`vibe-konsole ${version}\n`);
      return exit.done;
    case 'problem':
      throw new Trouble(exit.usage, `${args.message} --help tells more.`);
    case 'ask': {
      const door = findDoor(args.home);
      return ask(args, createClient(door, args.waitMs, deps), door, deps);
    }
    case 'tail': {
      const door = findDoor(args.home);
      return tail(args, createClient(door, args.waitMs, deps), door, deps);
    }
    case 'sessions':
    case 'kontasks': {
      const left = new Promise<Exit>((leave) => {
        terminal.onInterrupt(() => leave(exit.interrupted));
      });
      const client = createClient(findDoor(args.home), listWaitMs, deps);
      const done =
        args.run === 'sessions' ? sessions(args, client, deps) : kontasks(args, client, deps);
      return Promise.race([done, left]);
    }
  }
}
