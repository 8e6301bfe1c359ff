/** Kontasks through the front door: made, changed, listed, and there again after a restart. */
import { expect, test } from 'vitest';
import { openTested } from '../support/konsole';

test('a kontask is made, changed, read, listed, and is there after a restart', async () => {
  const konsole = await openTested({ noHosts: true, person: 'mara' });
  const made = await konsole.ask('kontask.create', {
    kontask: { title: ' Which way? ', tags: ['a', 'b'], context: { output: '<b>x</b>', own: 1 } },
  });
  expect(made).toMatchObject({
    rev: 1,
    kontask: { title: 'Which way?', type: 'general', status: 'pending', createdBy: 'mara' },
  });
  const { id } = made.kontask;
  const changed = await konsole.ask('kontask.update', {
    id,
    patch: {
      status: 'needs_decision',
      context: { own: null, requestedAt: 'yesterday' },
      tags: ['b'],
    },
  });
  expect(changed.rev).toBe(2);
  expect(changed.kontask.context).toEqual({ output: '<b>x</b>', requestedAt: 'yesterday' });
  expect(await konsole.ask('kontask.get', { id })).toEqual(changed);
  const list = await konsole.ask('kontask.list', { tags: ['b'] });
  expect(list).toMatchObject({ total: 1, all: 1, counts: { needs_decision: 1 } });
  expect(list.kontasks).toMatchObject([{ id, rev: 2, title: 'Which way?', tags: ['b'] }]);
  expect((await konsole.ask('kontask.list', { tags: ['a'] })).total).toBe(0);
  expect(await konsole.feed.snapshot('index', konsole.feed.head())).toMatchObject({
    asking: [{ id, title: 'Which way?' }],
    needDecision: 1,
  });
  await konsole.close();
  const again = await openTested({ noHosts: true, home: konsole.home });
  expect(await again.ask('kontask.get', { id })).toEqual(changed);
  const { changes } = await again.ask('kontask.history', { id });
  expect(changes).toMatchObject([
    {
      rev: 2,
      how: 'changed',
      by: 'mara',
      fields: ['status', 'context.own', 'context.requestedAt', 'tags'],
    },
    { rev: 1, how: 'created', fields: [], status: 'pending' },
  ]);
});

test('a long output comes in pieces, of one revision', async () => {
  const konsole = await openTested({ noHosts: true });
  const output = '<p>"A" \\ 😀\n</p>\u0001'.repeat(200);
  const draft = { title: 'Long', context: { output, own: 1 } };
  const { id } = (await konsole.ask('kontask.create', { kontask: draft })).kontask;

  const begun = await konsole.ask('kontask.get', { id, outputChars: 100 });
  expect(begun.rev).toBe(1);
  expect(begun.kontask.context?.['own']).toBe(1);
  let text = begun.kontask.context?.output ?? '';
  expect(text.length).toBeLessThanOrEqual(100);
  let asked = 0;
  for (let from = begun.next; from !== undefined; asked += 1) {
    const piece = await konsole.ask('kontask.output', { id, rev: 1, from, chars: 64 });
    text += piece.text;
    from = piece.next;
  }
  expect(text).toBe(output);
  expect(asked).toBeGreaterThan(50);

  const nothing = await konsole.ask('kontask.get', { id, outputChars: 0 });
  expect(nothing.kontask.context?.output).toBe('');
  const all = await konsole.ask('kontask.output', { id, rev: 1, from: nothing.next ?? 0 });
  expect(all).toEqual({ text: output });
  expect(await konsole.ask('kontask.get', { id, outputChars: 1_000_000 })).toEqual(
    await konsole.ask('kontask.get', { id }),
  );

  await konsole.ask('kontask.update', { id, patch: { title: 'Other' } });
  await expect(
    konsole.ask('kontask.output', { id, rev: 1, from: begun.next ?? 0 }),
  ).rejects.toThrow(/conflict: .* revision 2/);
  await expect(konsole.ask('kontask.output', { id: 'nobody', rev: 1, from: 2 })).rejects.toThrow(
    'not-found',
  );
  // Far behind its end there is nothing.
  expect(await konsole.ask('kontask.output', { id, rev: 2, from: 1e9 })).toEqual({ text: '' });
});

test('of one without an output nothing goes on', async () => {
  const konsole = await openTested({ noHosts: true });
  const { kontask } = await konsole.ask('kontask.create', { kontask: { title: 'x' } });
  const got = await konsole.ask('kontask.get', { id: kontask.id, outputChars: 0 });
  expect(got).toEqual({ kontask, rev: 1 });
});

test('a reader cannot attach to the past of a kontask', async () => {
  const konsole = await openTested({ noHosts: true });
  const { kontask } = await konsole.ask('kontask.create', { kontask: { title: 'x' } });
  expect(await konsole.feed.exists(`kontask/${kontask.id}`)).toBe(false);
  await expect(
    konsole.feed.snapshot(`kontask/${kontask.id}`, konsole.feed.head()),
  ).rejects.toMatchObject({ code: 'not-found' });
});

test('what is wrong in a change is named, and nothing of it is done', async () => {
  const konsole = await openTested({ noHosts: true });
  const { kontask } = await konsole.ask('kontask.create', { kontask: { title: 'x', scope: 's' } });
  const { id } = kontask;
  const update = async (patch: Record<string, unknown>) => {
    const answer = await konsole.answer('kontask.update', { id, patch });
    return answer.ok ? 'ok' : `${answer.code}: ${answer.message}`;
  };
  expect(await update({ status: 'done' })).toMatch(/^invalid: .*status: /);
  expect(await update({ title: null, scope: 't' })).toMatch(/^invalid: .*title: /);
  expect(await update({ title: '  ' })).toMatch(/^invalid: .*title: is empty/);
  expect(await update({ context: { choices: [{ label: 'a' }] } })).toMatch(
    /^invalid: .*context\.choices\.0\.value: /,
  );
  expect(await update({ id: 'other' })).toBe('invalid: id cannot be changed: leave it out.');
  expect(await update({ createdAt: '2020' })).toMatch(/^invalid: createdAt cannot/);
  expect(await update({ context: JSON.parse('{"a":{"__proto__":1}}') })).toMatch(
    /^invalid: context\.a\.__proto__ is a name that no field may have/,
  );
  // It would be null once it is written down.
  expect(await update({ own: [Infinity] })).toMatch(/^invalid: own\.0 is a number that is too/);
  expect(await konsole.ask('kontask.get', { id })).toEqual({ kontask, rev: 1 });
  const missing = await konsole.answer('kontask.update', { id: 'nobody', patch: { title: 'y' } });
  expect(missing).toMatchObject({ ok: false, code: 'not-found' });
});
