/** How a turn ends: every reason a model gives, and those of our own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mostSteps } from '../../../main/konsole/host/loop';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { answer, refusal, toolCalls } from '../../fakes/anthropic-scenarios';
import { makeTestHost, textOf } from './support';

let fake: FakeAnthropic;
let workspace: string;

beforeAll(async () => {
  fake = await startFakeAnthropic();
  workspace = await mkdtemp(join(tmpdir(), 'konsole-turn-'));
  await writeFile(join(workspace, 'README.md'), '# A small folder\n\nwith words\n');
});
afterAll(async () => {
  await fake.close();
  await rm(workspace, { recursive: true });
});
beforeEach(() => fake.reset());

describe('the end of a turn', () => {
  it('says that it was refused, and why', async () => {
    fake.next(refusal('This could do harm.'));
    const finished = await makeTestHost({ url: fake.url }).run();
    expect(finished.status).toBe('refused');
    expect(finished.error?.code).toBe('refused');
    expect(finished.error?.message).toContain('This could do harm.');
  });

  it('says that an answer was cut off at its longest', async () => {
    fake.next(answer('And so', { stopReason: 'max_tokens' }));
    const finished = await makeTestHost({ url: fake.url }).run();
    expect(finished.status).toBe('completed');
    expect(finished.error?.code).toBe('too-long');
    expect(finished.error?.hint).toContain('go on');
  });

  it('says that a conversation is full', async () => {
    const full = () => answer('', { stopReason: 'model_context_window_exceeded' });
    const look = toolCalls([{ name: 'glob', input: { pattern: '*' } }]);
    // Once it is summarised; a summary that makes no room is the end.
    fake.next(look, full(), answer('A summary.'), full());
    const finished = await makeTestHost({ url: fake.url }).run({ workspace });
    expect(finished.status).toBe('failed');
    expect(finished.error?.hint).toContain('new session');
  });

  it('goes on from a paused answer', async () => {
    fake.next(answer('One, ', { stopReason: 'pause_turn' }), answer('two.'));
    const host = makeTestHost({ url: fake.url });
    const finished = await host.run();
    expect(finished.status).toBe('completed');
    expect(textOf(host.turn())).toBe('One, two.');
    expect(fake.requests[1]?.body.messages.at(-1)?.role).toBe('assistant');
  });

  it('stops a model that runs in circles', async () => {
    let n = 0;
    // Never the very same call: that would be asked about.
    fake.otherwise((reply) =>
      toolCalls([{ name: 'glob', input: { pattern: `${n++}` } }], { chunks: 1 })(reply),
    );
    const finished = await makeTestHost({ url: fake.url, maxSteps: 5 }).run({ workspace });
    expect(fake.requests).toHaveLength(5);
    expect(finished.status).toBe('failed');
    expect(finished.error?.message).toContain('5 requests');
    expect(mostSteps).toBe(200);
  });

  it('fails at once, with a next step, when the provider has no key', async () => {
    const provider = {
      id: 'anthropic',
      kind: 'anthropic' as const,
      keyMissing: true,
      keyHint: 'Set ANTHROPIC_API_KEY.',
    };
    const finished = await makeTestHost({ url: fake.url }).run({ provider });
    expect(finished.error).toMatchObject({ code: 'no-key', hint: 'Set ANTHROPIC_API_KEY.' });
    expect(fake.requests).toHaveLength(0);
  });
});
