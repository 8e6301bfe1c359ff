/** A folder for the reading tools: a small project with ignore files, links out of it, and a neighbour with a secret. */
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  isResult,
  type Tool,
  type ToolContext,
  type ToolResult,
} from '../../../main/konsole/host/tools/tool';

export interface ToolFolder {
  /** What to remove in the end. */
  base: string;
  workspace: string;
  outside: string;
}

export async function makeToolFolder(): Promise<ToolFolder> {
  const base = await mkdtemp(join(tmpdir(), 'konsole-tools-'));
  const workspace = join(base, 'work');
  const outside = join(base, 'work-secret');
  await mkdir(join(workspace, 'src', 'deep'), { recursive: true });
  await mkdir(join(workspace, 'node_modules', 'x'), { recursive: true });
  await mkdir(join(workspace, 'dist'));
  await mkdir(outside);
  await writeFile(join(outside, 'secret.txt'), 'hunter2\n');
  await writeFile(join(workspace, '.gitignore'), 'dist/\n*.log\n!keep.log\n');
  await writeFile(join(workspace, 'src', '.gitignore'), 'generated.ts\n');
  await writeFile(join(workspace, 'src', 'generated.ts'), 'needle\n');
  await writeFile(join(workspace, 'src', 'a.ts'), 'const needle = 1;\nexport { needle };\n');
  await writeFile(join(workspace, 'src', 'deep', 'b.ts'), '// Needle\n');
  await writeFile(join(workspace, 'dist', 'out.ts'), 'needle\n');
  await writeFile(join(workspace, 'noise.log'), 'needle\n');
  await writeFile(join(workspace, 'keep.log'), 'nothing\n');
  await writeFile(join(workspace, 'node_modules', 'x', 'i.ts'), 'needle\n');
  await writeFile(join(workspace, '.env'), 'KEY=needle\n');
  await writeFile(join(workspace, 'empty.txt'), '');
  await writeFile(join(workspace, 'picture.png'), Buffer.from([0x89, 0x50, 0, 0, 1, 2]));
  await writeFile(join(workspace, 'windows.txt'), 'one\r\ntwo\r\n');
  await symlink(outside, join(workspace, 'link-out'));
  await symlink(join(outside, 'secret.txt'), join(workspace, 'link-file'));
  await symlink('/proc/self/environ', join(workspace, 'link-environ'));
  await symlink(join(workspace, 'src', 'a.ts'), join(workspace, 'link-in'));
  await symlink('loop', join(workspace, 'loop'));
  return { base, workspace, outside };
}

/** What a tool is given in the workspace, with nothing refused or denied, unless `more` says so. */
export function makeContext(workspace: string, more: Partial<ToolContext> = {}): ToolContext {
  const seen = new Map<string, string>();
  return {
    workspace,
    refused: [],
    denyRead: [],
    signal: new AbortController().signal,
    sandbox: false,
    ask: async () => ({ ok: false, text: 'Nobody answers.', summary: 'no answer' }),
    seen: { get: (real) => seen.get(real), set: (real, stamp) => void seen.set(real, stamp) },
    pictures: new Map(),
    jobs: new Map(),
    ended: new Map(),
    ...more,
  };
}

/** Prepares a call and runs it, whatever it wants to be allowed. What it showed stands before its text. */
export async function runTool(
  workspace: string,
  tool: Tool,
  input: Record<string, unknown>,
  more: Partial<ToolContext> = {},
): Promise<ToolResult> {
  const prepared = await tool.prepare(input, makeContext(workspace, more));
  if (isResult(prepared)) return prepared;
  let shown = '';
  await prepared.spawn?.('block0000001');
  const result = await prepared.run({
    block: 'block0000001',
    show: async (text) => void (shown += text),
  });
  return { ...result, text: shown + result.text };
}
