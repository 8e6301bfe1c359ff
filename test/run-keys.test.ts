import { describe, expect, test } from 'vitest';
import { homeFolder } from '../main/home-folder';
import { createRunKeys } from '../main/run-keys';

describe('keys without a desktop', () => {
  test('attack 13: are given to the origin they were given for, and to no other', async () => {
    const keys = createRunKeys();
    await keys.set('lab', 'https://lab.example', 'secret', 'run');
    expect(await keys.get('lab', 'https://lab.example')).toBe('secret');
    expect(await keys.get('lab', 'https://evil.example')).toBeUndefined();
    expect(await keys.where('lab')).toEqual({ kept: 'run', origin: 'https://lab.example' });
    await keys.remove('lab');
    expect(await keys.get('lab', 'https://lab.example')).toBeUndefined();
  });

  test('cannot be stored, and the answer says what to do', async () => {
    const keys = createRunKeys();
    await expect(keys.set('lab', 'https://lab.example', 'secret', 'store')).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('ANTHROPIC_API_KEY'),
    });
    expect(keys.kind).toBe('none');
  });
});

describe('the data folder', () => {
  const question = { env: {}, platform: 'linux', userFolder: '/home/me' };

  test('is named by the switch, else by KONSOLE_HOME, else by the platform', () => {
    const env = { KONSOLE_HOME: '/k', XDG_CONFIG_HOME: '/x' };
    expect(homeFolder({ ...question, env, home: '/switch' })).toBe('/switch');
    expect(homeFolder({ ...question, env })).toBe('/k');
    expect(homeFolder({ ...question, env: { XDG_CONFIG_HOME: '/x' } })).toBe('/x/vibe-konsole');
    expect(homeFolder(question)).toBe('/home/me/.config/vibe-konsole');
    expect(homeFolder({ ...question, platform: 'darwin' })).toBe(
      '/home/me/Library/Application Support/vibe-konsole',
    );
  });

  test('is absolute, and an empty KONSOLE_HOME is none', () => {
    expect(homeFolder({ ...question, home: 'here' })).toBe(`${process.cwd()}/here`);
    expect(homeFolder({ ...question, env: { KONSOLE_HOME: '' } })).toBe(
      '/home/me/.config/vibe-konsole',
    );
  });
});
