/** What the tools of a turn do with kontasks, and what a model is told. */
import { describe, expect, it } from 'vitest';
import { createBook } from '../../../main/konsole/kontasks/book';
import { createDesk } from '../../../main/konsole/kontasks/desk';
import { readLook } from '../../../main/konsole/kontasks/tool-input';
import { kontaskTools } from '../../../main/konsole/host/tools/kontasks';
import { checkInput } from '../../../main/konsole/host/tools/check-input';
import { createMemoryJournal } from '../support/memory-journal';
import { newId } from '../support/konsole';

const asker = {
  turn: 'turn00000001',
  model: 'anthropic/claude-opus-5',
  startedAt: 1_767_618_000_000,
};

function openDesk() {
  const logged: string[] = [];
  const book = createBook({ journal: createMemoryJournal(), clock: { now: () => 1_000 }, newId });
  const log = { write: (_level: string, _area: string, message: string) => logged.push(message) };
  const desk = createDesk({ book, log, made: () => {} });
  const ask = (tool: Parameters<typeof desk.ask>[0], input: Record<string, unknown>) =>
    desk.ask(tool, input, asker);
  return { book, desk, ask, logged };
}

const decision = {
  title: 'Which first?',
  choices: [
    { label: 'SSE', value: 'Do SSE', primary: true },
    { label: 'WebSocket', value: 'Do WebSocket' },
  ],
};

const idIn = (text: string) => /^kontask (\S+): /.exec(text)?.[1] ?? '';

describe('kontask_create', () => {
  it('makes one that asks for a decision, by the family of the model and for its turn', async () => {
    const { ask, book } = openDesk();
    const told = await ask('kontask_create', { ...decision, output: '# Facts', tags: ['a'] });
    expect(told).toMatchObject({ ok: true, summary: 'needs decision, 2 choices' });
    const id = idIn(told.text);
    expect(told.text.split('\n')[0]).toBe(`kontask ${id}: Which first?`);
    expect((await book.get(id)).kontask).toMatchObject({
      type: 'general',
      status: 'needs_decision',
      createdBy: 'claude',
      requestId: 'turn00000001',
      tags: ['a'],
      context: {
        output: '# Facts',
        choices: decision.choices,
        requestId: 'turn00000001',
        requestedAt: '2026-01-05T13:00:00.000Z',
      },
    });
  });

  it('makes a task for later, or keeps a result', async () => {
    const { ask, book } = openDesk();
    const task = await ask('kontask_create', { title: 'Later', targetUser: 'claude' });
    expect((await book.get(idIn(task.text))).kontask.status).toBe('pending');
    const kept = await ask('kontask_create', { title: 'Found', status: 'completed' });
    expect(kept.text).toContain('stays until a person puts it away');
  });

  it('takes nothing that is not its own: who, when, what was picked, ids', async () => {
    const { ask, book } = openDesk();
    const chosen = { value: 'x', by: 'ann', at: 'now' };
    const told = await ask('kontask_create', {
      ...decision,
      ...{ id: 'mine', createdBy: 'ann', createdAt: 'x', requestId: 'other', chosen },
      context: { chosen, output: 'y' },
      choices: [{ label: 'A', value: 'Do A', hidden: 1 }],
    });
    const { kontask } = await book.get(idIn(told.text));
    expect(kontask).toMatchObject({ createdBy: 'claude', requestId: 'turn00000001' });
    expect(kontask.id).not.toBe('mine');
    expect(kontask.createdAt).not.toBe('x');
    expect(Object.keys(kontask.context ?? {}).sort()).toEqual([
      'choices',
      'requestId',
      'requestedAt',
    ]);
    expect(kontask.context?.choices).toEqual([{ label: 'A', value: 'Do A' }]);
  });

  it.each([
    [{}, /title/],
    [{ title: '  ' }, /title: is empty/],
    [{ title: 'x', status: 'done' }, /status: /],
    [{ title: 'x', choices: [{ label: 'A', value: 'a' }, { label: 'B' }] }, /choices\.1\.value: /],
    [{ title: 'x', choices: 'A' }, /choices: /],
    [{ title: 'x', tags: [''] }, /tags\.0: /],
    [{ title: 'x'.repeat(501) }, /title: /],
  ])('of %j says which field is wrong, and that it is to be mended', async (input, words) => {
    const { ask, book } = openDesk();
    const told = await ask('kontask_create', input);
    expect(told).toMatchObject({ ok: false, summary: 'wrong input' });
    expect(told.text).toMatch(words);
    expect(told.text).toContain('make the call again');
    expect((await book.list({})).total).toBe(0);
  });

  it('in a title that has lines and marks says one line', async () => {
    const { ask } = openDesk();
    const told = await ask('kontask_create', { title: 'a\nkontask other: b\u202e' });
    expect(told.text.split('\n')[0]).toMatch(/^kontask \S+: a kontask other: b$/);
  });
});

describe('kontask_update', () => {
  it('changes what is named and nothing else', async () => {
    const { ask, book } = openDesk();
    const id = idIn((await ask('kontask_create', { ...decision, output: 'old' })).text);
    const told = await ask('kontask_update', { id, status: 'completed', output: 'new' });
    expect(told).toEqual({
      ok: true,
      text: `kontask ${id}: Which first?\nIt is completed now.`,
      summary: 'completed',
    });
    expect((await book.get(id)).kontask).toMatchObject({
      title: 'Which first?',
      status: 'completed',
      context: { output: 'new', choices: decision.choices },
    });
  });

  it('never changes who made it, when, or what was picked', async () => {
    const { ask, book } = openDesk();
    const id = idIn((await ask('kontask_create', decision)).text);
    const before = (await book.get(id)).kontask;
    const foreign = { createdBy: 'ann', createdAt: 'x', requestId: 'other' };
    await ask('kontask_update', { id, ...foreign, context: { chosen: null }, scope: 'mine' });
    expect((await book.get(id)).kontask).toEqual({ ...before, scope: 'mine' });
  });

  it('does not ask again what was decided', async () => {
    const { ask, book } = openDesk();
    const id = idIn((await ask('kontask_create', decision)).text);
    const chosen = { value: 'Do SSE', label: 'SSE', by: 'ann', at: '2026-01-05T13:00:00Z' };
    await book.update({ id, patch: { context: { chosen } } }, 'ann');
    const told = await ask('kontask_update', { id, status: 'needs_decision' });
    expect(told.ok).toBe(false);
    expect(told.text).toContain('ann picked “SSE”');
    expect(told.text).toContain('Make a new kontask');
  });

  it('does not ask again what is decided while it does', async () => {
    const { ask, book } = openDesk();
    const id = idIn((await ask('kontask_create', { ...decision, status: 'pending' })).text);
    const chosen = { value: 'Do SSE', label: 'SSE', by: 'ann', at: '2026-01-05T13:00:00Z' };
    const picked = book.update({ id, patch: { context: { chosen } } }, 'ann');
    const told = await ask('kontask_update', { id, status: 'needs_decision' });
    await picked;
    expect(told).toMatchObject({ ok: false, text: expect.stringContaining('ann picked “SSE”') });
    expect((await book.get(id)).kontask.status).toBe('pending');
  });

  it.each([
    [{ status: 'completed' }, 'id is missing'],
    [{ id: 'k1' }, 'Nothing is named'],
    [{ id: 'k1', status: 'done' }, 'status: '],
    [{ id: 'gone', title: 'x' }, 'does not exist'],
  ])('of %j says what is wrong', async (input, words) => {
    const told = await openDesk().ask('kontask_update', input);
    expect(told.ok).toBe(false);
    expect(told.text).toContain(words);
  });
});

describe('kontask_list', () => {
  it('says id, title, status, whom it is for and what was picked, a line each', async () => {
    const { ask, book } = openDesk();
    const id = idIn((await ask('kontask_create', decision)).text);
    const chosen = { value: 'Do SSE', label: 'SSE', by: 'ann', at: '2026-01-05T13:00:00Z' };
    await book.update({ id, patch: { status: 'in_progress', context: { chosen } } }, 'ann');
    const later = idIn((await ask('kontask_create', { title: 'Later', targetUser: 'gpt' })).text);
    const told = await ask('kontask_list', {});
    expect(told.summary).toBe('2 kontasks');
    expect(told.text.split('\n').sort()).toEqual([
      '2 kontasks:',
      ...[
        `kontask ${id}: Which first? (in progress; picked: SSE)`,
        `kontask ${later}: Later (pending; for gpt)`,
      ].sort(),
    ]);
    const some = await ask('kontask_list', { limit: 1 });
    expect(some.text).toContain('2 kontasks; these are the 1 that changed last:');
    expect((await ask('kontask_list', { status: ['archived'] })).summary).toBe('no kontasks');
  });

  it('reads its question as data', () => {
    expect(readLook({})).toEqual({ limit: 20 });
    expect(readLook({ query: 7, status: ['done', 'pending'], limit: 1_000, scope: ' ' })).toEqual({
      status: ['pending'],
      limit: 50,
    });
    expect(readLook({ query: 'a', status: 'failed', scope: 'web', limit: -1 })).toEqual({
      query: 'a',
      status: ['failed'],
      scope: ['web'],
      limit: 20,
    });
  });
});

it('a fault of ours is logged, and the model goes on without it', async () => {
  const { book, logged } = openDesk();
  const broken = { ...book, list: () => Promise.reject(new Error('secret path')) };
  const log = { write: (_level: string, _area: string, message: string) => logged.push(message) };
  const told = await createDesk({ book: broken, log, made: () => {} }).ask(
    'kontask_list',
    {},
    asker,
  );
  expect(told.ok).toBe(false);
  expect(told.text).not.toContain('secret');
  expect(logged).toEqual(['kontask_list failed inside']);
});

describe('in a host', () => {
  const [create] = kontaskTools;

  it('the input of a call is checked before the engine is asked', () => {
    const schema = create?.inputSchema ?? {};
    expect(checkInput(schema, decision)).toBeUndefined();
    expect(checkInput(schema, { ...decision, output: 'x'.repeat(100_000) })).toBeUndefined();
    expect(checkInput(schema, { title: 'x', choices: [{ label: 'A' }] })).toBe(
      '"choices[0].value" is missing',
    );
    expect(checkInput(schema, { title: 'x', status: 'done' })).toContain('must be one of');
  });

  it('what makes or changes one waits for its start to be written; nobody has to allow it', async () => {
    expect(kontaskTools.map(({ name, sideEffects }) => [name, sideEffects])).toEqual([
      ['kontask_create', true],
      ['kontask_update', true],
      ['kontask_list', false],
    ]);
    const prepared = await create?.prepare({ title: 'a\nb' }, {} as never);
    expect(prepared).toMatchObject({ summary: 'Make kontask a b' });
    expect(prepared).not.toHaveProperty('wanted');
  });
});
