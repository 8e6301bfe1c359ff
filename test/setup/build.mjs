/**
 * Before unit tests: builds dist/main when its sources changed, for the tests that start a real host
 * or journal worker. A failing build is shown and fails those tests, not all of them.
 */
import { rm } from 'node:fs/promises';
import { buildIfStale } from '../../scripts/build.mjs';

export async function setup() {
  try {
    await buildIfStale({ only: ['main'], strict: false, quiet: true });
  } catch (error) {
    await rm(new URL('../../dist/main', import.meta.url), { recursive: true, force: true });
    console.error(`dist/main could not be built, tests that need it will fail.\n${error.message}`);
  }
}
