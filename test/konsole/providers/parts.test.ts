/** The small parts: errors in words, redaction, prices, local servers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumUsage } from '../../../main/konsole/host/usage';
import { anthropicModels } from '../../../main/konsole/providers/anthropic/models';
import { costOf, knownModel, pricesAsOf } from '../../../main/konsole/providers/catalogue';
import { retryAfter, toProviderError } from '../../../main/konsole/providers/errors';
import { redact } from '../../../main/konsole/providers/redact';
import { createWireReader } from '../../../main/konsole/providers/anthropic/wire';

const about = {
  host: 'api.example',
  model: 'm',
  api: 'an API',
  now: 1_000_000,
  key: 'secret-key-123',
};

describe('an error of a provider', () => {
  it.each([
    ['ENOTFOUND', 'cannot be found', {}],
    ['ECONNREFUSED', 'Nothing answers', {}],
    ['ECONNRESET', 'was cut', {}],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'cannot be trusted', false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'signed by nobody but itself', false],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'cannot be trusted', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'made out to another name', false],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'does not speak TLS', false],
    ['EPROTO', 'does not speak TLS', false],
  ])('%s is told in words', (code, words, retry) => {
    const thrown = new Error('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
    const failure = toProviderError(thrown, about);
    expect(failure.error.message).toContain(words);
    expect(failure.error.message).toContain(about.host);
    expect(failure.error.code).toBe('no-network');
    expect(failure.retry).toEqual(retry);
    expect(failure.error.hint).toBeTruthy();
  });

  it.each([
    ['127.0.0.1:11434', 'start it'],
    ['localhost', 'start it'],
    ['[::1]:8080', 'start it'],
    ['127.0.0.1.example', 'proxy or VPN'],
  ])('where nobody answers at %s, what to do is %s', (host, remedy) => {
    const thrown = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    expect(toProviderError(thrown, { ...about, host }).error.hint).toContain(remedy);
  });

  it.each([
    ['CERT_HAS_EXPIRED', 'has expired', 'renew'],
    ['CERT_NOT_YET_VALID', 'is not valid yet', 'replace'],
  ])('%s names the date that this computer shows', (code, what, remedy) => {
    const now = new Date(1999, 11, 31, 8, 5).getTime();
    const { error, retry } = toProviderError(Object.assign(new Error('x'), { code }), {
      ...about,
      now,
    });
    expect(error).toEqual({
      code: 'no-network',
      message: `The certificate of api.example ${what}, by the clock of this computer, which shows 31 December 1999, 08:05 (${code}).`,
      hint: `If that date is wrong, set the clock of this computer. If it is right, whoever runs api.example has to ${remedy} the certificate.`,
    });
    expect(retry).toBe(false);
  });

  it('has a message without the key for any status and any body', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 599 }),
        fc.anything(),
        fc.string(),
        (status, body, words) => {
          const thrown = {
            status,
            error: { error: { message: `${words} ${about.key}` }, body },
            message: about.key,
          };
          const failure = toProviderError(thrown, about);
          expect(JSON.stringify(failure.error)).not.toContain(about.key);
          expect(failure.error.message).not.toBe('');
          if (status < 500 && ![408, 409, 429].includes(status)) expect(failure.retry).toBe(false);
        },
      ),
    );
  });

  it('knows when to come back, from seconds, milliseconds and dates', () => {
    const headers = (values: Record<string, string>) => new Headers(values);
    expect(retryAfter(headers({ 'retry-after': '2' }), 0)).toBe(2000);
    expect(retryAfter(headers({ 'retry-after-ms': '150', 'retry-after': '2' }), 0)).toBe(150);
    const date = new Date(1_005_000);
    expect(retryAfter(headers({ 'retry-after': date.toUTCString() }), 1_000_000)).toBe(5000);
    expect(retryAfter(headers({ 'retry-after': 'soon' }), 0)).toBeUndefined();
    expect(retryAfter(undefined, 0)).toBeUndefined();
  });
});

describe('attack 13: redaction', () => {
  it('takes out the key and whatever looks like one', () => {
    expect(redact('a secret-key-123 b', 'secret-key-123')).toBe('a [key] b');
    expect(redact('sk-ant-api03-abcdefgh')).toBe('[key]');
    expect(redact(`a AIza${'x'.repeat(35)} b`)).toBe('a [key] b');
    expect(redact(`a AQ.${'x'.repeat(40)} b`)).toBe('a [key] b');
    expect(redact('authorization: Bearer abcdefghijkl')).not.toContain('abcdefghijkl');
    expect(redact('nothing here')).toBe('nothing here');
  });
});

describe('the reader of the wire', () => {
  const anyEvent = fc.oneof(
    fc.anything(),
    fc.record({
      type: fc.constantFrom(
        'message_start',
        'content_block_start',
        'content_block_delta',
        'content_block_stop',
        'message_delta',
        'message_stop',
        'something_new',
      ),
      index: fc.oneof(fc.nat(3), fc.anything()),
      content_block: fc.oneof(
        fc.record({
          type: fc.constantFrom('text', 'thinking', 'tool_use', 'server_tool_use'),
          text: fc.anything(),
        }),
        fc.anything(),
      ),
      delta: fc.oneof(
        fc.record({ type: fc.constantFrom('text_delta', 'signature_delta'), text: fc.anything() }),
        fc.anything(),
      ),
      usage: fc.anything(),
    }),
  );

  it('takes anything without anything but its own error', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 20 }), (events) => {
        const wire = createWireReader({ model: 'm' });
        for (const event of events) {
          try {
            for (const told of wire.read(event)) {
              if (told.type === 'delta') expect(typeof told.text).toBe('string');
            }
          } catch (error) {
            expect((error as Error).name).toBe('WireError');
          }
        }
      }),
    );
  });
});

describe('the catalogue', () => {
  it('knows a dated model by its plain name', () => {
    expect(knownModel('claude-haiku-4-5-20251001')?.id).toBe('claude-haiku-4-5');
    expect(knownModel('llama3')).toBeUndefined();
  });

  it('prices a long prompt at its own rate', () => {
    const tokens = { input: 50_000, output: 0, cacheRead: 0, cacheWrite: 0 };
    expect(costOf('claude-haiku-5-5', tokens)).toBeCloseTo(0.005, 9);
    expect(costOf('claude-haiku-5-5', { ...tokens, cacheRead: 60_000 })).toBeCloseTo(0.028, 9);
    expect(costOf('llama3', tokens)).toBeUndefined();
  });

  it('takes a prompt for a long one only beyond the limit, whatever it is made of', () => {
    const edge = { input: 0, output: 0, cacheRead: 99_999, cacheWrite: 1 };
    expect(costOf('claude-haiku-5-5', edge)).toBeCloseTo((99_999 * 0.01 + 0.125) / 1e6, 12);
    const long = costOf('claude-haiku-5-5', { ...edge, input: 1 });
    expect(long).toBeCloseTo((0.5 + 99_999 * 0.05 + 0.625) / 1e6, 12);
  });

  it('prices a dated model as its plain name', () => {
    const tokens = { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 };
    const dated = costOf('claude-opus-5-5-20261001', tokens);
    expect(dated).toBe(costOf('claude-opus-5-5', tokens));
    expect(dated).toBeCloseTo((4 + 2 * 20 + 3 * 0.2 + 4 * 5) / 1e6, 12);
    expect(costOf('claude-opus-5-5-2026', tokens)).toBeUndefined();
  });

  it('has a date, and prices in which reading from the cache is cheapest and writing text dearest', () => {
    expect(new Date(`${pricesAsOf}T00:00:00Z`).toISOString().slice(0, 10)).toBe(pricesAsOf);
    for (const { price, longPrompt } of anthropicModels) {
      for (const { input, output, cacheRead, cacheWrite } of [price, longPrompt?.price ?? price]) {
        const rising = [0, cacheRead, input, cacheWrite, output];
        expect(rising).toEqual([...new Set(rising)].sort((left, right) => left - right));
      }
    }
  });
});

describe('the usage of a turn', () => {
  const request = { inputTokens: 60_000, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };

  it('costs what its requests cost, each priced by itself', () => {
    const sum = sumUsage([
      { ...request, costUsd: 0.25 },
      { ...request, costUsd: 0.5 },
    ]);
    expect(sum).toMatchObject({ inputTokens: 120_000, contextTokens: 60_001, costUsd: 0.75 });
  });

  it('has no cost as soon as one request has none, or where there was no request', () => {
    expect(sumUsage([{ ...request, costUsd: 0.25 }, request])).not.toHaveProperty('costUsd');
    expect(sumUsage([request, { ...request, costUsd: 0.25 }])).not.toHaveProperty('costUsd');
    expect(sumUsage([])).not.toHaveProperty('costUsd');
  });
});

describe('attack 17: what a stream may make this process hold while nothing is told', () => {
  it('a signature that never ends is an error', () => {
    const wire = createWireReader({ model: 'm' });
    const block = { type: 'thinking', thinking: '', signature: '' };
    wire.read({ type: 'content_block_start', index: 0, content_block: block });
    const delta = { type: 'signature_delta', signature: 'x'.repeat(64 * 1024) };
    const flood = () => {
      for (let n = 0; n < 100; n += 1) wire.read({ type: 'content_block_delta', index: 0, delta });
    };
    expect(flood).toThrow('a signature without an end');
  });

  it('blocks of an unknown kind that never end are an error', () => {
    const wire = createWireReader({ model: 'm' });
    const flood = () => {
      for (let index = 0; index < 10_000; index += 1) {
        wire.read({ type: 'content_block_start', index, content_block: { type: 'new' } });
      }
    };
    expect(flood).toThrow('blocks without an end');
  });
});
