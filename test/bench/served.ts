/** The engine without windows, as `npm run serve` starts it: asked over its socket, on a connection that stays. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import type { CommandName } from '../../preload/contract/command-names';
import type { CommandParams, CommandResult } from '../../preload/contract/commands';
import type { Answer } from '../../preload/contract/errors';
import type { Context } from './measurement';
import { within } from './wait';

export interface BenchEngine {
  readonly pid: number;
  /** A command of the contract; throws with the answer's code and words. */
  command<Name extends CommandName>(
    name: Name,
    params: CommandParams<Name>,
  ): Promise<CommandResult<Name>>;
}

/** Given for the fake provider; it opens nothing. */
const fakeKey = 'sk-ant-bench-0123456789';

export async function startEngine(context: Context, home: string): Promise<BenchEngine> {
  const file = join(context.root, 'dist', 'main', 'serve.cjs');
  const child = spawn(process.execPath, [file], {
    cwd: context.root,
    env: { ...context.env, FAKE_KEY: fakeKey, KONSOLE_HOME: home, KONSOLE_NO_LOCAL: '1' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  context.after(async () => {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  });
  const [line] = (await within(20_000, 'the engine to be ready', once(child.stdout, 'data'))) as [
    Buffer,
  ];
  const { socket, token } = JSON.parse(line.toString()) as { socket: string; token: string };
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

  return {
    pid: child.pid ?? 0,
    async command<Name extends CommandName>(name: Name, params: CommandParams<Name>) {
      const path = `/v1/commands/${name}`;
      const asked = request({ socketPath: socket, agent, method: 'POST', path, headers });
      asked.end(JSON.stringify(params));
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      let text = '';
      for await (const chunk of response) text += String(chunk);
      const answer = JSON.parse(text) as Answer;
      if (!answer.ok) throw new Error(`${name}: ${answer.message} (${answer.code})`);
      return answer.result as CommandResult<Name>;
    },
  };
}
