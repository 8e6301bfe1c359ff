/** The text of a question: from the arguments, from standard input, or from both. */
import type { AskArgs } from './args';
import { exit, Trouble } from './exit';
import type { CliDeps } from './terminal';

/** Bytes of standard input that go along. */
export const inputBytes = 1024 * 1024;
/** So long nothing came, and a person may wonder what it waits for. */
const silentMs = 2_000;

type Deps = Pick<CliDeps, 'terminal' | 'schedule'>;

/** Rejects with a Trouble where there is nothing to ask, too much, or no text. */
export async function questionFrom({ text }: AskArgs, deps: Deps): Promise<string> {
  const { terminal } = deps;
  const alone = text === '' || text === '-';
  if (text === '' && terminal.inIsTerminal) {
    throw new Trouble(exit.usage, 'Write a question: vibe-konsole ask TEXT. --help tells more.');
  }
  const given = alone || terminal.hasInput ? await read(deps) : '';
  const question = [alone ? '' : text, given].filter((part) => part.trim() !== '').join('\n\n');
  if (question === '') {
    throw new Trouble(exit.usage, 'The question is empty. Write one: vibe-konsole ask TEXT.');
  }
  return question;
}

async function read({ terminal, schedule }: Deps): Promise<string> {
  const cancel = schedule(silentMs, () => {
    const end = terminal.inIsTerminal ? 'Ctrl+D ends it' : '"< /dev/null" leaves it out';
    terminal.err(`Reading standard input; ${end}.\n`);
  });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  let text = '';
  try {
    for await (const part of terminal.input()) {
      cancel();
      bytes += part.byteLength;
      if (bytes > inputBytes) {
        throw new Trouble(
          exit.usage,
          'More than 1 MB came on standard input. Give a part of it, or attach it as a file in a window.',
        );
      }
      text += decoder.decode(part, { stream: true });
    }
    return (text + decoder.decode()).trimEnd();
  } catch (error) {
    if (error instanceof Trouble) throw error;
    const why =
      error instanceof TypeError ? 'is no text in UTF-8' : `cannot be read: ${String(error)}`;
    throw new Trouble(exit.usage, `What came on standard input ${why}.`);
  } finally {
    cancel();
  }
}
