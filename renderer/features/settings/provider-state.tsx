/** What is known of a provider in words: its key, how it went when it was last asked, what it said is left. */
import { limits } from '../../../preload/contract/limits';
import type { ProviderInfo, RateLimit } from '../../../preload/contract/shapes';
import { age, count, duration } from '../../ui/format';
import { StatusDot } from '../../ui/status-dot';
import { useNow } from '../../ui/use-now';
import type { TestResult } from './providers-store';

export const host = (provider: ProviderInfo) =>
  provider.baseUrl ? provider.baseUrl.replace(/^https?:\/\//, '').replace(/\/$/, '') : undefined;

/** What is known of its key, in words. `good`: it can be used as it is. */
export function keyWords(provider: ProviderInfo): { good: boolean; text: string } {
  if (provider.kind === 'demo') return { good: true, text: 'scripted answers, no AI' };
  if (provider.found) return { good: true, text: 'found on this computer, not in use yet' };
  switch (provider.key) {
    case 'none-needed':
      return { good: true, text: 'needs no key' };
    case 'environment':
      return { good: true, text: `key from ${provider.keyEnv ?? 'the environment'}` };
    case 'store':
      return { good: true, text: 'key in the keychain' };
    case 'run':
      return { good: true, text: 'key for this run only' };
    case 'missing':
      return {
        good: false,
        text: provider.keyEnv
          ? `no key: paste one, or set ${provider.keyEnv} and restart`
          : 'no key: paste one',
      };
    case 'origin-changed':
      return {
        good: false,
        text: `its address changed to ${host(provider) ?? 'another one'}: paste the key again to use it there`,
      };
  }
}

/** "requests 48 of 50, back in 20 s" */
export function limitWords(told: RateLimit, now: number): string {
  const left = `${told.what} ${count(told.remaining)} of ${count(told.limit)}`;
  const ms = backIn(told, now);
  return ms === undefined ? left : `${left}, back in ${duration(ms)}`;
}

/** ms; undefined where all is there, where it was not told, and where a clock that was set since makes nonsense of it. */
function backIn({ limit, remaining, resetAt = 0 }: RateLimit, now: number): number | undefined {
  const ms = resetAt - now;
  return remaining < limit && ms > 0 && ms <= limits.rateResetMs ? ms : undefined;
}

export interface ProviderStateProps {
  provider: ProviderInfo;
  /** Of this window; what the provider itself tells is used where it is newer. */
  test: TestResult | undefined;
}

export function ProviderState({ provider, test }: ProviderStateProps) {
  const { state, limits: left = [], tier } = provider;
  const last = state && (!test || state.at > test.at) ? state : test;
  const about = useNow(last !== undefined || left.length > 0, 30_000);
  // Seconds are counted only while something comes back.
  const counts = left.some((one) => backIn(one, about) !== undefined);
  const exact = useNow(counts, 1_000);
  const now = Math.max(about, exact);
  const words = keyWords(provider);
  // A key that was never given is no failure.
  const wrong = !words.good && provider.key !== 'missing';
  const failed = last !== undefined && !last.ok;
  return (
    <>
      {failed ? (
        <p role="alert" className="break-words text-bad">
          {[last.message, 'hint' in last ? last.hint : undefined].filter(Boolean).join(' ')}{' '}
          <span className="text-ink-3">
            ({age(last.at, now)}){words.good && ` · ${words.text}`}
          </span>
        </p>
      ) : (
        <p role="status" className={`break-words ${wrong ? 'text-bad' : 'text-ink-2'}`}>
          {!wrong && <StatusDot tone={words.good ? 'ok' : 'off'} className="mr-1.5 mb-px" />}
          {words.text}
          {last && (
            <>
              {' '}
              · {last.message.replace(/\.$/, '')} · checked {age(last.at, now)}
            </>
          )}
          {tier && ` · tier ${tier}`}
        </p>
      )}
      {left.length > 0 && (
        <p className="num text-small break-words text-ink-3">
          Left: {left.map((one) => limitWords(one, now)).join(' · ')}
        </p>
      )}
    </>
  );
}
