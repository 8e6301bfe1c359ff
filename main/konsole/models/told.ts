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
  const { message, hint } = told;
  return inWords(typeof hint === 'string' ? { message, hint } : { message });
}

/** One line, of a length that can be shown in a list. */
export const inWords = ({
  message,
  hint,
}: {
  message: string;
  hint?: string | undefined;
}): Trouble => ({
  ok: false,
  message: cutText(oneLine(message), 500),
  ...(hint === undefined ? {} : { hint: cutText(oneLine(hint), 500) }),
});

export const inOneLine = ({ message, hint }: Omit<Trouble, 'ok'>): string =>
  hint === undefined ? message : `${message} ${hint}`;
