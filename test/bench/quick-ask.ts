/** Quick questions to an engine without windows, each timed from its command to the whole request at the provider. */
import { waitFor } from '../e2e/support/wait';
import type { Scenario } from '../fakes/provider-server';
import type { BenchEngine } from './served';
import { within } from './wait';

/** The provider that is asked, and what it says to each question. */
export interface Asked<Body> {
  fake: {
    when(token: string, scenario: Scenario<Body>, model?: string): void;
  };
  model: string;
  answer: Scenario<Body>;
}

let asked = 0;

/** From before the command is written to its socket, ms; resolves when the turn is over. */
export async function ask<Body>(
  { fake, model, answer }: Asked<Body>,
  engine: BenchEngine,
  session?: string,
): Promise<{ wire: number; session: string }> {
  asked += 1;
  const token = `share-bench-${asked}.`;
  const text = `What goes on? ${token}`;
  const arrived = new Promise<number>((resolve) => {
    const scenario: Scenario<Body> = (reply) => {
      resolve(performance.now());
      return answer(reply);
    };
    fake.when(token, scenario, model);
  });
  const commandId = `bench-${asked}`;
  const from = performance.now();
  const made =
    session === undefined
      ? engine
          .command('session.create', { kind: 'chat', first: { text }, commandId })
          .then((result) => result.session.id)
      : engine.command('turn.send', { session, text, commandId }).then(() => session);
  const wire = (await within(20_000, 'the request', arrived)) - from;
  return { wire, session: await made };
}

export async function quickHosts(engine: BenchEngine) {
  const { hosts } = await engine.command('pool.status', {});
  return hosts.filter(({ lane, state }) => lane === 'quick' && state !== 'dead');
}

export const allWarm = (engine: BenchEngine) =>
  waitFor('a warm quick host', async () => {
    const hosts = await quickHosts(engine);
    return hosts.length > 0 && hosts.every(({ state }) => state === 'warm');
  });
