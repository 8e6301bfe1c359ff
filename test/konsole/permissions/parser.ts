/** The real grammar, loaded once for a test file, and short ways to ask. */
import type { Permissions } from '../../../main/konsole/host/protocol';
import { decide } from '../../../main/konsole/permissions/decide';
import type { ShellParser } from '../../../main/konsole/permissions/shell';
import { loadShellParser, shellWasm } from '../../../main/konsole/permissions/shell-wasm';
import type { Verdict, Wanted } from '../../../main/konsole/permissions/types';

export const shell: ShellParser = await loadShellParser(shellWasm());

export const permissions = (given: Partial<Permissions> = {}): Permissions => ({
  mode: 'ask',
  allow: [],
  deny: [],
  grants: [],
  ...given,
});

export const bash = (command: string): Wanted => ({
  kind: 'shell',
  tool: 'bash',
  command,
  sandboxed: false,
  background: false,
});

export const judge = (wanted: Wanted, given: Partial<Permissions> = {}): Verdict =>
  decide(wanted, permissions(given), shell);

/** What becomes of a line under these rules. */
export const line = (command: string, allow: string[] = [], given: Partial<Permissions> = {}) =>
  judge(bash(command), { allow, ...given }).verdict;

/** The commands of a line as rules see them; why not, where it could not be read. */
export function commandsOf(command: string): string[] | string {
  const parsed = shell(command);
  return parsed.ok ? parsed.commands.map((one) => one.text) : parsed.why;
}
