/** A host of its own for tests: makes a command's process, says its mark, and lets it run when it is told to. */
import { createInterface } from 'node:readline';
import { bashTool } from '../../../main/konsole/host/tools/bash';
import { isResult } from '../../../main/konsole/host/tools/tool';
import { makeContext } from './tool-folder';

async function main(): Promise<void> {
  const [workspace = '', outputs = '', command = '', background = ''] = process.argv.slice(2);
  const context = makeContext(workspace, { outputs });
  const prepared = await bashTool.prepare({ command, background: background === 'true' }, context);
  if (isResult(prepared)) throw new Error(prepared.text);
  const mark = await prepared.spawn?.('b1');
  console.log(JSON.stringify(mark));
  createInterface({ input: process.stdin }).once('line', () => {
    void prepared.run({ block: 'b1', show: async () => undefined });
  });
}

void main();
