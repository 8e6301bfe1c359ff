/**
 * `npm test`: everything, from a bare clone: format, lint, import law, types, build, unit tests and
 * the app on a real Electron. `npm test -- PART [FILTER]` runs one part: lint, types, unit or e2e.
 * Ends with what failed, by name and reason, and `N passed, N failed` alone on a line; exits 1 when anything failed
 * or nothing ran.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { watchParent } from './electron-process.mjs';
import { root, setUp } from './setup.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const [part = 'all', ...filter] = process.argv.slice(2);
const minute = 60_000;
/** Failures of one part that are told again at the end. */
const mostFailures = 10;
const steps = [
  { name: 'format', part: 'lint', run: () => tool('biome', ['format', '.'], 2) },
  { name: 'lint', part: 'lint', run: () => tool('oxlint', ['--deny-warnings'], 5) },
  { name: 'import law', part: 'lint', run: () => script('import-law.mjs', 2) },
  { name: 'types', part: 'types', run: () => tool('tsc', ['-p', 'tsconfig.json'], 5) },
  { name: 'build', part: 'build', run: () => script('build.mjs', 5) },
  { name: 'unit', part: 'unit', run: () => vitest('unit', 20) },
  { name: 'e2e', part: 'e2e', run: endToEnd },
];

const reports = await mkdtemp(join(tmpdir(), 'konsole-test-'));
try {
  process.exitCode = await testAll();
} finally {
  await rm(reports, { recursive: true, force: true });
}

async function testAll() {
  setUp();
  const chosen = steps.filter((step) => part === 'all' || step.part === part);
  if (chosen.length === 0) {
    console.error(
      `There is no part "${part}". Parts: lint, types, build, unit, e2e, or none for all.`,
    );
    return 1;
  }
  const results = [];
  for (const step of chosen) {
    console.log(`\n── ${step.name}`);
    const started = performance.now();
    const { passed, failed, failures = [] } = await step.run();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    results.push({ name: step.name, passed, failed, failures, seconds });
  }
  const total = { passed: 0, failed: 0 };
  console.log('\n── summary');
  for (const { name, passed, failed, failures, seconds } of results) {
    total.passed += passed;
    total.failed += failed;
    const verdict = failed > 0 ? 'FAILED' : 'ok';
    const counts = `${passed} passed, ${failed} failed`;
    console.log(`${name.padEnd(12)}${verdict.padEnd(8)}${counts.padEnd(26)}${seconds} s`);
    // The end of a long output is all that is kept of it in some places.
    for (const failure of failures.slice(0, mostFailures)) console.log(`  ${failure}`);
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

async function endToEnd() {
  const problem = ensureSystemPackages({ forTests: true });
  if (problem) {
    console.error(problem);
    return { passed: 0, failed: 1 };
  }
  return vitest('e2e', 40);
}

/** One of our own scripts, or a tool of node_modules: a step that passes or fails as a whole. */
async function script(name, minutes) {
  return asOne(await run(process.execPath, [join(root, 'scripts', name)], minutes));
}

async function tool(name, args, minutes) {
  const suffix = process.platform === 'win32' ? '.cmd' : '';
  return asOne(await run(join(root, 'node_modules', '.bin', name + suffix), args, minutes));
}

function asOne(code) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vitest(project, minutes) {
  const report = join(reports, `${project}.json`);
  const code = await run(
    process.execPath,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...filter,
    ],
    minutes,
  );
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, testResults, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  // A file that could not even be loaded has no test to count.
  const broken = testResults.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed'),
  );
  const failed = numFailedTests + broken.length;
  const failures = [
    ...testResults.flatMap((file) =>
      file.assertionResults
        .filter((one) => one.status === 'failed')
        .map((one) => inShort(file.name, one.fullName, one.failureMessages.join('\n'))),
    ),
    ...broken.map((file) => inShort(file.name, 'could not be loaded', file.message ?? '')),
  ];
  // An error outside of any test fails the run without failing a test.
  return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, failures };
}

/** A test that failed and the beginning of why, as lines. */
function inShort(file, test, why) {
  const lines = why.split('\n').slice(0, 8);
  return [`${relative(root, file)}: ${test}`, ...lines.map((line) => `    ${line}`)].join('\n  ');
}

/** Runs a command in its own process group, so that a run out of time is ended with its children. */
function run(command, args, minutes) {
  return new Promise((resolve) => {
    const grouped = process.platform !== 'win32';
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: grouped,
      shell: !grouped && command.endsWith('.cmd'),
    });
    const end = () => {
      if (grouped) killGroup(child.pid);
      else child.kill('SIGKILL');
    };
    const timer = setTimeout(() => {
      console.error(`Not finished after ${minutes} min: ended.`);
      end();
    }, minutes * minute);
    const interrupted = (signal) => {
      end();
      process.exit(signal === 'SIGINT' ? 130 : 143);
    };
    process.once('SIGINT', interrupted);
    process.once('SIGTERM', interrupted);
    const orphaned = watchParent(() => interrupted('SIGTERM'));
    const finish = (code) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted);
      process.off('SIGTERM', interrupted);
      clearInterval(orphaned);
      resolve(code);
    };
    child.once('error', (error) => {
      console.error(error.message);
      finish(127);
    });
    child.once('close', (code) => finish(code ?? 1));
  });
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // already gone
  }
}
