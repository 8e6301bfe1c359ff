/** Takes a folder of an app away: processes that it started end a little later than it does, and may still write there. */
import { rm } from 'node:fs/promises';

/** Also when it is gone already. */
export const removeFolder = (path: string): Promise<void> =>
  rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
