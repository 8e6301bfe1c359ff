/** The checks of a tool's input: what is wrong is said by its name, and no JSON makes them throw. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCall } from '../../../main/konsole/host/tool-input';
import { checkInput, onlyDeclared } from '../../../main/konsole/host/tools/check-input';
import { createTools } from '../../../main/konsole/host/tools/registry';
import { todoTool } from '../../../main/konsole/host/tools/todo';
import { runTool } from './tool-folder';

const schema = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 5 },
    count: { type: 'integer', minimum: 1, maximum: 9 },
    share: { type: 'number', minimum: 0, maximum: 1 },
    on: { type: 'boolean' },
    place: { type: 'object', properties: { x: { type: 'integer' } }, required: ['x'] },
    items: {
      type: 'array',
      minItems: 1,
      maxItems: 3,
      items: {
        type: 'object',
        properties: { status: { type: 'string', enum: ['a', 'b'] }, tags: strings() },
        required: ['status'],
      },
    },
  },
  required: ['name'],
};

function strings() {
  return { type: 'array', items: { type: 'string', maxLength: 2 } };
}

describe('an input', () => {
  it.each([
    [null, 'it must be an object'],
    [[], 'it must be an object'],
    [{}, '"name" is missing'],
    [{ name: 1 }, '"name" must be a text'],
    [{ name: '' }, '"name" must not be empty'],
    [{ name: 'sixsix' }, '"name" is too long: at most 5 characters'],
    [{ name: 'a\0' }, '"name" must not contain a NUL character'],
    [{ name: 'a', count: 1.5 }, '"count" must be a whole number'],
    [{ name: 'a', count: 0 }, '"count" must be at least 1'],
    [{ name: 'a', count: 10 }, '"count" must be at most 9'],
    [{ name: 'a', share: '1' }, '"share" must be a number'],
    [{ name: 'a', share: 1.1 }, '"share" must be at most 1'],
    [{ name: 'a', on: 'yes' }, '"on" must be true or false'],
    [{ name: 'a', place: [] }, '"place" must be an object'],
    [{ name: 'a', place: {} }, '"place.x" is missing'],
    [{ name: 'a', items: {} }, '"items" must be a list'],
    [{ name: 'a', items: [] }, '"items" must have at least 1 items'],
    [{ name: 'a', items: [1, 2, 3, 4] }, '"items" must have at most 3 items'],
    [{ name: 'a', items: [{ status: 'a' }, 7] }, '"items[1]" must be an object'],
    [{ name: 'a', items: [{ status: 'a' }, {}] }, '"items[1].status" is missing'],
    [{ name: 'a', items: [{ status: 'c' }] }, '"items[0].status" must be one of "a", "b"'],
    [
      { name: 'a', items: [{ status: 'a', tags: ['ok', 'long'] }] },
      '"items[0].tags[1]" is too long: at most 2 characters',
    ],
    [{ name: 'a', count: 9, share: 0.5, on: true, items: [{ status: 'b' }], more: 1 }, undefined],
  ])('%j: %s', (input, wrong) => {
    expect(checkInput(schema, input)).toBe(wrong);
  });

  it('of whatever JSON is judged and never thrown at', () => {
    const schemas = [schema, ...createTools('main').map((tool) => tool.inputSchema)];
    const names = fc.constantFrom('name', 'items', 'status', 'text', 'url', 'path', '__proto__');
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue(),
        fc.dictionary(names, tie('any')),
        fc.array(tie('any'), { maxLength: 4 }),
      ),
    })).any;
    fc.assert(
      fc.property(value, (input) => {
        for (const one of schemas) {
          const wrong = checkInput(one, input);
          expect(wrong === undefined || wrong.length > 0).toBe(true);
          onlyDeclared(one, input);
        }
      }),
    );
  });

  it('that is 10,000 levels deep is judged, and only what is declared of it is kept', () => {
    const deep = `${'{"a":['.repeat(10_000)}${']}'.repeat(10_000)}`;
    const text = `{"more":${deep},"items":[{"text":"x","status":"done","more":${deep}}]}`;
    const read = readCall([todoTool], { id: 'b', kind: 'tool', name: 'todo', text });
    expect(read).toEqual({ tool: todoTool, input: { items: [{ text: 'x', status: 'done' }] } });
    const wrong = readCall([todoTool], {
      id: 'b',
      kind: 'tool',
      name: 'todo',
      text: `{"items":${deep}}`,
    });
    expect('wrong' in wrong && wrong.wrong).toContain('"items" must be a list');
  });

  it('cannot bring a prototype along', () => {
    const input = JSON.parse('{"name":"a","__proto__":{"admin":true}}') as unknown;
    expect(onlyDeclared(schema, input)).toEqual({ name: 'a' });
    expect(checkInput(schema, JSON.parse('{"__proto__":{"name":"a"}}'))).toBe('"name" is missing');
  });
});

describe('the plan', () => {
  const item = (status: string, text = 'step') => ({ text, status });

  it('is confirmed with how it stands, and wants nothing', async () => {
    const items = [item('done'), item('active', 'now this'), item('pending'), item('pending')];
    const result = await runTool('/nowhere', todoTool, { items });
    expect(result).toEqual({
      ok: true,
      text: 'The plan is noted: 1 done, 1 active, 2 pending.',
      summary: '1 of 4 done',
    });
    expect(await todoTool.prepare({ items }, {} as never)).toMatchObject({
      summary: 'Plan: now this',
    });
    expect(await todoTool.prepare({ items }, {} as never)).not.toHaveProperty('wanted');
  });

  it('can be taken away', async () => {
    expect((await runTool('/nowhere', todoTool, { items: [] })).text).toBe(
      'The plan is empty now.',
    );
  });

  it.each([
    [Array.from({ length: 51 }, () => item('done')), '"items" must have at most 50 items'],
    [[item('done', 'x'.repeat(501))], '"items[0].text" is too long: at most 500 characters'],
    [
      [item('done'), item('done'), item('later')],
      '"items[2].status" must be one of "pending", "active", "done"',
    ],
  ])('%#: has its limits', (items, wrong) => {
    expect(checkInput(todoTool.inputSchema, { items })).toBe(wrong);
  });

  it('and the web are for who acts, in an order that stays', () => {
    const names = createTools('main').map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['read', 'glob', 'grep']);
    const records = ['konsole_logs', 'konsole_status', 'turn_explain'];
    const kontasks = ['kontask_create', 'kontask_update', 'kontask_list'];
    expect(names.slice(-8)).toEqual(['web_fetch', 'todo', ...records, ...kontasks]);
    const looking = ['read', 'glob', 'grep', ...records, ...kontasks];
    expect(createTools('chat').map(({ name }) => name)).toEqual(looking);
  });
});
