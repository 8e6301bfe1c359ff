import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkBounds } from '../../../main/konsole/commands/bounded';
import { hashOf } from '../../../main/konsole/commands/command-ids';
import { device, newWorkspace, openTested, owner } from '../support/konsole';

const other = { id: 'other', scope: 'owner', door: 'socket' } as const;

describe('command ids (I5)', () => {
  test('a thousand repeats at the same time start one turn and get one answer', async () => {
    const konsole = await openTested();
    const { session } = await konsole.ask('session.create', { kind: 'chat', model: 'demo/fast' });
    const params = { session: session.id, text: 'Once', commandId: 'c1' };
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, () => konsole.answer('turn.send', params)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const events = await konsole.events(session.id);
    expect(events.filter(({ type }) => type === 'turn.queued')).toHaveLength(1);
  });

  test('a later repeat gets the first answer; other params with the same id are a conflict', async () => {
    const konsole = await openTested({ noHosts: true });
    const params = { kind: 'chat', title: 'One', commandId: 'c1' } as const;
    const first = await konsole.answer('session.create', params);
    expect(await konsole.answer('session.create', params)).toEqual(first);
    expect(await konsole.answer('session.create', { ...params, title: 'Two' })).toMatchObject({
      code: 'conflict',
    });
    expect((await konsole.ask('session.list', {})).sessions).toHaveLength(1);
  });

  test('the order of properties does not matter, and another client has ids of its own', async () => {
    const konsole = await openTested({ noHosts: true });
    const first = await konsole.answer('session.create', {
      kind: 'chat',
      title: 'A',
      commandId: 'c',
    });
    const again = await konsole.answer('session.create', {
      commandId: 'c',
      title: 'A',
      kind: 'chat',
    });
    expect(again).toEqual(first);
    const theirs = await konsole.answer(
      'session.create',
      { kind: 'chat', title: 'A', commandId: 'c' },
      other,
    );
    expect(theirs).not.toEqual(first);
  });

  test('an answer outlives the process: reopened, a repeat still gets it', async () => {
    const konsole = await openTested({ noHosts: true });
    const params = { kind: 'chat', commandId: 'c1' } as const;
    const first = await konsole.answer('session.create', params);
    await konsole.close();
    const next = await openTested({ noHosts: true, home: konsole.home });
    expect(await next.answer('session.create', params)).toEqual(first);
  });

  test('a refusal is kept as well, a command without effect too', async () => {
    const konsole = await openTested({ noHosts: true });
    const lost = { session: 'nowhere', commandId: 'c1' };
    const refused = await konsole.answer('queue.go', lost);
    expect(refused).toMatchObject({ ok: false, code: 'not-found' });
    expect(await konsole.answer('queue.go', lost)).toEqual(refused);
    const { session } = await konsole.ask('session.create', { kind: 'chat' });
    const go = { session: session.id, commandId: 'c2' };
    expect(await konsole.answer('queue.go', go)).toEqual({ ok: true, result: {} });
    expect(await konsole.answer('queue.go', go)).toEqual({ ok: true, result: {} });
  });

  test('a key leaves no trace: not in the journal, not in a log, not in a hash (attack 13)', async () => {
    const konsole = await openTested({ noHosts: true });
    const key = 'plain-looking-secret-0123456789';
    const set = { provider: 'anthropic', key, keep: 'run', commandId: 'k1' };
    expect(await konsole.answer('provider.set-key', set)).toMatchObject({ ok: true });
    konsole.log.write('info', 'provider', `used ${key}`, { nested: { header: `Bearer ${key}` } });
    const hash = hashOf({ provider: 'anthropic', key, keep: 'run' });
    await konsole.close();
    for (const file of filesIn(konsole.home)) {
      const content = readFileSync(file, 'latin1');
      expect(content.includes(key), file).toBe(false);
      expect(content.includes(hash), file).toBe(false);
    }
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() && existsSync(path) ? [path] : [];
  });
}

describe('what is not understood (attack 6)', () => {
  test('names that are no commands are told, the inherited ones too', async () => {
    const konsole = await openTested({ noHosts: true });
    for (const name of ['nope', '__proto__', 'constructor', 'toString', '', 'x'.repeat(100_000)]) {
      expect(await konsole.answer(name, {})).toMatchObject({ ok: false, code: 'not-found' });
    }
  });

  test('wrong params name the field and what to do', async () => {
    const konsole = await openTested({ noHosts: true });
    const cases: [string, unknown, RegExp][] = [
      ['turn.send', { text: 'x' }, /"session" is missing; add it/],
      ['turn.send', { session: 's', text: ' \n ' }, /"text" is empty: write a message first/],
      ['turn.send', { session: 's', text: 5 }, /"text" is wrong/],
      ['session.list', { limit: 0 }, /"limit" is wrong/],
      ['session.create', { kind: 'other' }, /"kind" is wrong/],
      ['session.rename', { session: 's', title: 'x'.repeat(1_001) }, /"title"/],
      [
        'session.create',
        { kind: 'main', workspace: '/a\0b' },
        /"workspace" must not contain a NUL/,
      ],
      ['session.list', 'text', /one JSON object/],
      ['session.list', [], /one JSON object/],
    ];
    for (const [name, params, words] of cases) {
      const answer = await konsole.answer(name, params);
      expect(answer).toMatchObject({
        ok: false,
        code: 'invalid',
        message: expect.stringMatching(words),
      });
    }
  });

  test('a 10 000-deep payload and a 100 MB one are typed errors, quickly', async () => {
    const konsole = await openTested({ noHosts: true });
    let deep: unknown = 'bottom';
    for (let n = 0; n < 10_000; n += 1) deep = { deep };
    expect(await konsole.answer('settings.update', { patch: deep })).toMatchObject({
      code: 'invalid',
    });
    const huge = { session: 's', text: 'x'.repeat(100 * 1024 * 1024) };
    expect(await konsole.answer('turn.send', huge)).toMatchObject({ code: 'too-large' });
    const wide = { patch: { list: new Array(20_000_000) } };
    expect(await konsole.answer('settings.update', wide)).toMatchObject({ code: 'too-large' });
  });

  test('a cycle, a function and a big integer are no JSON', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect(() => checkBounds(cycle)).toThrow('levels deep');
    expect(() => checkBounds({ run: () => {} })).toThrow('not JSON');
    expect(() => checkBounds({ n: 5n })).toThrow('not JSON');
    expect(() => checkBounds({ when: new Date() })).toThrow('not JSON');
    expect(() => checkBounds({ map: new Map() })).toThrow('not JSON');
  });

  test('a patch cannot reach the prototype', async () => {
    const konsole = await openTested({ noHosts: true });
    const patch = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"x":1}}') as object;
    await konsole.answer('settings.update', { patch });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('a 5 MB paste passes', async () => {
    const konsole = await openTested();
    const { session } = await konsole.ask('session.create', { kind: 'chat', model: 'demo/fast' });
    const text = 'word '.repeat(1024 * 1024);
    const { turn } = await konsole.ask('turn.send', { session: session.id, text });
    expect((await konsole.finished(session.id, turn)).text).toBe(text);
  });
});

test('a device may read and send, but not see or change settings and providers', async () => {
  const konsole = await openTested({ noHosts: true });
  for (const name of ['settings.get', 'settings.update', 'provider.set-key', 'model.list']) {
    expect(await konsole.answer(name, {}, device)).toMatchObject({ code: 'denied' });
  }
  expect(await konsole.answer('session.list', {}, device)).toMatchObject({ ok: true });
});

test('a key in settings.json stays in it: no answer and no journal has it (attack 13)', async () => {
  const key = 'local-5ecret-0123456789';
  const lab = { id: 'lab', kind: 'anthropic', baseUrl: 'http://127.0.0.1:9', key } as const;
  const konsole = await openTested({ noHosts: true, settings: { providers: [lab] } });
  const inFile = () => readFileSync(join(konsole.home, 'settings.json'), 'utf8');
  const before = await konsole.ask('settings.get', {});
  expect(JSON.stringify(before)).not.toContain(key);
  const providers = [...before.settings.providers, { id: 'own', kind: 'anthropic', key: 'none' }];
  const params = { patch: { providers }, commandId: 'c1' };
  const first = await konsole.answer('settings.update', params);
  expect(first).toMatchObject({ ok: true });
  expect(await konsole.answer('settings.update', params)).toEqual(first);
  expect(inFile()).toContain(key);
  const moved = before.settings.providers.map((one) => ({ ...one, baseUrl: 'http://127.0.0.2:9' }));
  await konsole.ask('settings.update', { patch: { providers: moved } });
  expect(inFile()).not.toContain(key);
  await konsole.close();
  for (const name of readdirSync(konsole.home, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue;
    expect(readFileSync(join(name.parentPath, name.name), 'latin1'), name.name).not.toContain(key);
  }
});

test('the folder named at the start goes before the chosen one, until another is chosen', async () => {
  const [first, second, named] = [newWorkspace(), newWorkspace(), newWorkspace()];
  const konsole = await openTested({
    noHosts: true,
    settings: { workspace: first },
    workspace: named,
  });
  const folder = async () => {
    const { session } = await konsole.ask('session.create', { kind: 'main' });
    return session.workspace;
  };
  expect((await konsole.ask('settings.get', {})).workspace).toBe(named);
  expect(await folder()).toBe(named);
  await konsole.ask('settings.update', { patch: { workspace: second } });
  expect((await konsole.ask('settings.get', {})).workspace).toBe(second);
  expect(await folder()).toBe(second);
});

test('while Konsole closes, a command is told to come back', async () => {
  const konsole = await openTested({ noHosts: true });
  const closing = konsole.close();
  expect(await konsole.answer('session.list', {}, owner)).toMatchObject({ code: 'busy' });
  await closing;
});
