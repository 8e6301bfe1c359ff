/** The tool `grep` against ripgrep itself, on a tree of 100 000 lines: what the tool adds to the program that it runs. */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ripgrepPath } from '../../../main/konsole/folder/ripgrep';
import { grepTool } from '../../../main/konsole/host/tools/grep';
import { isResult, type ToolContext } from '../../../main/konsole/host/tools/tool';
import type { Context, Figures, Measurement } from '../measurement';
import { median, repeatable } from '../statistics';

const folders = 50;
const filesEach = 20;
const linesEach = 100;
const rounds = 25;
/** Found 40 times. */
const needle = 'lighthouse_\\d+';
const words =
  'the slow window of a session keeps its journal while readers attach value error stream';

/** Source-like text, the same in every run. */
async function makeTree(root: string): Promise<void> {
  const random = repeatable(7);
  const vocabulary = words.split(' ');
  const word = () => vocabulary[Math.floor(random() * vocabulary.length)] ?? '';
  let line = 0;
  for (let folder = 0; folder < folders; folder += 1) {
    const path = join(root, `part-${folder}`);
    await mkdir(path);
    for (let file = 0; file < filesEach; file += 1) {
      const rows = Array.from({ length: linesEach }, (_, n) => {
        line += 1;
        const text = Array.from({ length: 8 }, word).join(' ');
        return `${'  '.repeat(n % 4)}${text}${line % 2_500 === 0 ? ` lighthouse_${line}` : ''}`;
      });
      await writeFile(join(path, `file-${file}.ts`), `${rows.join('\n')}\n`);
    }
  }
}

/** As a person would run it, its output read to the end. ms. */
function runProgram(root: string): Promise<{ ms: number; rows: number }> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(ripgrepPath(), ['--no-config', '--line-number', '--regexp', needle, '.'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let rows = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      for (const byte of chunk) if (byte === 10) rows += 1;
    });
    child.once('error', reject);
    child.once('close', () => resolve({ ms: performance.now() - began, rows }));
  });
}

async function runTool(root: string): Promise<{ ms: number; rows: number }> {
  const context: ToolContext = {
    workspace: root,
    refused: [],
    denyRead: [],
    signal: new AbortController().signal,
    sandbox: false,
    ask: () => Promise.reject(new Error('grep asks the engine for nothing')),
    seen: { get: () => undefined, set: () => undefined },
    pictures: new Map(),
    jobs: new Map(),
    ended: new Map(),
  };
  const began = performance.now();
  const prepared = await grepTool.prepare({ pattern: needle }, context);
  if (isResult(prepared)) throw new Error(prepared.text);
  const result = await prepared.run({ block: 'bench', show: async () => undefined });
  return { ms: performance.now() - began, rows: result.text.split('\n').length };
}

async function run(context: Context): Promise<Figures> {
  const root = await context.folder('grep');
  await makeTree(root);
  const [program, tool] = [await runProgram(root), await runTool(root)];
  if (program.rows !== 40 || tool.rows !== 40) {
    throw new Error(`40 rows were to be found: ${program.rows} by rg, ${tool.rows} by the tool.`);
  }
  const programs: number[] = [];
  const tools: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    programs.push((await runProgram(root)).ms);
    tools.push((await runTool(root)).ms);
  }
  return {
    p50: { value: median(tools), samples: rounds },
    'rg-p50': { value: median(programs), samples: rounds },
    ratio: { value: median(tools) / median(programs), samples: rounds },
  };
}

export const grep: Measurement = {
  name: 'grep',
  words: 'the tool grep against ripgrep itself on 100 000 lines',
  run,
};
