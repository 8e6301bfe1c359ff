/** Looks at what a server sent, which may be anything. Pure. */
export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Without anything in it where it is none, for what is looked at further in. */
export const object = (value: unknown): Json => (isObject(value) ? value : {});

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** What a text says as JSON; undefined for one that is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
