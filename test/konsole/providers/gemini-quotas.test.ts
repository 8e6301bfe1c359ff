/** What Gemini says of a quota that is used up: of a minute, of a day, or of what no tier gives for nothing. */
import { expect, onTestFinished, test } from 'vitest';
import { createAdapter } from '../../../main/konsole/providers/index';
import { toProviderError } from '../../../main/konsole/providers/errors';
import { readRefusal } from '../../../main/konsole/providers/gemini/refusals';
import { untilQuotasReturn } from '../../../main/konsole/providers/gemini/quota-day';
import { readRefusal as readChat } from '../../../main/konsole/providers/openai-chat/refusals';
import { readRefusal as readOpenAi } from '../../../main/konsole/providers/openai/refusals';
import { startFakeGemini } from '../../fakes/gemini';

const billed = 'You exceeded your current quota, please check your plan and billing details.';
const quota = (quotaId: string) => ({ violations: [{ quotaId }] });
const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.5s' };
/** 15:00 in California, where it is summer. */
const now = Date.parse('2026-07-01T22:00:00Z');

function exhausted(message: string, ...details: object[]) {
  const error = { error: { status: 'RESOURCE_EXHAUSTED', message, details } };
  const about = { host: 'api.example', model: 'gemini-9', api: '', now, reads: readRefusal };
  return toProviderError({ status: 429, error }, about);
}

test('for a minute says when to come back, though its words speak of billing', () => {
  const minute = exhausted(billed, quota('GenerateRequestsPerMinutePerProjectPerModel'), retry);
  expect(minute).toMatchObject({ error: { code: 'rate-limited' }, retry: { afterMs: 34_500 } });
  const untold = exhausted(billed, quota('GenerateContentInputTokensPerModelPerMinute-FreeTier'));
  expect(untold).toMatchObject({ error: { code: 'rate-limited' }, retry: {} });
  // Behind what is shown of it.
  const inWords = exhausted(`${billed}${' More.'.repeat(80)} Please retry in 20.04466179s.`);
  expect(inWords).toMatchObject({ retry: { afterMs: 20_045 } });
});

test('is told without addresses, hosts of metrics and the delay, but with what the limit is', () => {
  const { error } = exhausted(
    `${billed} For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. To monitor your current usage, head to: https://ai.dev/rate-limit. \n* Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_free_tier_requests, limit: 10, model: gemini-3.8-flash\nPlease retry in 34.074824224s.`,
    quota('GenerateRequestsPerMinutePerProjectPerModel-FreeTier'),
    retry,
  );
  expect(error.message).toMatch(
    /had enough requests for now: You exceeded your current quota, please check your plan and billing details\. Quota exceeded for metric: generate_content_free_tier_requests, limit: 10, model: gemini-3\.8-flash$/,
  );
});

test.each([
  ['that has none of the model', exhausted(`${billed} Quota exceeded, limit: 0. retry in 4s.`)],
  [
    'of a day that has none of the model',
    exhausted(
      `${billed} Quota exceeded, limit: 0.`,
      quota('GenerateRequestsPerDayPerProjectPerModel-FreeTier'),
    ),
  ],
  ['that was paid ahead', exhausted('Your prepayment credits are depleted.')],
  ['of which nothing more is told', exhausted(billed)],
])('for a quota %s says that waiting does not help', (_which, refused) => {
  expect(refused).toMatchObject({ error: { code: 'provider' }, retry: false });
  expect(refused.error.message).toContain('wants payment');
});

test('what a free tier gives in a day is a limit that ends, and no bill: it says when, and is not waited for', async () => {
  const fake = await startFakeGemini();
  onTestFinished(() => fake.close());
  const refused = fake.dialect.refused('day');
  if (!refused) throw new Error('The fake has no such refusal.');
  fake.next(refused);
  const access = { id: 'g', kind: 'gemini', baseUrl: fake.url, key: 'k-secret' };
  const adapter = await createAdapter(access, { now: Date.now });
  const turns = [{ id: 't', text: 'Hi', status: 'running' as const, blocks: [] }];
  const request = { model: 'gemini-3.8-flash', system: '', tools: [], turns };
  const hear = async () => {
    const { signal } = new AbortController();
    for await (const events of adapter.stream(request, signal)) expect(events).toEqual([]);
  };
  const failed: unknown = await hear().catch((thrown: unknown) => thrown);
  expect(failed).toMatchObject({ error: { code: 'rate-limited', status: 429 }, retry: false });
  const { error } = failed as ReturnType<typeof toProviderError>;
  expect(error.message).toMatch(
    /has no more of gemini-3\.8-flash for today: You exceeded your current quota\. Quota exceeded for metric: generate_content_free_tier_requests, limit: 20, model: gemini-3\.8-flash$/,
  );
  expect(error.hint).toMatch(
    /^It comes back at midnight Pacific time, (in about \d+ hours|within an hour)\. Until then choose another model in Settings → Models, or take a paid plan\.$/,
  );
});

test('of what a paid tier gives in a day, a higher one has more', () => {
  const { error } = exhausted(
    billed,
    quota('GenerateRequestsPerMinutePerProjectPerModel'),
    quota('GenerateRequestsPerDayPerProjectPerModel'),
    retry,
  );
  expect(error.hint).toBe(
    'It comes back at midnight Pacific time, in about 9 hours. Until then choose another model in Settings → Models, or take a higher tier of your plan.',
  );
});

test('a quota of a day is the same where Gemini is spoken to as Chat Completions, which wraps it in a list', () => {
  const details = [quota('GenerateRequestsPerDayPerProjectPerModel-FreeTier'), retry];
  const error = [{ error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: billed, details } }];
  const about = { host: 'api.example', model: 'gemini-9', api: '', now, reads: readChat };
  const refused = toProviderError({ status: 429, error }, about);
  expect(refused).toMatchObject({ error: { code: 'rate-limited' }, retry: false });
  expect(refused.error.hint).toContain('at midnight Pacific time, in about 9 hours');
});

test.each([
  ['2026-01-10T08:00:00Z', 'in about 24 hours'],
  ['2026-01-10T07:30:00Z', 'within an hour'],
  // The clock is set on these days, at two in the morning.
  ['2026-03-08T08:00:00Z', 'in about 23 hours'],
  ['2026-11-01T07:00:00Z', 'in about 25 hours'],
])('at %s the quotas of a day come back %s', (at, span) => {
  expect(untilQuotasReturn(Date.parse(at))).toBe(`at midnight Pacific time, ${span}`);
});

test('an account of OpenAI without money wants payment: nothing of it comes back by itself', () => {
  const error = {
    error: { message: billed, type: 'insufficient_quota', code: 'insufficient_quota' },
  };
  const about = { host: 'api.example', model: 'gpt-9', api: '', now, reads: readOpenAi };
  const refused = toProviderError({ status: 429, error }, about);
  expect(refused).toMatchObject({ error: { code: 'provider' }, retry: false });
  expect(refused.error.message).toContain('wants payment');
});
