/** Which models of OpenAI are offered, by what names, and what is known of them. */
import { describe, expect, it } from 'vitest';
import { warmFetch } from '../../../main/konsole/providers/connections';
import { createOpenAIAdapter, talks } from '../../../main/konsole/providers/openai/adapter';
import { openaiModels } from '../../../main/konsole/providers/openai/models';
import { startFakeOpenAI } from '../../fakes/openai';

describe('the models of OpenAI', () => {
  it('are listed with their names and what they hold, a dated one with its date', async () => {
    const fake = await startFakeOpenAI();
    const access = { baseUrl: fake.baseUrl, key: 'key-of-this-test' };
    const adapter = createOpenAIAdapter(access, { fetch: warmFetch, now: Date.now });
    fake.models = ['gpt-6.2-sol', 'gpt-5.4-2026-03-05', 'my-own'].map((id) => ({ id, name: id }));
    fake.models.push({ id: 'gpt-5.1', name: 'gpt-5.1', retires: '2027-02-01' });
    const models = await adapter.models(new AbortController().signal);
    await fake.close();
    expect(models).toEqual([
      {
        id: 'gpt-6.2-sol',
        name: 'GPT-6.2 Sol',
        contextTokens: 1_050_000,
        maxOutputTokens: 128_000,
      },
      {
        id: 'gpt-5.4-2026-03-05',
        name: 'GPT-5.4 (2026-03-05)',
        contextTokens: 1_050_000,
        maxOutputTokens: 128_000,
      },
      { id: 'my-own', name: 'my-own' },
      {
        id: 'gpt-5.1',
        name: 'GPT-5.1',
        contextTokens: 400_000,
        maxOutputTokens: 128_000,
        retires: { on: '2027-02-01' },
      },
    ]);
  });

  it('are listed with the day on which OpenAI shuts them down, where it tells one that is a day', async () => {
    const days = ['2027-03-31', '2027-03-31T00:00:00Z', null, undefined, 'soon', '2027-13-45', 7];
    const data = days.map((shutdown_date, at) => ({ id: `gpt-9.${at}`, shutdown_date }));
    const adapter = createOpenAIAdapter(
      { key: 'key-of-this-test' },
      { fetch: () => Promise.resolve(Response.json({ object: 'list', data })), now: Date.now },
    );
    const models = await adapter.models(new AbortController().signal);
    const told = models.map(({ retires }) => retires?.on);
    expect(told).toEqual(['2027-03-31', '2027-03-31', ...Array<undefined>(5).fill(undefined)]);
  });

  it.each([
    ['gpt-6-luna', true],
    ['o3', true],
    ['ft:gpt-4.1:me::abc', true],
    ['gpt-realtime', false],
    ['gpt-4o-audio-preview', false],
    ['gpt-4o-mini-tts', false],
    ['gpt-4o-transcribe', false],
    ['gpt-image-2', false],
    ['text-embedding-3-large', false],
    ['omni-moderation-latest', false],
    ['whisper-1', false],
    ['gpt-3.5-turbo-instruct', false],
  ])('%s can be talked to: %s', (id, can) => {
    expect(talks(id)).toBe(can);
  });

  it('have prices that rise from the cache to what is written, and an effort for a side question that they know', () => {
    for (const { id, price, longPrompt, efforts, quickEffort, contextTokens } of openaiModels) {
      for (const { input, output, cacheRead, cacheWrite } of [price, longPrompt?.price ?? price]) {
        const row = [cacheRead, input, cacheWrite, output];
        expect(row, id).toEqual([...row].sort((left, right) => left - right));
        expect(cacheRead, id).toBeGreaterThan(0);
      }
      if (quickEffort !== undefined) expect(efforts, id).toContain(quickEffort);
      if (longPrompt) expect(longPrompt.over, id).toBeLessThan(contextTokens);
    }
    const ids = openaiModels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
