/** What went wrong when a provider was asked, in words for a person. */
import { cutText, oneLine } from '../../../preload/contract/text';

export interface Trouble {
  ok: false;
  message: string;
  /** What to do. */
  hint?: string;
}

/** A `ProviderError` carries such words; known by its shape, its class lives with the providers' code. */
export function troubleOf(error: unknown): Trouble {
  const told = (error as { error?: { message?: unknown; hint?: unknown } } | null)?.error;
  if (typeof told?.message !== 'string') {
    return {
      ok: false,
      message: 'The provider could not be asked.',
      hint: 'The log in Diagnostics has the details.',
    };
  }
  const hint = typeof told.hint === 'string' ? { hint: told.hint } : {};
  return { ok: false, message: cutText(oneLine(told.message), 500), ...hint };
}

export const inOneLine = ({ message, hint }: Omit<Trouble, 'ok'>): string =>
  hint === undefined ? message : `${message} ${hint}`;
