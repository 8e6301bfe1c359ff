/** What the rules say to a call. The parser for shell lines is loaded when the first one comes. */
import { decide } from '../permissions/decide';
import type { ShellParser } from '../permissions/shell';
import type { OrdersDeps } from './orders';

export function createDecide(): OrdersDeps['decide'] {
  let parser: Promise<ShellParser> | undefined;
  // Nothing is allowed by a rule while lines cannot be parsed: every one is asked about.
  const unparsed: ShellParser = () => ({ ok: false, why: 'the shell parser could not be loaded' });
  return async (wanted, permissions) => {
    if (wanted.kind !== 'shell') return decide(wanted, permissions, unparsed);
    parser ??= loadParser();
    const known = await parser.catch(() => unparsed);
    return decide(wanted, permissions, known);
  };
}

/** A fifth of the code of a host, which a side question never needs. */
async function loadParser(): Promise<ShellParser> {
  const { loadShellParser, shellWasm } = await import('../permissions/shell-wasm');
  return loadShellParser(shellWasm());
}
