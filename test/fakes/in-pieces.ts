/** Any scenario again, with its bytes cut wherever it falls. */
import type { Reply, Scenario } from './provider-server';

const leaves = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The bytes of a scenario, `size` at a time; after each, what `between` does, so that each leaves alone. */
export function inPieces(
  scenario: Scenario,
  size: number,
  between: (sent: number, reply: Reply) => Promise<void> = leaves,
): Scenario {
  return async (reply) => {
    const { raw } = reply;
    const whole: Buffer[] = [];
    const { end } = reply;
    Object.assign(reply, {
      raw: (bytes: string | Uint8Array) => {
        whole.push(Buffer.from(bytes as string));
        return Promise.resolve();
      },
      end: () => undefined,
    });
    await scenario(reply);
    Object.assign(reply, { raw, end });
    const bytes = Buffer.concat(whole);
    for (let at = 0; at < bytes.length && reply.alive(); at += size) {
      await reply.raw(bytes.subarray(at, at + size));
      await between(Math.floor(at / size) + 1, reply);
    }
    reply.end();
  };
}
