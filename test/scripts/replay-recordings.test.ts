/** The replay of recorded answers finds what the adapter reads otherwise than it was written. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const run = promisify(execFile);
const script = join(import.meta.dirname, '..', '..', 'scripts', 'replay-recordings.mjs');

async function replay(folder: string): Promise<{ code: number; out: string; problem: string }> {
  try {
    const { stdout, stderr } = await run(process.execPath, [script, folder]);
    return { code: 0, out: stdout, problem: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, problem: stderr };
  }
}

async function newFolder(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'konsole-recordings-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const folder = join(root, 'answers');
  await mkdir(folder);
  return folder;
}

const stream = (events: readonly { type: string }[]) =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');

const usage = { input_tokens: 12, output_tokens: 1, cache_read_input_tokens: 3 };
const begin = { type: 'message_start', message: { model: 'claude-haiku-5-5', usage } };
const end = [
  { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 40 } },
  { type: 'message_stop' },
];
const delta = (index: number, what: Record<string, string>) => ({
  type: 'content_block_delta',
  index,
  delta: what,
});
const whole = [
  begin,
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'ping' },
  delta(0, { type: 'text_delta', text: 'Ein Stück – 🧩 ' }),
  delta(0, { type: 'text_delta', text: 'and more' }),
  { type: 'content_block_stop', index: 0 },
  { type: 'content_block_start', index: 1, content_block: { type: 'server_tool_use', id: 's' } },
  delta(1, { type: 'input_json_delta', partial_json: '{"not":"shown"}' }),
  { type: 'content_block_stop', index: 1 },
  {
    type: 'content_block_start',
    index: 2,
    content_block: { type: 'tool_use', id: 'call', name: 'read', input: {} },
  },
  delta(2, { type: 'input_json_delta', partial_json: '{"path":' }),
  delta(2, { type: 'input_json_delta', partial_json: '"ü.txt"}' }),
];

test('answers that are read as they were written pass, also a refusal; the others say why not', async () => {
  const folder = await newFolder();
  const closed = { type: 'content_block_stop', index: 2 };
  await writeFile(join(folder, 'a-whole.sse'), stream([...whole, closed, ...end]));
  await writeFile(join(folder, 'b-cut.sse'), stream(whole));
  // The adapter takes no prose for the input of a tool, and the bytes have it.
  const odd = delta(2, { type: 'text_delta', text: ' prose' });
  await writeFile(join(folder, 'c-odd.sse'), stream([...whole, odd, closed, ...end]));
  const busy = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
  await writeFile(join(folder, 'd-busy.sse'), JSON.stringify(busy));
  await writeFile(join(folder, 'e-nonsense.sse'), 'data: {"type":\n\n');
  const index = [{ file: 'answers/d-busy.sse', status: 529, model: 'claude-haiku-5-5' }];
  await writeFile(join(folder, '..', 'index.json'), JSON.stringify(index));
  const { code, out } = await replay(folder);
  expect(code).toBe(1);
  const lines = out.split('\n');
  expect(lines.filter((line) => line.endsWith('passes')).map((line) => line[0])).toEqual([
    'a',
    'd',
  ]);
  expect(out).toContain('messages: 2 of 5 pass');
  for (const way of ['whole', 'in pieces']) {
    expect(lines).toContainEqual(expect.stringMatching(`^    ${way}: the adapter failed: .+`));
    expect(lines).toContain(`    ${way}: block 2: other text (16 characters, recorded were 22)`);
  }
  expect(out).toMatch(/e-nonsense.*FAILS\n {4}the recording itself cannot be read/);
});

test('without a folder, or with one that has no recording, it says what to give', async () => {
  expect(await replay('')).toMatchObject({ code: 1, problem: expect.stringContaining('FOLDER') });
  expect(await replay(await newFolder())).toMatchObject({
    code: 1,
    problem: expect.stringMatching(/no recording \(\*\.sse\) in .*answers/),
  });
});

test('recordings of other APIs are read by their own adapters, and one without an end is told', async () => {
  const folder = await newFolder();
  const chunk = (delta: object, finish_reason: string | null = null) =>
    `data: ${JSON.stringify({ model: 'm', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  const whole = chunk({ content: 'Grüße ' }) + chunk({ content: 'alle' }) + chunk({}, 'stop');
  const part = { text: 'Grüße' };
  const candidates = [{ content: { parts: [part] }, finishReason: 'STOP' }];
  const files = {
    'chat.sse': `${whole}data: [DONE]\n\n`,
    'cut.sse': chunk({ content: 'Grüße' }),
    'gemini.sse': `data: ${JSON.stringify({ candidates })}\n\n`,
  };
  for (const [name, body] of Object.entries(files)) await writeFile(join(folder, name), body);
  const entry = (file: string, api: string) => ({ file, api, status: 200, model: 'm' });
  const index = [
    entry('chat.sse', 'chat'),
    entry('cut.sse', 'chat'),
    entry('gemini.sse', 'streamGenerateContent'),
  ];
  await writeFile(join(folder, 'index.json'), JSON.stringify(index));
  const { code, out } = await replay(folder);
  expect(code).toBe(1);
  expect(out).toMatch(/chat\.sse +passes/);
  expect(out).toMatch(/gemini\.sse +passes/);
  expect(out).toMatch(/cut\.sse +FAILS\n +whole: the adapter failed: .* broke off/);
  expect(out).toContain('chat: 1 of 2 pass\nstreamGenerateContent: 1 of 1 pass');
});

test('a folder of folders is read by its index, and an API that nothing here reads is told', async () => {
  const folder = await newFolder();
  await writeFile(join(folder, 'odd.sse'), 'data: {}\n\n');
  const closed = { type: 'content_block_stop', index: 2 };
  await writeFile(join(folder, 'whole.sse'), stream([...whole, closed, ...end]));
  const index = [
    { file: 'answers/odd.sse', api: 'telegraph', status: 200 },
    { file: 'answers/whole.sse', api: 'messages', status: 200, model: null },
  ];
  await writeFile(join(folder, '..', 'index.json'), JSON.stringify(index));
  const { code, out } = await replay(join(folder, '..'));
  expect(code).toBe(1);
  expect(out).toMatch(/answers.odd\.sse +FAILS\n +nothing here reads the API "telegraph"/);
  expect(out).toContain('telegraph: 0 of 1 pass\nmessages: 1 of 1 pass');
});
