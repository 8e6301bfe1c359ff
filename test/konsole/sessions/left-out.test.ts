/** What a person has left out of a question no tool of it finds. */
import { expect, test } from 'vitest';
import type { Records } from '../../../main/konsole/diagnostics/records/records';
import { answerAsked } from '../../../main/konsole/sessions/asking';
import type { EngineTool } from '../../../main/konsole/host/protocol';
import type { Sees } from '../../../preload/contract/shapes';
import { noKontasks, noRecords } from './support';

const asker = { turn: 'turn00000001', model: 'anthropic/claude-opus-5', startedAt: 1_000 };

const ask = (
  records: Records,
  tool: EngineTool,
  input: Record<string, unknown>,
  sees: Sees | undefined,
) => answerAsked({ records, kontasks: noKontasks }, { tool, input, sees, asker });

function asked() {
  const explained: unknown[] = [];
  const told = { ok: true, text: 'told', summary: 'told' };
  const records: Records = {
    ...noRecords,
    logs: async () => told,
    status: async (sessions) => ({ ...told, text: `status of ${sessions?.join() ?? 'all'}` }),
    explain: async (question) => {
      explained.push(question);
      return told;
    },
  };
  return { records, explained };
}

test('with nothing left out a tool finds all', async () => {
  const { records, explained } = asked();
  expect((await ask(records, 'konsole_status', {}, undefined)).text).toBe('status of all');
  expect(await ask(records, 'konsole_logs', {}, {})).toMatchObject({ ok: true });
  await ask(records, 'turn_explain', {}, undefined);
  expect(explained).toEqual([{}]);
});

test('the status and the log are not told where they were left out; turns are', async () => {
  const { records } = asked();
  const sees = { status: false };
  for (const tool of ['konsole_status', 'konsole_logs'] as const) {
    const told = await ask(records, tool, {}, sees);
    expect(told).toMatchObject({ ok: false, summary: 'left out' });
    expect(told.text).toContain('left what Konsole records out');
  }
  expect(await ask(records, 'turn_explain', {}, sees)).toMatchObject({ ok: true });
});

test('other kontasks are not told where the status was left out; one may be made', async () => {
  const { records } = asked();
  const sees = { status: false };
  expect(await ask(records, 'kontask_list', {}, sees)).toMatchObject({ summary: 'left out' });
  expect(await ask(records, 'kontask_list', {}, undefined)).toMatchObject({ ok: true });
  expect(await ask(records, 'kontask_create', { title: 'x' }, sees)).toMatchObject({ ok: true });
});

test('of sessions only those are told that go along', async () => {
  const { records, explained } = asked();
  const sees = { sessions: ['a', 'b'] };
  expect((await ask(records, 'konsole_status', {}, sees)).text).toBe('status of a,b');
  expect(await ask(records, 'turn_explain', { session: 'c' }, sees)).toMatchObject({
    ok: false,
    text: 'The person has left this session out of this question: answer without it.',
  });
  await ask(records, 'turn_explain', { session: 'b' }, sees);
  await ask(records, 'turn_explain', {}, sees);
  expect(explained).toEqual([{ session: 'b' }, { session: 'a' }]);
  const none = await ask(records, 'turn_explain', {}, { sessions: [] });
  expect(none.text).toContain('every session');
});
