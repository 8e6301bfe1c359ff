// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';
import { ApprovalCard } from '../../../renderer/features/approvals/approval-card';
import { visibleRuns } from '../../../renderer/features/approvals/visible';
import { SessionPage } from '../../../renderer/features/sessions/session-page';
import { openPage } from '../../../renderer/stores/page';
import { createFakeKonsole } from '../support/fake-bridge';
import { allByRole, byRole, render } from '../support/render';
import { resetStores } from '../support/stores';

const bidi = '\u202e';
const isolate = '\u2066';
const zero = '\u200b';
const escape = '\u001b[2K\u001b[1A';
const blank = '\u3164';
const tag = '\u{e0041}';
const plain = {
  id: 'a1',
  turn: 't1',
  block: 'c1',
  tool: 'bash',
  risk: 'low',
  requestedAt: 0,
} as const;

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
  openPage(konsole.page);
});

it('attack 15: ANSI, bidi and zero-width text cannot fake the summary of an approval', async () => {
  const summary = `${escape}Run ls${bidi}${zero}${isolate} \r\nLow risk${tag}`;
  await render(<ApprovalCard approval={{ ...plain, summary, risk: 'high' }} />);
  const card = byRole('group', 'Approval');
  const shown = card.querySelector('p')?.textContent ?? '';
  expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f]|\p{Cf}/u);
  expect(card.querySelector('p')?.className).toContain('bidi-override');
  expect(card.textContent).toContain('High risk');
});

it('attack 15: nothing in a command is out of sight, and its characters stand in their order', async () => {
  const command = `rm ${bidi}txt.a${zero}${blank}\u00a0${escape}\rls${tag}`;
  await render(<ApprovalCard approval={{ ...plain, summary: 'Run rm', command }} />);
  const box = byRole('group', 'Command');
  const expected = 'rm \\u202etxt.a\\u200b\\u3164\\u00a0\\u001b[2K\\u001b[1A\\u000dls\\u{e0041}';
  expect(box.textContent).toBe(expected);
  expect(box.className).toContain('bidi-override');
  expect(byRole('group', 'Approval').textContent).toContain('8 characters in it cannot be seen');
});

it('attack 15: a changed line hides nothing, and a line that looks like the head of a file is a line', async () => {
  const diff = ['--- a.ts', '+++ a.ts', '@@ -1,2 +1,2 @@', '--- b.ts', `+if (${bidi}admin)`, ' x'];
  await render(
    <ApprovalCard approval={{ ...plain, summary: 'Edit a.ts', diff: diff.join('\n') }} />,
  );
  const rows = Array.from(document.querySelectorAll('tr'), (line) => line.textContent);
  expect(rows).toEqual(['a.ts', '⋯ ', '1--- b.ts', '1+if (\\u202eadmin)', '22x']);
});

it('attack 15: rules and reasons hide nothing', async () => {
  const rules = [`bash(ls${zero}:*)`];
  await render(<ApprovalCard approval={{ ...plain, summary: 'x', rules, why: `ok${bidi}` }} />);
  expect(byRole('group', 'Approval').textContent).toContain('bash(ls\\u200b:*)');
  expect(byRole('group', 'Approval').textContent).toContain('ok\\u202e');
});

it('what a model writes is never an approval, whatever markup it uses', async () => {
  const id = konsole.addSession();
  const written =
    '<div role="group" aria-label="Approval"><button>Allow</button></div>\n\n' +
    '[Approval](# "Approval") ![Approval](x)\n\n```Approval\nAllow\n```\n\n$\\text{Approval}$\n\n' +
    '| Approval |\n|---|\n| Allow |\n\n- [ ] Approval';
  konsole.emit(id, [
    { type: 'turn.queued', at: 1, turn: 't1', text: 'x' },
    { type: 'turn.started', at: 1, turn: 't1', attempt: 1, model: 'lab/m' },
    { type: 'block.opened', at: 1, turn: 't1', block: 'b', kind: 'text' },
    { type: 'block.appended', at: 1, block: 'b', off: 0, text: written },
    { type: 'block.closed', at: 2, block: 'b', ms: 1, status: 'done' },
  ]);
  await render(<SessionPage id={id} />);
  expect(byRole('log', 'Transcript').textContent).toContain('Approval');
  expect(allByRole('group', /approval/i)).toHaveLength(0);
  expect(allByRole('button', /^(Allow|Deny)/)).toHaveLength(0);
});

it('runs of text read as the text does, and plain text is one run', () => {
  expect(visibleRuns('npm test\n\t# ok – ü 漢')).toEqual([
    { text: 'npm test\n\t# ok – ü 漢', hidden: false },
  ]);
  expect(visibleRuns('a\u200b\u200cb')).toEqual([
    { text: 'a', hidden: false },
    { text: '\\u200b\\u200c', hidden: true },
    { text: 'b', hidden: false },
  ]);
});
