import { describe, expect, test } from 'vitest';
import { parseArgs } from '../main/args';

describe('the switches', () => {
  test('are read with a space or an equals sign, the last one counts', () => {
    const args = parseArgs([
      '--home',
      '/a',
      '--home=/b',
      '--workspace=/w',
      '--port',
      '0',
      '--demo',
    ]);
    expect(args).toMatchObject({ home: '/b', workspace: '/w', port: 0, demo: true, unknown: [] });
  });

  test('of Electron and slips of the pen are unknown, not an error', () => {
    const args = parseArgs(['--no-sandbox', '/some/app', '--prot', '4']);
    expect(args.unknown).toEqual(['--no-sandbox', '/some/app', '--prot', '4']);
    expect(args.problems).toEqual([]);
  });

  test.each([
    ['--port', 'x'],
    ['--port', '70000'],
    ['--port', '-1'],
    ['--port=1e3'],
    ['--home'],
    ['--home', '--demo'],
  ])('attack 10: a value that makes no sense is a problem in words: %s %s', (...argv) => {
    expect(parseArgs(argv).problems.length).toBe(1);
  });

  test('that are absent leave no field', () => {
    expect(Object.keys(parseArgs([]))).not.toContain('port');
  });

  test('attack 10: names of Object.prototype are unknown switches', () => {
    expect(parseArgs(['--__proto__=1', '--constructor', 'toString']).unknown.length).toBe(3);
  });
});
