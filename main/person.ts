/** The name of whoever runs this process, as kontasks say who did something. */
import { userInfo } from 'node:os';

const longest = 100;

/** Undefined where the system knows none (a container, for one). */
export function personHere(read: () => { username: string } = userInfo): string | undefined {
  try {
    const name = read()
      .username.toWellFormed()
      .replace(/\p{Cc}/gu, '')
      .trim();
    return name.slice(0, longest) || undefined;
  } catch {
    return undefined;
  }
}
