import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Where downloads are kept: `SEKVENS_CACHE`, else `$XDG_CACHE_HOME/sekvens`, else `~/.cache/sekvens`
 * (macOS: `~/Library/Caches/sekvens`; Windows: `%LOCALAPPDATA%\sekvens\Cache`).
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const { SEKVENS_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (SEKVENS_CACHE) return resolve(SEKVENS_CACHE);
  // The XDG specification has relative paths ignored.
  if (XDG_CACHE_HOME && resolve(XDG_CACHE_HOME) === join(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, 'sekvens');
  if (platform === 'win32') return join(LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'sekvens', 'Cache');
  return platform === 'darwin' ? join(homedir(), 'Library', 'Caches', 'sekvens') : join(homedir(), '.cache', 'sekvens');
}
