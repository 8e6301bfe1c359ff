/** A main turn that does real work in a git repository: many calls, an approval, a steer, a summary, checked file by file. */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { answer, type FakeCall, toolCalls } from '../fakes/anthropic-scenarios';
import { heldAnswer } from '../fakes/faults/answers';
import { openSessionBus } from '../fakes/session-bus';
import { openTrayHost } from '../fakes/tray-host';
import { command } from './support/bridge';
import { waitFor } from './support/wait';
import { finished, openScene, type Scene, send, turnOf } from './support/with-provider';

const names = Array.from({ length: 20 }, (_, n) => `part${n}`);
const files = {
  'AGENTS.md': 'Every exported name begins with "lamp".\n',
  ...Object.fromEntries(
    names.map((name) => [`src/${name}.ts`, `export const ${name} = '${name}';\n`]),
  ),
};

const git = ({ workspace }: Scene, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@t', ...args], {
    cwd: workspace,
    encoding: 'utf8',
  });

const one = (call: FakeCall, tokens = 200) =>
  toolCalls([call], { usage: { input_tokens: tokens } });

export async function lastTurn({ main }: Scene) {
  const { sessions } = await command(main, 'session.list', {});
  const session = sessions[0]?.id ?? '';
  const { turns } = await command(main, 'history.page', { session });
  return { session, turn: turns.at(-1) };
}

test('a turn of more than sixty calls reads, edits, runs, asks, is steered and summarised, and every file is right', async () => {
  const bus = await openSessionBus();
  onTestFinished(bus.close);
  const tray = await openTrayHost(bus.address);
  onTestFinished(tray.close);
  const scene = await openScene({
    files,
    env: { DBUS_SESSION_BUS_ADDRESS: bus.address },
    contextTokens: 20_000,
    settings: {
      permissions: { mode: 'edits', allow: ['bash(git diff *)', 'bash(git status)'], deny: [] },
    },
  });
  const { fake, main, workspace } = scene;
  await command(main, 'model.list', {});
  git(scene, 'init', '-q');
  git(scene, 'add', '.');
  git(scene, 'commit', '-qm', 'before');

  fake.next(
    one({ name: 'todo', input: { items: [{ text: 'Rename all parts', status: 'active' }] } }),
  );
  for (const [at, name] of names.entries()) {
    const path = `src/${name}.ts`;
    fake.next(one({ name: 'read', input: { path } }));
    const edit = { path, old_string: `const ${name} =`, new_string: `const lamp_${name} =` };
    // Half way the conversation is said to fill the model.
    fake.next(one({ name: 'edit', input: edit }, at === 9 ? 17_000 : 200));
    if (at === 9) fake.next(answer('Parts 0 to 9 are renamed; 10 to 19 are left.'));
    fake.next(one({ name: 'bash', input: { command: `git diff --stat -- ${path}` } }));
  }
  const told = heldAnswer('All twenty parts are renamed', ' and the notes are written.');
  fake.next(
    one({ name: 'bash', input: { command: 'git status && touch asked.txt' } }),
    one({ name: 'write', input: { path: 'notes/done.md', content: '# Done\n' } }),
    told.scenario,
    answer('And the changelog is there too.'),
  );
  await send(main, 'Rename every part as the project wants it');

  const approval = main.getByRole('group', { name: 'Approval' });
  await approval.waitFor({ timeout: 90_000 });
  await approval.getByText('touch asked.txt').first().waitFor();
  const asked = fake.requests.length;
  await waitFor('it in the tray', async () =>
    (await tray.menu()).some(({ label }) => label.startsWith('Needs you')),
  );
  await tray.click('Allow', 'Needs you');
  await approval.waitFor({ state: 'detached' });
  await waitFor('the next request', () => Promise.resolve(fake.requests.length > asked));

  await main.getByText('All twenty parts').first().waitFor({ timeout: 20_000 });
  const message = main.getByRole('textbox', { name: 'Message' });
  await message.fill('And write a changelog');
  await main.getByRole('button', { name: 'Steer' }).click();
  await waitFor('it to be told', async () => (await lastTurn(scene)).turn?.steered?.length === 1);
  told.end();
  const text = await finished(main, 1, 60_000);
  expect(text).toContain('And the changelog is there too.');

  for (const name of names) {
    const content = await readFile(join(workspace, `src/${name}.ts`), 'utf8');
    expect(content).toBe(`export const lamp_${name} = '${name}';\n`);
  }
  expect(await readFile(join(workspace, 'asked.txt'), 'utf8')).toBe('');
  expect(await readFile(join(workspace, 'notes/done.md'), 'utf8')).toBe('# Done\n');
  expect(git(scene, 'status', '--porcelain').trim().split('\n')).toHaveLength(22);

  const { session, turn } = await lastTurn(scene);
  expect(turn?.status).toBe('completed');
  expect(turn?.instructions).toMatchObject([{ path: 'AGENTS.md' }]);
  expect(turn?.timing?.toolCallCount).toBeGreaterThan(60);
  const { totalMs, ...rest } = turn?.timing ?? { totalMs: -1 };
  const parts = Object.entries(rest).filter(([name]) => name.endsWith('Ms'));
  expect(parts.reduce((sum, [, ms]) => sum + ms, 0)).toBe(totalMs);
  expect(turn?.timing?.approvalMs).toBeGreaterThan(0);
  expect(turn?.blocks.filter(({ kind }) => kind === 'summary')).toHaveLength(1);
  expect(turn?.steered).toMatchObject([{ text: 'And write a changelog' }]);
  // The instructions were told once, and what was summarised is told no more.
  const last = JSON.stringify(fake.requests.at(-1)?.body.messages);
  expect(last.match(/Every exported name begins/g)).toHaveLength(1);
  expect(last).toContain('Parts 0 to 9 are renamed');
  expect(last).not.toContain('part3 = ');

  const { lines, facts } = await command(main, 'turn.explain', { session });
  expect(lines.join(' ')).toMatch(/approval|waiting for you/i);
  expect(JSON.stringify(facts)).toContain(String(turn?.timing?.toolCallCount));
  const { days } = await command(main, 'usage.totals', { session });
  expect(days[0]?.turns).toBe(1);
});

test('a long shell output is shown as it comes, cut for the model, and whole in a file that can be read on', async () => {
  const scene = await openScene({
    settings: { permissions: { mode: 'ask', allow: ['bash(seq *)'] } },
  });
  const { fake, main } = scene;
  let path = '';
  fake.next(one({ name: 'bash', input: { command: 'seq 1 20000' } }), (reply) => {
    const told = JSON.stringify(reply.request.body.messages.at(-1));
    path = /\/[^"\s]*outputs[^"\s]*\.txt/.exec(told)?.[0] ?? '';
    return one({ name: 'read', input: { path, offset: 12_000, limit: 2 } })(reply);
  });
  fake.next(answer('Read on.'));
  await send(main, 'Count');
  await finished(main, 1);
  expect(path).toContain(scene.home);
  const sent = JSON.stringify(fake.requests.at(-1)?.body.messages);
  expect(sent).toContain('12000');
  expect(Buffer.byteLength(JSON.stringify(fake.requests[1]?.body.messages))).toBeLessThan(70_000);
  const shown = await turnOf(main, 1).innerText();
  expect(shown).toContain('seq 1 20000');
});
