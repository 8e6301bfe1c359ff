/** What the error bodies of OpenAI's API are told as. */
import { describe, expect, it } from 'vitest';
import { errorInside, toProviderError } from '../../../main/konsole/providers/errors';
import { readRefusal } from '../../../main/konsole/providers/openai/refusals';

const about = {
  host: 'api.example',
  model: 'm',
  api: 'an API',
  now: 0,
  reads: readRefusal,
};

const told = (status: number, error: object, headers?: Record<string, string>) => {
  const thrown = { status, error: { error }, headers: new Headers(headers), message: 'x' };
  const failure = toProviderError(thrown, about);
  return { code: failure.error.code, retry: failure.retry, hint: failure.error.hint };
};

describe("a refusal of OpenAI's API", () => {
  it.each([
    [401, { code: 'invalid_api_key' }, 'bad-key', false],
    [429, { code: 'insufficient_quota', type: 'insufficient_quota' }, 'provider', false],
    [429, { type: 'insufficient_quota', code: null }, 'provider', false],
    [400, { code: 'billing_hard_limit_reached' }, 'provider', false],
    [400, { code: 'model_not_found' }, 'unknown-model', false],
    [403, { code: 'model_not_found' }, 'denied', false],
    [400, { code: 'context_length_exceeded' }, 'too-long', false],
    [400, { code: 'string_above_max_length' }, 'too-long', false],
    [429, { code: 'rate_limit_exceeded', type: 'requests' }, 'rate-limited', true],
    [500, { code: 'server_error' }, 'provider', true],
    [503, { type: 'server_error', code: null }, 'overloaded', true],
    [500, { message: 'The engine is currently overloaded' }, 'overloaded', true],
    [400, { message: 'The word overloaded is not allowed', code: 'invalid' }, 'provider', false],
  ])('%i %j is told as it is', (status, body, code, again) => {
    const failure = told(status, body);
    expect(failure.code).toBe(code);
    expect(failure.retry !== false).toBe(again);
    expect(failure.hint).toBeTruthy();
  });

  it('sends to the billing page an account that is empty', () => {
    expect(told(429, { code: 'insufficient_quota' }).hint).toContain('billing');
  });

  it('is not asked again where one request alone is over the limit', () => {
    const message = 'Request too large for gpt-x on tokens per min (TPM): Limit 1, Requested 2.';
    expect(told(429, { code: 'rate_limit_exceeded', message })).toMatchObject({
      code: 'too-long',
      retry: false,
    });
  });

  it('says when to come back in its words, where no header says it', () => {
    const body = { code: 'rate_limit_exceeded', message: 'Please try again in 1m2.5s.' };
    expect(told(429, body).retry).toEqual({ afterMs: 62_500 });
    expect(told(429, { ...body, message: 'Please try again in 86ms.' }).retry).toEqual({
      afterMs: 86,
    });
    expect(told(429, body, { 'retry-after': '3' }).retry).toEqual({ afterMs: 3_000 });
  });

  it('is read inside an answer as before one', () => {
    const inside = errorInside({ error: { code: 'rate_limit_exceeded', message: 'Slow down' } });
    const failure = toProviderError(inside, about);
    expect(failure.error.code).toBe('rate-limited');
    expect(failure.error.message).toContain('Slow down');
    expect(failure.retry).toEqual({});
  });
});
