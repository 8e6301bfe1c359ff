/** A tool that only looks, for turns of many steps. */
import type { Tool } from '../../../../main/konsole/host/tools/tool';

export const tool: Tool = {
  name: 'look',
  description: 'Looks at a place.',
  inputSchema: { type: 'object', properties: { at: { type: 'string' } }, required: ['at'] },
  readOnly: true,
  sideEffects: false,
  mayRepeat: true,
  prepare: ({ at }) => ({
    summary: `Look at ${String(at)}`,
    run: () =>
      Promise.resolve({ ok: true, text: `Seen: ${String(at)}`, summary: `Seen ${String(at)}` }),
  }),
};
