/** The demo: honest, and really running its tools. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdapter } from '../../../main/konsole/providers';
import { makeTestHost, settle, textOf } from '../host/support';

const provider = { id: 'demo', kind: 'demo' as const };
const adapter = await createAdapter(provider, { now: Date.now });
let workspace: string;

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'konsole-demo-'));
  await writeFile(join(workspace, 'README.md'), '# Walrus farm\n\nWalrus food and walrus care.\n');
  await writeFile(join(workspace, 'plan.txt'), 'Buy walrus.\n');
});
afterAll(() => rm(workspace, { recursive: true }));

const demo = (changes = {}) => {
  const host = makeTestHost({ adapter });
  return { host, end: host.start({ provider, model: 'fast', workspace, ...changes }) };
};

describe('the demo', () => {
  it('really runs its three tools and states what they returned', async () => {
    const { host, end } = demo();
    expect((await end).status).toBe('completed');
    const tools = host.turn().blocks.filter((block) => block.kind === 'tool');
    expect(tools.map((tool) => [tool.name, tool.status])).toEqual([
      ['glob', 'ok'],
      ['read', 'ok'],
      ['grep', 'ok'],
    ]);
    expect(tools[1]?.input).toMatchObject({ path: 'README.md' });
    const text = textOf(host.turn());
    expect(text).toContain('**2 files**');
    expect(text).toContain('begins with **Walrus farm**');
    expect(text).toContain('**3 matches** of `Walrus` in 2 files');
    expect(text).toContain('| `.md` | 1 |');
    expect(text).toContain('no AI');
    expect(textOf(host.turn(), 'thinking')).toContain('I am a script');
  });

  it('says so when no folder is chosen', async () => {
    const { host, end } = demo({ workspace: undefined });
    await end;
    expect(textOf(host.turn())).toContain('No folder is chosen');
    expect(host.turn().blocks.some((block) => block.kind === 'tool')).toBe(false);
  });

  it('says so when the folder has vanished or is empty', async () => {
    const { host, end } = demo({ workspace: join(workspace, 'gone') });
    expect((await end).status).toBe('completed');
    expect(textOf(host.turn())).toContain('could not be looked at');
  });

  it('answers a second question of the same session anew', async () => {
    const first = demo();
    await first.end;
    const second = demo({ turn: 'turn00000002', text: 'Once more?', history: [first.host.turn()] });
    await second.end;
    expect(second.host.turn().blocks.filter((block) => block.kind === 'tool')).toHaveLength(3);
  });

  it('quotes to a quick turn what it was told about the main turn', async () => {
    const { host, end } = demo({
      kind: 'chat',
      text: 'What runs?',
      context: 'Main turn "Parser": reading src/a.ts',
    });
    await end;
    expect(textOf(host.turn())).toContain('“What runs?”');
    expect(textOf(host.turn())).toContain('> Main turn "Parser": reading src/a.ts');
    expect(host.turn().blocks.some((block) => block.kind === 'tool')).toBe(false);
  });

  it.each(['main', 'chat'] as const)(
    'asks for a decision with the real tool in a %s session, and goes on with what was picked',
    async (kind) => {
      const { host, end } = demo({ kind, text: 'Help me decide', workspace: undefined });
      const question = () => host.messages.find((one) => one.t === 'ask');
      // Its start is written down before it is made.
      while (!question()) await settle();
      const asked = question();
      expect(asked).toMatchObject({ tool: 'kontask_create' });
      const choices = asked?.input['choices'] as { label: string; value: string }[];
      expect(choices.map(({ label }) => label)).toEqual([
        'Small step first',
        'All at once',
        'Leave it',
      ]);
      const told = { ok: true, text: 'kontask k1: Which way', summary: 'needs decision' };
      host.orders.take({ t: 'told', turn: 'turn00000001', n: asked?.n ?? 0, ...told });
      expect((await end).status).toBe('completed');
      expect(textOf(host.turn())).toContain('no AI');
      const picked = demo({ kind, text: choices[1]?.value, history: [host.turn()] });
      await picked.end;
      expect(textOf(picked.host.turn())).toContain('You picked **All at once**');
      expect(picked.host.turn().blocks.some((block) => block.kind === 'tool')).toBe(false);
    },
  );

  it.each([
    ['Check the WebSocket error in konsole logs', 'konsole_logs'],
    ['What is the status of the pool?', 'konsole_status'],
  ])(
    'looks with the real tool when it is asked %j, and shows what that returned',
    async (text, tool) => {
      const { host, end } = demo({ kind: 'chat', text, workspace: undefined });
      await host.until((event) => event.type === 'tool.started');
      const asked = host.messages.find((one) => one.t === 'ask');
      expect(asked).toMatchObject({ tool });
      const records = [
        '2026-11-28T10:00:00.000Z warn provider The connection was cut',
        '2026-11-28T10:00:01.000Z info turn Turn failed',
      ].join('\n');
      const told = { ok: true, text: `Some words\n${records}`, summary: '2 records' };
      host.orders.take({ t: 'told', turn: 'turn00000001', n: 1, ...told });
      expect((await end).status).toBe('completed');
      expect(textOf(host.turn())).toContain(`\`${tool}\` showed 2 records.`);
      expect(textOf(host.turn())).toMatch(/newest trouble: .*The connection was cut/);
      expect(textOf(host.turn())).toContain('scripted (demo, no AI)');
    },
  );

  it('says what it was told while it worked, and still reports the same facts', async () => {
    const { host, end } = demo();
    await host.until((event) => event.type === 'tool.started');
    host.orders.take({ t: 'steer', turn: 'turn00000001', text: 'Only the text files' });
    expect((await end).status).toBe('completed');
    const text = textOf(host.turn());
    expect(text.split('you said “Only the text files”')).toHaveLength(2);
    expect(text).toContain('**3 matches** of `Walrus` in 2 files');
    expect(host.turn().blocks.filter((block) => block.kind === 'tool')).toHaveLength(3);
  });

  it('answers what it was told during its last answer with a few more words', async () => {
    const { host, end } = demo({ workspace: undefined });
    await host.until((event) => event.type === 'block.appended');
    host.orders.take({ t: 'steer', turn: 'turn00000001', text: 'Thank you' });
    expect((await end).status).toBe('completed');
    expect(textOf(host.turn())).toMatch(/real model answer\..*you said “Thank you”/s);
  });

  it('can be stopped in its long answer', async () => {
    const { host, end } = demo({ model: 'slow', workspace: undefined });
    await host.until((event) => event.type === 'block.appended');
    host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
    expect((await end).status).toBe('interrupted');
  });

  it('does not know other models', async () => {
    const { end } = demo({ model: 'gpt' });
    expect((await end).error?.code).toBe('unknown-model');
  });

  it('lists its models and needs no connection', async () => {
    const signal = new AbortController().signal;
    expect((await adapter.models(signal)).map((model) => model.id)).toEqual([
      'scripted',
      'fast',
      'slow',
    ]);
    await expect(adapter.warm(signal)).resolves.toBe(true);
  });
});

describe('a provider of a kind that nobody knows', () => {
  it('says which kinds there are', async () => {
    const unknown = await createAdapter({ id: 'x', kind: 'opnai', key: 'sk' }, { now: Date.now });
    const host = makeTestHost({ adapter: unknown });
    const finished = await host.run();
    expect(finished.error).toMatchObject({ code: 'provider' });
    expect(finished.error?.message).toContain('no provider of kind "opnai"');
  });
});
