/** Questions and answers between the bench and a process of its own: one at a time, over Node's IPC. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Context } from '../measurement';
import { within } from '../wait';

/** What a process can be asked. Values go as JSON. */
export type Calls = Record<string, (params: never) => unknown>;

interface Question {
  name: string;
  params: unknown;
}

type Reply = { value?: unknown; failed?: string };

/** In the child: serves its parent and ends with it. */
export function serveCalls(calls: Calls): void {
  process.on('message', ({ name, params }: Question) => {
    const run = async () => calls[name]?.(params as never);
    run().then(
      (value) => process.send?.({ value }),
      (error: unknown) => process.send?.({ failed: String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ value: 'ready' });
}

export interface Child<Served extends Calls> {
  readonly pid: number;
  /** No two at a time. */
  ask<Name extends keyof Served & string>(
    name: Name,
    ...params: Parameters<Served[Name]>
  ): Promise<Awaited<ReturnType<Served[Name]>>>;
}

/** No question takes longer, ms. */
const longest = 120_000;

/** `entry` is a file of test/bench/wire that serves calls. */
export async function startChild<Served extends Calls>(
  context: Context,
  entry: string,
): Promise<Child<Served>> {
  const file = await context.bundle(`test/bench/wire/${entry}.ts`);
  const child = fork(file, { env: { PATH: process.env.PATH ?? '' }, execArgv: ['--expose-gc'] });
  context.after(() => void child.kill('SIGKILL'));
  const gone = once(child, 'exit').then(() => Promise.reject(new Error(`${entry} died.`)));
  // It is ended when all is over, and nobody waits for it then.
  gone.catch(() => undefined);
  const hear = async (what: string): Promise<unknown> => {
    const told = Promise.race([once(child, 'message'), gone]);
    const [reply] = (await within(longest, what, told)) as [Reply];
    if (reply.failed !== undefined) throw new Error(`${what}: ${reply.failed}`);
    return reply.value;
  };
  await hear(`${entry} to be ready`);
  return {
    pid: child.pid ?? 0,
    async ask(name, ...[params]) {
      const answer = hear(`${entry} to answer ${name}`);
      child.send({ name, params } satisfies Question);
      return (await answer) as never;
    },
  };
}
