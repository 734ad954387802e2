import { runTool } from './run.mjs';

/**
 * Runs turbo without telemetry and without a look for newer versions: after the installation nothing here uses the network.
 * @param {readonly string[]} args
 * @param {import('./run.mjs').RunOptions} [options]
 */
export function runTurbo(args, options = {}) {
  return runTool('turbo', args, { ...options, env: { ...options.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_NO_UPDATE_NOTIFIER: '1' } });
}
