/** Any scenario again, with its bytes cut wherever it falls. */
import type { Scenario } from './provider-server';

/** The bytes of a scenario, `size` at a time. */
export function inPieces(scenario: Scenario, size: number): Scenario {
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
      // Each leaves alone.
      await new Promise((resolve) => setImmediate(resolve));
    }
    reply.end();
  };
}
