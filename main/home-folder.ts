/** Where the data folder is, for both composition roots: a switch, KONSOLE_HOME, or the platform's place. Pure. */
import { join, resolve } from 'node:path';

export interface HomeQuestion {
  /** From `--home`. */
  home?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  platform: string;
  /** The person's own folder. */
  userFolder: string;
}

/** Absolute. The platform's place is the one Electron would choose, so that the desktop and serve share it. */
export function homeFolder({ home, env, platform, userFolder }: HomeQuestion): string {
  const chosen = home ?? (env.KONSOLE_HOME || undefined);
  if (chosen !== undefined) return resolve(chosen);
  return join(platformFolder(env, platform, userFolder), 'vibe-konsole');
}

function platformFolder(env: HomeQuestion['env'], platform: string, userFolder: string): string {
  if (platform === 'win32') return env.APPDATA || join(userFolder, 'AppData', 'Roaming');
  if (platform === 'darwin') return join(userFolder, 'Library', 'Application Support');
  return env.XDG_CONFIG_HOME || join(userFolder, '.config');
}
