#!/usr/bin/env node
/**
 * `vibe-konsole ask`, `tail` and `sessions` from a clone: builds what changed, then runs the command in this process.
 * Stdout is the command's alone.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root, setUp } from './setup.mjs';

try {
  setUp();
  const { buildIfStale } = await import('./build.mjs');
  await buildIfStale({ only: ['main'], quiet: true });
  createRequire(import.meta.url)(join(root, 'dist', 'main', 'cli.cjs'));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
