/** A turn with a PDF, through the whole host: to whom it goes, and how much room it is taken to fill. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Turn } from '../../../preload/contract/shapes';
import { createAnthropicAdapter } from '../../../main/konsole/providers/anthropic/adapter';
import { warmFetch } from '../../../main/konsole/providers/connections';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { answer, overloaded } from '../../fakes/anthropic-scenarios';
import { makePdf } from './pdf-file';
import { makeTestHost, textOf } from './support';

const pdf = { id: 'pdf000000001', name: 'a.pdf', type: 'application/pdf', bytes: 3 };
const bytes = makePdf(['one', 'two', 'three', 'four']);

let blobFolder: string;
let fake: FakeAnthropic;
beforeAll(async () => {
  blobFolder = mkdtempSync(join(tmpdir(), 'konsole-pdf-turns-'));
  writeFileSync(join(blobFolder, pdf.id), bytes);
  fake = await startFakeAnthropic();
});
beforeEach(() => fake.reset());
afterAll(async () => {
  rmSync(blobFolder, { recursive: true, force: true });
  await fake.close();
});

const sent = (at: number) => JSON.stringify(fake.requests.at(at)?.body.messages);
const document = JSON.stringify({
  type: 'document',
  source: { type: 'base64', media_type: 'application/pdf', data: bytes.toString('base64') },
});
const inWords = 'a PDF, which this model cannot read';

describe('a PDF that goes along', () => {
  it.each(['main', 'chat'] as const)('reaches the model of a %s turn whole', async (kind) => {
    fake.next(answer('Four pages.'));
    const host = makeTestHost({ url: fake.url });
    await host.run({ kind, workspace: '/', files: [pdf], blobFolder });
    expect(textOf(host.turn())).toBe('Four pages.');
    expect(sent(0)).toContain(document);
  });

  it('is told in words to a model that cannot read it, also in the turns after it', async () => {
    const host = makeTestHost({ url: fake.url });
    const past: Turn = { id: 'past', text: 'Read', status: 'completed', blocks: [], files: [pdf] };
    const order = { workspace: '/', blobFolder, history: [past], files: [pdf] };
    await host.run({ ...order, reads: { pdf: false } });
    expect(sent(0)).not.toContain('document');
    expect(sent(0).split(inWords)).toHaveLength(3);
  });

  it('is told to the model that a turn goes over to in the way of that model', async () => {
    fake.next(overloaded(), answer('I cannot read it.'));
    const provider = { id: 'x', kind: 'anthropic', key: 'sk-test-0123456789' };
    const next = { name: 'x/claude-opus-5-5', provider, model: 'claude-opus-5-5' };
    const host = makeTestHost({
      adapterOf: ({ key = '' }) =>
        createAnthropicAdapter({ baseUrl: fake.url, key }, { fetch: warmFetch, now: Date.now }),
    });
    await host.run({
      ...{ kind: 'chat', provider, files: [pdf], blobFolder },
      alternatives: [{ ...next, reads: { pdf: false } }],
    });
    expect(sent(0)).toContain(document);
    expect(sent(1)).toContain(inWords);
    expect(sent(1)).not.toContain('document');
  });
});

describe('what a PDF fills', () => {
  const words: Turn = {
    id: 'words',
    text: 'x'.repeat(9_000),
    status: 'completed',
    blocks: [{ id: 'w', kind: 'text', text: 'Hm.', closed: true, status: 'done' }],
  };
  const read: Turn = { ...words, id: 'read', text: 'Read', files: [pdf] };
  // Four pages are 6 000 tokens, the words before it 3 000.
  const order = { workspace: '/', contextTokens: 10_000, text: 'And now?' };

  it('counts before a provider has counted: a conversation with it is summarised in time', async () => {
    fake.next(answer('There was a PDF of four pages.'), answer('Done.'));
    const host = makeTestHost({ url: fake.url });
    await host.run({ ...order, blobFolder, history: [words, read] });
    expect(host.turn().blocks.map(({ kind }) => kind)).toEqual(['summary', 'text']);
    expect(sent(0)).toContain(document);
    // It went with what was summarised.
    expect(sent(1)).not.toContain('document');
    expect(sent(1)).toContain('There was a PDF of four pages.');
  });

  it('is nothing for a model that is told of it in words', async () => {
    fake.next(answer('Done.'));
    const host = makeTestHost({ url: fake.url });
    const reads = { pdf: false };
    await host.run({ ...order, blobFolder, reads, history: [words, read] });
    expect(fake.requests).toHaveLength(1);
  });

  it('stays with the question that it came with', async () => {
    fake.next(answer('Words.'), answer('Done.'));
    const host = makeTestHost({ url: fake.url });
    await host.run({ ...order, blobFolder, files: [pdf], history: [words] });
    expect(fake.requests).toHaveLength(2);
    expect(sent(1)).toContain(document);
  });
});
