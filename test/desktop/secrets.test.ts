import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKeyStore, type SafeStorage } from '../../main/desktop/secrets';

const origin = 'https://api.example.com';
const key = 'sk-very-secret';
let home: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'konsole-secrets-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** Turns every byte around; enough to see that nothing is written plainly. */
const flip = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xff));
function safe(backend = 'gnome_libsecret', available = true): SafeStorage {
  return {
    isEncryptionAvailable: () => available,
    encryptString: (text) => flip(Buffer.from(text)),
    decryptString: (sealed) => flip(sealed).toString(),
    getSelectedStorageBackend: () => backend,
  };
}
const open = (storage = safe()) => createKeyStore({ home, safe: storage, platform: 'linux' });
const file = () => readFile(path.join(home, 'secrets.json'), 'utf8');

test('a stored key is there after a restart, sealed, in a file that only its owner may read', async () => {
  await open().set('anthropic', origin, key, 'store');
  expect(await open().get('anthropic', origin)).toBe(key);
  expect(await file()).not.toContain(key);
  expect((await stat(path.join(home, 'secrets.json'))).mode & 0o777).toBe(0o600);
});

test('attack 13: a key is given to no other origin and no other provider', async () => {
  const keys = open();
  await keys.set('anthropic', origin, key, 'store');
  expect(await keys.get('anthropic', 'https://evil.test')).toBeUndefined();
  expect(await keys.get('other', origin)).toBeUndefined();
  expect(await keys.where('anthropic')).toEqual({ kept: 'store', origin });
});

test('attack 13: an edited file cannot rename the origin or the provider of a sealed key', async () => {
  await open().set('anthropic', origin, key, 'store');
  const edited = JSON.parse(await file()) as { keys: Record<string, { origin: string }> };
  edited.keys.lab = { ...edited.keys.anthropic, origin: 'https://evil.test' };
  edited.keys.anthropic = { ...edited.keys.anthropic, origin: 'https://evil.test' };
  await writeFile(path.join(home, 'secrets.json'), JSON.stringify(edited));
  const keys = open();
  expect(await keys.get('anthropic', 'https://evil.test')).toBeUndefined();
  expect(await keys.get('lab', 'https://evil.test')).toBeUndefined();
  expect(await keys.get('anthropic', origin)).toBe(key);
});

test('a key for this run is in no file and gone after a restart', async () => {
  const keys = open();
  await keys.set('anthropic', origin, key, 'run');
  expect(await keys.get('anthropic', origin)).toBe(key);
  expect(await keys.where('anthropic')).toEqual({ kept: 'run', origin });
  await expect(file()).rejects.toThrow();
  expect(await open().get('anthropic', origin)).toBeUndefined();
});

test('without a secret store it says why, stores nothing, and still keeps a key for this run', async () => {
  for (const storage of [safe('basic_text'), safe('unknown'), safe('kwallet6', false)]) {
    const keys = open(storage);
    expect(keys.kind).toBe('none');
    expect(keys.why).toMatch(/for this run only/);
    await expect(keys.set('anthropic', origin, key, 'store')).rejects.toThrow(/this run only/);
    await keys.set('anthropic', origin, key, 'run');
    expect(await keys.get('anthropic', origin)).toBe(key);
  }
});

test('removing takes a key out of both places', async () => {
  const keys = open();
  await keys.set('anthropic', origin, key, 'store');
  await keys.set('anthropic', origin, 'other', 'run');
  await keys.remove('anthropic');
  expect(await keys.where('anthropic')).toBeUndefined();
  expect(JSON.parse(await file())).toEqual({ version: 1, keys: {} });
});

test('keys set at the same time are all kept', async () => {
  const keys = open();
  await Promise.all(['a', 'b', 'c', 'd'].map((id) => keys.set(id, origin, `key-${id}`, 'store')));
  for (const id of ['a', 'b', 'c', 'd']) expect(await open().get(id, origin)).toBe(`key-${id}`);
});

test('a damaged file is set aside, not written over', async () => {
  await writeFile(path.join(home, 'secrets.json'), '{"keys": {');
  const keys = open();
  expect(await keys.get('anthropic', origin)).toBeUndefined();
  await keys.set('anthropic', origin, key, 'store');
  expect(await readFile(path.join(home, 'secrets.json.damaged'), 'utf8')).toBe('{"keys": {');
  expect(await keys.get('anthropic', origin)).toBe(key);
});

test('a damaged file that several look at at once is set aside once, and fails none of them', async () => {
  await writeFile(path.join(home, 'secrets.json'), '{"keys": {');
  const keys = open();
  const looks = ['a', 'b', 'c', 'd'].map((id) => keys.where(id));
  expect(await Promise.all(looks)).toEqual([undefined, undefined, undefined, undefined]);
});

test('what the file says is read once: a question waits for no disk, and a key that is changed counts at once', async () => {
  await open().set('anthropic', origin, key, 'store');
  const keys = open();
  expect(await keys.get('anthropic', origin)).toBe(key);
  await rm(path.join(home, 'secrets.json'));
  expect(await keys.get('anthropic', origin)).toBe(key);
  await keys.set('anthropic', origin, 'sk-newer', 'store');
  expect(await keys.get('anthropic', origin)).toBe('sk-newer');
  await keys.remove('anthropic');
  expect(await keys.where('anthropic')).toBeUndefined();
});

test('a damaged file that is mended by hand and put back is not written over by the next key', async () => {
  await open().set('anthropic', origin, key, 'store');
  const whole = await file();
  await writeFile(path.join(home, 'secrets.json'), whole.slice(0, 20));
  const keys = open();
  expect(await keys.get('anthropic', origin)).toBeUndefined();
  await writeFile(path.join(home, 'secrets.json'), whole);
  await keys.set('lab', origin, 'sk-lab', 'store');
  expect(await keys.get('anthropic', origin)).toBe(key);
  expect(await keys.get('lab', origin)).toBe('sk-lab');
});
