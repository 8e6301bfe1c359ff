/** Runs a shell command to its end: streams what it writes, ends it in time, and says how it went. */
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as delay } from 'node:timers/promises';
import { isTreeAlive } from '../../processes/tree';
import { count, createKeptOutput, keptBytes, type KeptOutput, newLine, size } from './output';
import { createPlainText } from './plain-text';
import type { ShellExit, ShellProcess } from './shell-process';
import type { Running, ToolContext, ToolResult } from './tool';

/** At a person's stop a program may still put things in order, but not for long. */
const stopGraceMs = 150;
/** What is left of a command that is over is given so long to end by itself. */
const settleMs = 200;
/** What nobody could end may hold the pipe: it is left after so much silence. */
const silenceMs = 500;

export interface RunOrder extends Running {
  shell: ShellProcess;
  /** Longest run, ms. */
  ms: number;
  context: ToolContext;
  maxBytes?: number;
}

interface Outcome extends ShellExit {
  timedOut: boolean;
  flooded: boolean;
  leftBehind: boolean;
}

export async function runCommand(order: RunOrder): Promise<ToolResult> {
  const { shell, block, ms, context, show, maxBytes = keptBytes } = order;
  const { signal, outputs } = context;
  const kept = createKeptOutput({ show, block, maxBytes, ...(outputs ? { outputs } : {}) });
  const outcome: Outcome = {
    code: null,
    signal: null,
    timedOut: false,
    flooded: false,
    leftBehind: false,
  };
  let ending = false;
  const onAbort = () => {
    ending = true;
    // Who there is to end takes a while to find: the turn is told as stopped before that.
    setImmediate(() => void shell.end(stopGraceMs));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => {
    outcome.timedOut = ending = true;
    void shell.end();
  }, ms);
  const reading = readOutput(shell, kept, () => {
    if (ending) return;
    outcome.flooded = ending = true;
    void shell.end();
  });
  // Nobody takes its output any more: it would wait for ever.
  reading.done.catch(() => void shell.end(stopGraceMs));
  try {
    shell.release();
    Object.assign(outcome, await shell.exit);
    clearTimeout(timer);
    // What it left running would hold the pipe, and be nobody's.
    const left = ending || !(await endsByItself(shell));
    outcome.leftBehind = left && !ending;
    if (left) await shell.end(stopGraceMs);
    shell.letGo();
    await reading.over();
    signal.throwIfAborted();
    return await toResult(kept, outcome, ms, maxBytes);
  } catch (error) {
    void shell.end(stopGraceMs);
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    shell.output?.destroy();
    await kept.close();
  }
}

/** Children that end with their parent need a moment longer than it. */
async function endsByItself({ mark }: ShellProcess): Promise<boolean> {
  for (let waited = 0; waited < settleMs; waited += 20) {
    if (!isTreeAlive(mark)) return true;
    await delay(20);
  }
  return false;
}

/** Takes from the pipe as fast as the output is taken from here: what does not fit in between waits in the pipe. */
function readOutput(shell: ShellProcess, kept: KeptOutput, onFull: () => void) {
  const { output } = shell;
  const decoder = new StringDecoder('utf8');
  const plain = createPlainText();
  let waiting = false;
  let pieces = 0;
  const done = (async () => {
    waiting = true;
    for await (const chunk of output ?? []) {
      waiting = false;
      pieces += 1;
      await kept.take(plain.take(decoder.write(chunk as Buffer)));
      if (kept.full()) onFull();
      waiting = true;
    }
  })();

  /** Nothing more came for a while, and nothing is being taken. */
  async function silent(): Promise<void> {
    for (let last = -1; !waiting || pieces !== last; ) {
      last = pieces;
      await delay(silenceMs, undefined, { ref: false });
    }
  }

  return {
    done,
    async over(): Promise<void> {
      await Promise.race([done, silent()]);
      await kept.take(plain.take(decoder.end()) + plain.end());
    },
  };
}

async function toResult(
  kept: KeptOutput,
  outcome: Outcome,
  ms: number,
  maxBytes: number,
): Promise<ToolResult> {
  const last = kept.last();
  const end = await kept.end();
  const ok = outcome.code === 0 && !outcome.timedOut && !outcome.flooded;
  const { how, words } = tellEnd(outcome, ms, maxBytes);
  const notes = words === '' ? [] : [`(${words})`];
  if (!ok && !outcome.flooded && seemsToAsk(last)) {
    notes.push(
      '(It seems to have asked for input. There is none here: give it by an option or a pipe.)',
    );
  } else if (outcome.timedOut) {
    // What wrote on and on did not wait.
    const waited =
      end.bytes < mostOfOneThatWaits ? 'It may have waited for input; there is none. ' : '';
    notes.push(`(${waited}A longer \`timeout_ms\` or \`background\` may help.)`);
  }
  if (outcome.leftBehind) {
    notes.push('(What it left running was ended. Use `background` for what is to go on.)');
  }
  if (end.bytes === 0) notes.unshift('(no output)');
  const before = end.text === '' ? last : end.text;
  const text = notes.length === 0 ? end.text : `${end.text}${newLine(before)}${notes.join('\n')}`;
  return {
    ok,
    text,
    summary: `${how} · ${end.bytes === 0 ? 'no output' : count(end.lines, 'line')}`,
    ...(end.truncated ? { truncated: true } : {}),
  };
}

function tellEnd(outcome: Outcome, ms: number, maxBytes: number): { how: string; words: string } {
  const { code, signal, timedOut, flooded } = outcome;
  if (flooded) {
    const most = size(maxBytes);
    const words = `It wrote more than ${most}, so it was ended, with all that it started. Write less, or into a file`;
    return { how: `ended after ${most}`, words };
  }
  if (timedOut) {
    const time = duration(ms);
    return { how: `ended after ${time}`, words: `ended after ${time}, with all that it started` };
  }
  if (signal) return { how: `ended by ${signal}`, words: `ended by ${signal}` };
  return { how: `exit ${code}`, words: code === 0 ? '' : `exit code ${code}` };
}

/** Bytes that a program writes before it asks for something. */
const mostOfOneThatWaits = 20_000;

const duration = (ms: number) => (ms < 1_000 ? `${ms} ms` : `${Math.round(ms / 100) / 10} s`);

/** An unfinished last line that ends like a question. */
function seemsToAsk(last: string): boolean {
  const line = last.slice(last.lastIndexOf('\n') + 1);
  return /\S/.test(line) && /(\?|:|>|\[y\/n\]|\(y\/n\)|\(yes\/no\S*\))\s*$/i.test(line);
}
