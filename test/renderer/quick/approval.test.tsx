// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { asks } from '../approvals/asking';
import { allByRole, byRole, click } from '../support/render';
import { ask, box, calls, emit, log, open } from './quick-page';

test('an approval of the conversation is answered in the quick window, and the question has the focus again', async () => {
  await open();
  const { session, turn } = await ask('What is in the log?');
  await emit(session, asks(turn, { summary: 'Fetch example.org', command: undefined }));
  expect(log().contains(byRole('group', 'Approval'))).toBe(true);
  expect(byRole('list', 'Steps').textContent).toContain('needs you');
  const allow = byRole('button', 'Allow');
  allow.focus();
  await click(allow);
  expect(calls('approval.answer')[0]?.params).toMatchObject({ approval: 'a1', decision: 'allow' });
  expect(allByRole('group', 'Approval')).toEqual([]);
  expect(document.activeElement).toBe(box());
});
