import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder } from './cache-folder.js';

describe('cacheFolder', () => {
  it.each<[string, NodeJS.ProcessEnv, NodeJS.Platform, string]>([
    ['SEKVENS_CACHE first', { SEKVENS_CACHE: '/a', XDG_CACHE_HOME: '/b' }, 'linux', resolve('/a')],
    ['XDG_CACHE_HOME', { XDG_CACHE_HOME: '/b' }, 'linux', join('/b', 'sekvens')],
    ['XDG_CACHE_HOME on macOS', { XDG_CACHE_HOME: '/b' }, 'darwin', join('/b', 'sekvens')],
    ['not a relative XDG_CACHE_HOME', { XDG_CACHE_HOME: 'b' }, 'linux', join(homedir(), '.cache', 'sekvens')],
    ['~/.cache', {}, 'linux', join(homedir(), '.cache', 'sekvens')],
    ['empty variables as none', { SEKVENS_CACHE: '', XDG_CACHE_HOME: '' }, 'linux', join(homedir(), '.cache', 'sekvens')],
    ['~/Library/Caches', {}, 'darwin', join(homedir(), 'Library', 'Caches', 'sekvens')],
    ['LOCALAPPDATA', { LOCALAPPDATA: '/l' }, 'win32', join('/l', 'sekvens', 'Cache')],
    ['AppData', {}, 'win32', join(homedir(), 'AppData', 'Local', 'sekvens', 'Cache')],
  ])('takes %s', (_, environment, platform, expected) => {
    expect(cacheFolder(environment, platform)).toBe(expected);
  });
});
