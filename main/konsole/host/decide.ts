/** What the rules say to a call. The parser for shell lines is loaded when the first one comes. */
import { decide } from '../permissions/decide';
import type { ShellParser } from '../permissions/shell';
import { loadShellParser, shellWasm } from '../permissions/shell-wasm';
import type { OrdersDeps } from './orders';

export function createDecide(): OrdersDeps['decide'] {
  let parser: Promise<ShellParser> | undefined;
  // Nothing is allowed by a rule while lines cannot be parsed: every one is asked about.
  const unparsed: ShellParser = () => ({ ok: false, why: 'the shell parser could not be loaded' });
  return async (wanted, permissions) => {
    if (wanted.kind !== 'shell') return decide(wanted, permissions, unparsed);
    const loading = (parser ??= loadShellParser(shellWasm()));
    const known = await loading.catch(() => unparsed);
    return decide(wanted, permissions, known);
  };
}
