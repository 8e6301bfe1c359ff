/** settings.json: what is wrong is told and replaced, what is unknown stays, what is written is whole. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSettingsFile } from '../../../main/konsole/storage/settings-file';
import { settings as schema } from '../../../preload/contract/settings';

let folder = '';
let path = '';
const defaults = schema.parse({});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'konsole-settings-'));
  path = join(folder, 'settings.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (value: unknown) => writeFileSync(path, JSON.stringify(value));
const kept = () => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;

describe('reading', () => {
  test('without a file the defaults hold and nothing is wrong', () => {
    expect(createSettingsFile(path).get()).toEqual({ settings: defaults, problems: [] });
    expect(existsSync(path)).toBe(false);
  });

  test('a wrong value is told with its field, its default is used, and the rest stands', () => {
    put({ hotkey: 7, theme: 'dark', lanes: { quick: { transport: 'pigeon', hosts: 2 } } });
    const { settings, problems } = createSettingsFile(path).get();
    expect(problems.map((problem) => problem.field)).toEqual(['lanes.quick.transport', 'hotkey']);
    expect(settings.hotkey).toBe(defaults.hotkey);
    expect(settings.theme).toBe('dark');
    expect(settings.lanes.quick).toEqual({ transport: 'direct', hosts: 2 });
    expect(kept()).toMatchObject({ hotkey: 7 });
  });

  test('a wrong rule is told with how to mend it and left out, and the other rules hold', () => {
    put({
      permissions: { allow: ['bash(git diff *)', 'Bash(ls)'], deny: ['read(.env', 'bash(rm *)'] },
    });
    const { settings, problems } = createSettingsFile(path).get();
    expect(settings.permissions).toMatchObject({
      allow: ['bash(git diff *)'],
      deny: ['bash(rm *)'],
    });
    expect(problems).toEqual([
      {
        field: 'permissions.allow.1',
        message: expect.stringMatching(/use one of .*left out until/),
      },
      {
        field: 'permissions.deny.0',
        message: expect.stringMatching(/write "tool.*left out until/),
      },
    ]);
  });

  test('an unknown setting of any depth is let be', () => {
    writeFileSync(path, `{"theme":"dark","deep":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
    const { settings, problems } = createSettingsFile(path).get();
    expect(settings.theme).toBe('dark');
    expect(problems).toEqual([]);
  });

  test('what is said of a damaged file quotes nothing of it: it may be a key (attack 13)', () => {
    writeFileSync(path, '{"providers":[{"key": 5ecret-0123456789}]}');
    const said = JSON.stringify(createSettingsFile(path).get());
    expect(said).toContain('not valid JSON');
    expect(said).not.toContain('5ec');
    writeFileSync(path, '{"providers":[{"key": secret-0123456789}]}');
    expect(JSON.stringify(createSettingsFile(path).get())).not.toContain('secre');
  });

  test('a lane may name only what it changes', () => {
    put({ lanes: { main: { transport: 'sse' } } });
    const { settings, problems } = createSettingsFile(path).get();
    expect(problems).toEqual([]);
    expect(settings.lanes).toEqual({
      main: { transport: 'sse', hosts: 4 },
      quick: { transport: 'direct', hosts: 1 },
    });
  });

  test('one wrong provider is left out and told, the others stay', () => {
    const good = { id: 'lab', kind: 'anthropic', baseUrl: 'http://127.0.0.1:1' };
    put({ providers: [{ id: 'x', kind: 'No Sense' }, good, { kind: 'openai' }] });
    const { settings, problems } = createSettingsFile(path).get();
    expect(settings.providers).toEqual([good]);
    expect(problems.map((problem) => problem.field)).toContain('providers.0.kind');
    expect(problems.length).toBeGreaterThanOrEqual(2);
  });

  test.each(['{ not json', '[1]', '"text"', 'null'])(
    'a file of %j is told and not touched',
    (text) => {
      writeFileSync(path, text);
      const { settings, problems } = createSettingsFile(path).get();
      expect(settings).toEqual(defaults);
      expect(problems).toMatchObject([
        { field: '', message: expect.stringContaining('not valid JSON') },
      ]);
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  test('a folder in its place is told, and not replaced by an update', async () => {
    mkdirSync(path);
    const file = createSettingsFile(path);
    expect(file.get().problems).toMatchObject([{ message: expect.stringContaining('EISDIR') }]);
    await expect(file.update({ theme: 'dark' })).rejects.toMatchObject({ code: 'internal' });
    expect(statSync(path).isDirectory()).toBe(true);
  });

  test('a change by hand is noticed by the next read, and listeners hear of it', () => {
    put({ theme: 'dark' });
    const file = createSettingsFile(path);
    const heard: string[] = [];
    file.onChange(({ settings }) => heard.push(settings.theme));
    expect(file.get().settings.theme).toBe('dark');
    put({ theme: 'light', said: ['x'] });
    expect(file.get().settings.theme).toBe('light');
    expect(heard).toEqual(['light']);
  });
});

describe('updating', () => {
  test('unknown keys stay at every level', async () => {
    put({
      future: { a: 1 },
      lanes: { quick: { color: 'red', hosts: 1 } },
      models: { third: 'x/y' },
    });
    await createSettingsFile(path).update({ lanes: { quick: { hosts: 2 } }, theme: 'dark' });
    expect(kept()).toEqual({
      future: { a: 1 },
      lanes: { quick: { color: 'red', hosts: 2 } },
      models: { third: 'x/y' },
      theme: 'dark',
    });
  });

  test('lists are replaced and null removes', async () => {
    put({ said: ['a'], workspace: '/tmp', hotkey: 'F9' });
    const file = createSettingsFile(path);
    const settings = await file.update({ said: ['b', 'c'], workspace: null, hotkey: null });
    expect(settings).toMatchObject({ said: ['b', 'c'], hotkey: defaults.hotkey });
    expect(settings.workspace).toBeUndefined();
    expect(kept()).toEqual({ said: ['b', 'c'] });
  });

  test.each([
    ['hotkey', { hotkey: 5 }],
    ['models.main', { models: { main: 'no slash' } }],
    ['lanes.quick.hosts', { lanes: { quick: { hosts: 0 } } }],
    ['providers.0.id', { providers: [{ id: 'BAD', kind: 'anthropic' }] }],
  ])('a wrong value is refused by the name of its field: %s', async (field, patch) => {
    put({ theme: 'dark' });
    const update = createSettingsFile(path).update(patch);
    await expect(update).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(field),
    });
    expect(kept()).toEqual({ theme: 'dark' });
  });

  test('attack 8: no file and no patch can say that everything is allowed', async () => {
    put({ permissions: { mode: 'all', allow: ['bash(rm -rf', 'nonsense(x)'] } });
    const file = createSettingsFile(path);
    const { settings, problems } = file.get();
    expect(settings.permissions).toMatchObject({ mode: 'ask', allow: [] });
    expect(problems.map(({ field }) => field)).toContain('permissions.mode');
    const update = file.update({ permissions: { mode: 'all' } });
    await expect(update).rejects.toMatchObject({ code: 'invalid' });
  });

  test('a value that was wrong before does not forbid changing another one', async () => {
    put({ hotkey: 5, theme: 'dark' });
    const file = createSettingsFile(path);
    expect((await file.update({ theme: 'light' })).theme).toBe('light');
    expect(kept()).toEqual({ hotkey: 5, theme: 'light' });
    await expect(file.update({ hotkey: 6 })).rejects.toMatchObject({ code: 'invalid' });
    await file.update({ hotkey: 'F9' });
    expect(file.get().problems).toEqual([]);
  });

  test.each([
    '{"__proto__":{"theme":"dark"}}',
    '{"lanes":{"constructor":{"x":1}}}',
    '{"providers":[{"__proto__":{}}]}',
  ])('attack 6: the patch %s is refused and changes no prototype', async (text) => {
    const update = createSettingsFile(path).update(JSON.parse(text) as Record<string, unknown>);
    await expect(update).rejects.toMatchObject({ code: 'invalid' });
    expect(({} as Record<string, unknown>)['theme']).toBeUndefined();
    expect(existsSync(path)).toBe(false);
  });

  test('attack 6: a patch nested 10 000 deep is refused', async () => {
    let patch: Record<string, unknown> = { end: true };
    for (let depth = 0; depth < 10_000; depth += 1) patch = { deeper: patch };
    await expect(createSettingsFile(path).update(patch)).rejects.toMatchObject({ code: 'invalid' });
  });

  test('many patches at once all hold', async () => {
    const file = createSettingsFile(path);
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => file.update({ unknown: { [`k${n}`]: n } })),
    );
    expect(Object.keys(kept()['unknown'] as object)).toHaveLength(20);
  });

  test('a refused patch does not stop the next', async () => {
    const file = createSettingsFile(path);
    const bad = file.update({ hotkey: 1 });
    const good = file.update({ theme: 'dark' });
    await expect(bad).rejects.toMatchObject({ code: 'invalid' });
    expect((await good).theme).toBe('dark');
  });

  test('a file that is no JSON is set aside by the first change, told, and never deleted', async () => {
    writeFileSync(path, '{ half');
    const file = createSettingsFile(path, () => 0);
    await file.update({ theme: 'dark' });
    expect(kept()).toEqual({ theme: 'dark' });
    const aside = readdirSync(folder).find((name) => name.startsWith('settings.json.damaged-'));
    expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe('{ half');
    expect(file.get().problems).toMatchObject([{ message: expect.stringContaining('set aside') }]);
  });

  test('the file is private, a link stays a link, and nothing temporary is left', async () => {
    const target = join(folder, 'elsewhere.json');
    writeFileSync(target, '{}', { mode: 0o644 });
    symlinkSync(target, path);
    await createSettingsFile(path).update({ theme: 'dark' });
    expect(readlinkSync(path)).toBe(target);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['elsewhere.json', 'settings.json']);
  });

  test('a folder that is gone is told with what to do, and the settings in force stay', async () => {
    const file = createSettingsFile(join(folder, 'gone', 'settings.json'));
    await expect(file.update({ theme: 'dark' })).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('could not be written'),
    });
    expect(file.get().settings.theme).toBe('system');
  });
});
