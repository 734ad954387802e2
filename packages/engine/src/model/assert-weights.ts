import { SekvensError, show } from '@sekvens/core';
import type { Network, NetworkWeights } from '@sekvens/layers';

/** Refuses weights that are not exactly those of the network: every path, each with its count of numbers, and no other. */
export function assertWeights(network: Network, weights: NetworkWeights, where: string): void {
  if (weights === null || typeof weights !== 'object') throw refuse(where, 'weights by path', show(weights));
  for (const { path, shape } of network.weights) {
    const count = shape.reduce((product, n) => product * n, 1);
    const values: unknown = Object.hasOwn(weights, path) ? weights[path] : undefined;
    if (!(values instanceof Float32Array)) throw refuse(`${where}, ${path}`, `a Float32Array of shape [${shape.join(', ')}]`, values === undefined ? 'nothing' : show(values));
    if (values.length !== count) throw refuse(`${where}, ${path}`, `${count} numbers, shape [${shape.join(', ')}]`, `${values.length} numbers`);
  }
  const paths = network.weights.map(({ path }) => path);
  const unknown = Object.keys(weights).find((path) => !paths.includes(path));
  if (unknown !== undefined) throw refuse(where, `weights among ${paths.join(', ')}`, show(unknown));
}

function refuse(where: string, expected: string, got: string): SekvensError {
  return new SekvensError({ code: 'invalid-data', where, expected, got });
}
