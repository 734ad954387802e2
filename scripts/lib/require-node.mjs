import { Failure } from './failure.mjs';

/**
 * @param {string} version such as 20.16.0
 * @param {string} minimum
 */
export function isAtLeast(version, minimum) {
  const [a, b] = [version, minimum].map((v) => v.split('.').map(Number));
  for (let i = 0; i < 3; i++) if (a[i] !== b[i]) return a[i] > b[i];
  return true;
}

/**
 * @param {string} minimum
 * @param {string} purpose such as "sekvens"
 * @throws Failure on an older Node
 */
export function requireNode(minimum, purpose) {
  if (isAtLeast(process.versions.node, minimum)) return;
  throw new Failure(`${purpose} needs Node ${minimum} or newer; this is Node ${process.versions.node}.`, 'Install a newer Node (20, 22 or 24) and run the command again.');
}
