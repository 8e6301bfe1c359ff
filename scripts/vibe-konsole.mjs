#!/usr/bin/env node
/**
 * `vibe-konsole ask`, `tail`, `sessions` and `kontasks` from a clone: builds where there is nothing yet, then runs the command in this process. What is there is
 * left alone, since the Konsole that is asked may run from it.
 * Stdout is the command's alone.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root, setUp } from './setup.mjs';

try {
  setUp();
  const command = join(root, 'dist', 'main', 'cli.cjs');
  if (!existsSync(command)) {
    const { buildIfStale } = await import('./build.mjs');
    await buildIfStale({ only: ['main'], quiet: true });
  }
  createRequire(import.meta.url)(command);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
