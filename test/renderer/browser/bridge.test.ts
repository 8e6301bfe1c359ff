import { beforeEach, describe, expect, it } from 'vitest';
import { commandNames } from '../../../preload/contract/command-names';
import { desktopCallNames } from '../../../preload/contract/desktop-names';
import { createBrowserBridge } from '../../../renderer/browser/bridge';

let asked: { path: string; init: RequestInit }[];
let answer: () => Response;
let happened: string[];
let typed: string | null;
let pictures: number;
let copy: (text: string) => Promise<void>;

beforeEach(() => {
  [asked, happened, typed, pictures] = [[], [], null, 0];
  answer = () => Response.json({ ok: true, result: { sessions: [] } });
  copy = async (text) => void happened.push(`copied ${text}`);
});

const bridge = () =>
  createBrowserBridge({
    async fetch(path, init) {
      asked.push({ path, init });
      return answer();
    },
    token: 'secret',
    home: '/home/me/konsole',
    unpaired: () => void happened.push('unpaired'),
    openLink: (url) => void happened.push(`opened ${url}`),
    copy: (text) => copy(text),
    save: (name, text) => void happened.push(`saved ${name} ${text}`),
    showOutput: (title, html) => {
      happened.push(`showed ${title} ${html}`);
      return title !== 'blocked';
    },
    ask: () => typed,
    show: () => `blob:${++pictures}`,
    forget: (address) => void happened.push(`forgot ${address}`),
  });

describe('commands of a page in a browser', () => {
  it('are sent by name, with the token in a header and nowhere else', async () => {
    const list = await bridge().commands['session.list']({ limit: 3 });
    expect(list).toEqual({ ok: true, result: { sessions: [] } });
    const [{ path, init } = { path: '', init: {} }] = asked;
    expect([path, init.method, init.body]).toEqual([
      '/v1/commands/session.list',
      'POST',
      '{"limit":3}',
    ]);
    expect(init.headers).toMatchObject({ authorization: 'Bearer secret' });
    expect(init.credentials).toBe('omit');
  });

  it('are exactly those of the contract, and so are the calls of the desktop', () => {
    const { commands, desktop } = bridge();
    expect(Object.keys(commands)).toEqual(commandNames);
    expect(Object.keys(desktop).toSorted()).toEqual(desktopCallNames.toSorted());
  });

  it('hand a failure on as it was answered', async () => {
    const failed = { ok: false, code: 'conflict', message: 'It was done already.' };
    answer = () => Response.json(failed, { status: 409 });
    expect(await bridge().commands['queue.go']({ session: 'a' })).toEqual(failed);
    expect(happened).toEqual([]);
  });

  it('tell when the server knows the token no more', async () => {
    answer = () => Response.json({ ok: false, code: 'denied', message: 'no' }, { status: 401 });
    expect(await bridge().commands['session.list']({})).toMatchObject({ code: 'denied' });
    expect(happened).toEqual(['unpaired']);
  });

  it('say what to do when nobody or somebody else answers', async () => {
    const expected = { ok: false, message: expect.stringContaining('does not answer') };
    answer = () => {
      throw new TypeError('Failed to fetch');
    };
    expect(await bridge().commands['session.list']({})).toMatchObject(expected);
    answer = () => new Response('<h1>proxy', { status: 502 });
    expect(await bridge().commands['session.list']({})).toMatchObject(expected);
    answer = () => Response.json(['not', 'ours']);
    expect(await bridge().commands['session.list']({})).toMatchObject(expected);
  });
});

describe('calls of the desktop in a browser', () => {
  it('attack 2: open http, https and mail links and nothing else', async () => {
    const open = bridge().desktop['desktop.open-link'];
    for (const url of ['https://example.org/a', 'http://127.0.0.1:1/', 'mailto:me@example.org']) {
      expect(await open({ url })).toMatchObject({ ok: true });
    }
    expect(happened).toHaveLength(3);
    for (const url of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'calculator://',
      'data:text/html,x',
      'https://me:word@example.org',
      '/v1/health',
      '',
    ]) {
      expect(await open({ url }), url).toMatchObject({ ok: false, code: 'denied' });
    }
    expect(happened).toHaveLength(3);
  });

  it('copy, and say what to do where the browser does not let them', async () => {
    expect(await bridge().desktop['desktop.copy']({ text: 'a' })).toMatchObject({ ok: true });
    expect(happened).toEqual(['copied a']);
    copy = () => Promise.reject(new Error('not allowed'));
    const failed = await bridge().desktop['desktop.copy']({ text: 'a' });
    expect(failed).toMatchObject({ code: 'unsupported', message: expect.stringContaining('hand') });
  });

  it('save a text as a download', async () => {
    await bridge().desktop['desktop.save-text']({ name: 'a.json', text: '{}' });
    expect(happened).toEqual(['saved a.json {}']);
  });

  it('show an output in a tab, and say what to do where there is none, or where a PDF is wanted', async () => {
    const { desktop } = bridge();
    const html = '<p>x';
    expect(await desktop['desktop.show-output']({ title: 'a', html })).toMatchObject({ ok: true });
    expect(happened).toEqual(['showed a <p>x']);
    expect(await desktop['desktop.show-output']({ title: 'blocked', html })).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('Allow pop-ups'),
    });
    expect(await desktop['desktop.save-pdf']({ name: 'a', html })).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('Print'),
    });
  });

  it('ask for a folder as text, since it lies on another machine; cancelled, there is none', async () => {
    const choose = bridge().desktop['desktop.choose-folder'];
    expect(await choose({})).toEqual({ ok: true, result: {} });
    typed = '  /srv/project ';
    expect(await choose({})).toEqual({ ok: true, result: { path: '/srv/project' } });
  });

  it('say honestly what there is not', async () => {
    const { desktop } = bridge();
    expect(await desktop['desktop.info']({})).toMatchObject({
      result: {
        home: '/home/me/konsole',
        hotkey: { state: 'unsupported' },
        secrets: { kind: 'none' },
        tray: false,
      },
    });
    expect(await desktop['desktop.show-quick']({})).toMatchObject({ code: 'unsupported' });
  });
});

describe('files of a page in a browser', () => {
  it('go up as they are, with their name in the address and the token in a header', async () => {
    const info = { id: 'abcdefgh12', name: 'a b.png', type: 'image/png', bytes: 3 };
    answer = () => Response.json({ ok: true, result: { blob: info.id, info } });
    const given = new Uint8Array([1, 2, 3]).buffer;
    expect(await bridge().blobs.put('a b.png', given)).toEqual({
      ok: true,
      result: { blob: info },
    });
    expect(asked[0]?.path).toBe('/v1/blobs?name=a%20b.png');
    expect(asked[0]?.init.body).toBe(given);
    expect(new Headers(asked[0]?.init.headers).get('authorization')).toBe('Bearer secret');
  });

  it('come down once, and the oldest of many pictures is let go', async () => {
    answer = () => new Response('picture');
    const { blobs } = bridge();
    const first = await blobs.url('picture00');
    expect(await blobs.url('picture00')).toBe(first);
    expect(asked).toHaveLength(1);
    for (let n = 1; n <= 40; n += 1) await blobs.url(`picture${n}`);
    await Promise.resolve();
    expect(happened).toContain(`forgot ${first}`);
  });

  it('that are gone have no address, and are asked for again next time', async () => {
    answer = () => new Response('no', { status: 404 });
    const { blobs } = bridge();
    expect(await blobs.url('picture00')).toBeUndefined();
    expect(await blobs.url('picture00')).toBeUndefined();
    expect(asked).toHaveLength(2);
  });
});
