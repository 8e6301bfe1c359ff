/** Ways in which any wire's answer stays without its end, after whatever it began with. */
import type { Dialect } from './dialect';
import type { Reply } from './provider-server';

/** `begins` writes some text and no end; `half` is the first half of an event of this wire, with its empty line. */
export function brokenOff(
  begins: (reply: Reply, text: string) => Promise<void>,
  half: string,
): Pick<Dialect, 'stall' | 'truncated' | 'malformed'> {
  return {
    stall: (text) => async (reply) => {
      await begins(reply, text);
      await reply.gone;
    },
    truncated: (text) => async (reply) => {
      await begins(reply, text);
      reply.end();
    },
    malformed: (text) => async (reply) => {
      await begins(reply, text);
      await reply.raw(half);
      await reply.gone;
    },
  };
}
