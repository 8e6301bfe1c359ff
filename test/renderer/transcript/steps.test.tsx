// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionEventBody } from '../../../preload/contract/events';
import { SessionPage } from '../../../renderer/features/sessions/session-page';
import { sentenceFor } from '../../../renderer/features/transcript/announcements';
import { wordsAt } from '../../../renderer/features/transcript/place-in-page';
import { openPage } from '../../../renderer/stores/page';
import { sessionStore } from '../../../renderer/stores/session-store';
import { createFakeKonsole } from '../support/fake-bridge';
import { byRole, click, nameOf, render } from '../support/render';
import { resetStores } from '../support/stores';

const at = 1_764_000_000_000;
let konsole = createFakeKonsole();
beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(at);
  resetStores();
  konsole = createFakeKonsole();
  openPage(konsole.page);
});
afterEach(() => vi.useRealTimers());

async function open(bodies: readonly SessionEventBody[]): Promise<string> {
  const id = konsole.addSession();
  konsole.emit(id, [
    { type: 'turn.queued', at, turn: 't1', text: 'work' },
    { type: 'turn.started', at, turn: 't1', attempt: 1, model: 'lab/m' },
    ...bodies,
  ]);
  await render(<SessionPage id={id} />);
  return id;
}
const call = (block: string, tool: string, input: unknown): SessionEventBody[] => [
  { type: 'block.opened', at, turn: 't1', block, kind: 'tool', name: tool },
  { type: 'block.closed', at, block, ms: 1, status: 'done' },
  { type: 'tool.started', at, block, tool, input, summary: tool },
];
const prints = (block: string, text: string): SessionEventBody[] => [
  { type: 'block.opened', at, turn: 't1', block: `${block}o`, kind: 'output', parent: block },
  { type: 'block.appended', at, block: `${block}o`, off: 0, text },
];
const ends = (block: string, status: 'ok' | 'error' = 'ok'): SessionEventBody[] => [
  { type: 'tool.finished', at, block, status, ms: 900, summary: 'done' },
];
const row = (block: string) => document.querySelector<HTMLElement>(`[data-step=${block}]`);
const press = (block: string) => click(row(block)?.querySelector('button') as HTMLElement);
const plan = {
  items: [
    { text: 'Read the code', status: 'done' },
    { text: 'Change it', status: 'active' },
    { text: 'Run the tests', status: 'pending' },
  ],
};

describe('a step', () => {
  it('of a plan opens to its checklist', async () => {
    await open([...call('c1', 'todo', plan), ...ends('c1')]);
    expect(row('c1')?.textContent).toContain('Planned 1 of 3 done');
    await press('c1');
    const list = row('c1')?.querySelector('ol');
    expect(Array.from(list?.querySelectorAll('li') ?? [], (item) => item.textContent)).toEqual([
      'Read the code',
      'Change it',
      'Run the tests',
    ]);
    const signs = Array.from(list?.querySelectorAll('svg') ?? [], (sign) => nameOf(sign));
    expect(signs).toEqual(['done', 'now', 'to do']);
  });

  it.each([
    null,
    'x',
    { items: 'no' },
    { items: [null, 3, { text: 7 }, { status: 'done' }, { text: 'Go on', status: 'soon' }] },
    { items: [] },
  ])('of a plan that cannot be read shows what there is: %j', async (input) => {
    await open([...call('c1', 'todo', input), ...ends('c1')]);
    await press('c1');
    expect(row('c1')?.textContent).toMatch(/Planned|todo/);
  });

  it('of a command shows the command whole, and what it prints while it runs', async () => {
    const command = 'npm test -- --run\n  test/renderer';
    const id = await open([...call('c1', 'bash', { command }), ...prints('c1', 'ok 1')]);
    expect(row('c1')?.textContent).not.toContain('ok 1');
    await act(async () => vi.advanceTimersByTime(1_000));
    expect(row('c1')?.textContent).toContain('Output so far');
    expect(row('c1')?.textContent).toContain(command);
    expect(row('c1')?.textContent).toContain('ok 1');
    await act(async () => konsole.emit(id, ends('c1')));
    expect(row('c1')?.textContent).not.toContain('ok 1');
  });

  it('of a command that was over at once never flashes open', async () => {
    const id = await open([...call('c1', 'bash', { command: 'ls' }), ...prints('c1', 'a.ts')]);
    await act(async () => konsole.emit(id, ends('c1')));
    await act(async () => vi.advanceTimersByTime(2_000));
    expect(row('c1')?.querySelector('button')?.getAttribute('aria-expanded')).toBe('false');
  });

  it('of an edit opens to the lines that changed', async () => {
    const diff = '--- a.ts\n+++ a.ts\n@@ -1,1 +1,1 @@\n-one\n+two\n';
    await open([...call('c1', 'edit', { path: 'a.ts' }), ...prints('c1', diff), ...ends('c1')]);
    expect(row('c1')?.textContent).toContain('Edited a.ts');
    await press('c1');
    expect(Array.from(row('c1')?.querySelectorAll('tr') ?? [], (line) => line.textContent)).toEqual(
      ['a.ts', '⋯ ', '1-one', '1+two'],
    );
  });

  it('that stands for all that came before opens to its text', async () => {
    await open([
      { type: 'block.opened', at, turn: 't1', block: 's', kind: 'summary' },
      { type: 'block.appended', at, block: 's', off: 0, text: 'We mended the harbour.' },
      { type: 'block.closed', at: at + 4_000, block: 's', ms: 4_000, status: 'done' },
    ]);
    expect(row('s')?.textContent).toContain('Summarised the conversation so far');
    expect(row('s')?.textContent).toContain('4.0 s');
    await press('s');
    expect(row('s')?.textContent).toContain('We mended the harbour.');
    expect(byRole('list', 'Steps of this turn').textContent).toContain('Summarised');
  });

  it('of a thought says its titles strong, and shows one once it is whole', async () => {
    const id = await open([{ type: 'block.opened', at, turn: 't1', block: 'k', kind: 'thinking' }]);
    let off = 0;
    const thinks = (piece: string) =>
      act(async () => {
        konsole.emit(id, [{ type: 'block.appended', at, block: 'k', off, text: piece }]);
        off += piece.length;
        // Pieces are drawn together, up to a frame later.
        await vi.advanceTimersByTimeAsync(50);
      });
    const shown = () => row('k')?.querySelector('[data-block]');
    const strong = () =>
      Array.from(shown()?.querySelectorAll('strong') ?? [], (title) => title.textContent);

    await thinks('**Checking the soc');
    expect(row('k')?.textContent).not.toMatch(/\*|Checking/);
    await thinks('ket**\n\nI look at 2 ** 3.');
    expect(row('k')?.querySelector('button')?.textContent).toMatch(
      /Thinking · Checking the socket/,
    );
    expect(shown()?.textContent).toBe('Checking the socket\n\nI look at 2 ** 3.');
    expect(strong()).toEqual(['Checking the socket']);
    await thinks('\n\n**Weighing**');
    expect(shown()?.textContent).toBe('Checking the socket\n\nI look at 2 ** 3.\n\n');
    await act(async () =>
      konsole.emit(id, [
        { type: 'block.closed', at: at + 4_000, block: 'k', ms: 4_000, status: 'done' },
      ]),
    );
    expect(row('k')?.textContent).toContain('Thought · Weighing');
    await press('k');
    expect(shown()?.textContent).toBe('Checking the socket\n\nI look at 2 ** 3.\n\nWeighing');
    expect(strong()).toEqual(['Checking the socket', 'Weighing']);
  });

  it('that runs shows its end, where the words that were meant are told from those before', async () => {
    const text = `${'lamp '.repeat(2_000)}one lamp two lamp`;
    const id = await open([
      { type: 'block.opened', at, turn: 't1', block: 'k', kind: 'thinking' },
      { type: 'block.appended', at, block: 'k', off: 0, text },
      ...call('c1', 'bash', { command: 'blink' }),
      ...prints('c1', text),
    ]);
    await press('c1');
    const turn = sessionStore(id).getState().state.turns[0];
    if (!turn) throw new Error('There is a turn.');
    for (const block of ['k', 'c1o']) {
      const place = { turn: 't1', block, at: text.indexOf('lamp two') };
      const range = wordsAt(byRole('article', 'Turn 1'), turn, place, 'lamp');
      const after = range?.startContainer.textContent?.slice(range.startOffset);
      expect([block, after]).toEqual([block, 'lamp two lamp']);
    }
  });

  it('of a thought without titles is its text as it came', async () => {
    const text = 'The lamp first.\n\n* then **the horn**\n* then 2 ** 3';
    await open([
      { type: 'block.opened', at, turn: 't1', block: 'k', kind: 'thinking' },
      { type: 'block.appended', at, block: 'k', off: 0, text },
      { type: 'block.closed', at, block: 'k', ms: 900, status: 'done' },
    ]);
    expect(row('k')?.textContent).toContain('Thought · The lamp first.');
    await press('k');
    const shown = row('k')?.querySelector('[data-block]');
    expect(shown?.textContent).toBe(text);
    expect(shown?.children).toHaveLength(0);
  });

  it.each([
    ['bash_job', { job: 'c9' }, 'Looked at background command c9'],
    ['web_fetch', { url: 'https://example.org' }, 'Fetched https://example.org'],
    ['write', { path: 'b.ts', text: 'x' }, 'Wrote b.ts'],
  ])('of %s says what it did', async (tool, input, words) => {
    await open([...call('c1', tool, input), ...ends('c1')]);
    expect(row('c1')?.textContent).toContain(words);
  });
});

describe('what is announced', () => {
  const place = { pos: 1, seq: 1, channel: 'session/s1' } as const;
  const said = (body: SessionEventBody) => sentenceFor([{ ...place, ...body }]);
  it.each([
    ['allow', 'Approval given'],
    ['allow-session', 'Approval given'],
    ['deny', 'Approval denied'],
    ['withdrawn', 'Approval no longer needed'],
  ] as const)('of an approval that ended with %s', (decision, sentence) => {
    expect(said({ type: 'approval.resolved', at, approval: 'a', decision, by: 'x' })).toBe(
      sentence,
    );
  });
  it('of a background command that ended by itself', () => {
    const job = { type: 'job.ended', at, job: 'c1' } as const;
    expect(said({ ...job, how: 'exit', code: 0 })).toBe('A background command ended');
    expect(said({ ...job, how: 'exit', code: 2 })).toContain('failed with code 2');
    expect(said({ ...job, how: 'stopped' })).toBeUndefined();
  });
});
