/** The environment a tool's program gets: no keys, nothing of ours. Pure. */

const kept = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'USERPROFILE',
];

export function minimalEnv(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name of kept) {
    const value = env[name];
    if (value !== undefined) result[name] = value;
  }
  return result;
}
