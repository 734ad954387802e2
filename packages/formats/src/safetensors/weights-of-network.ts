import { SekvensError, show } from '@sekvens/core';
import type { NamedTensor } from '@sekvens/engine';
import type { Network, NetworkWeights } from '@sekvens/layers';

const mostNames = 8;

/**
 * The weights of a network from tensors by their paths.
 * @param file named in errors
 * @throws code 'invalid-file' for a weight that is missing, has another shape or is not finite, and for tensors that are none of its weights
 */
export function weightsOfNetwork({ weights: specs }: Network, tensors: Readonly<Record<string, NamedTensor>>, file: string): NetworkWeights {
  const refuse = (expected: string, got: string, hint?: string): SekvensError => new SekvensError({ code: 'invalid-file', where: file, expected, got, hint });
  const weights: Record<string, Float32Array> = {};
  for (const { path, shape } of specs) {
    if (!Object.hasOwn(tensors, path)) {
      throw refuse(`a tensor ${path} of shape [${shape.join(', ')}]`, listed(Object.keys(tensors)), 'Tensors are called by the paths of the weights, as in model.network.weights, and have their layouts.');
    }
    const tensor = tensors[path];
    if (tensor.shape.length !== shape.length || tensor.shape.some((n, i) => n !== shape[i])) throw refuse(`${path} of shape [${shape.join(', ')}]`, `shape [${tensor.shape.join(', ')}]`);
    const at = tensor.data.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) throw refuse(`finite numbers in ${path}`, `${tensor.data[at]} at ${at}`);
    weights[path] = tensor.data;
  }
  const stranger = Object.keys(tensors).find((name) => !Object.hasOwn(weights, name));
  if (stranger !== undefined) throw refuse('the weights of the network and no others', show(stranger));
  return weights;
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'no tensors';
  return `${names.slice(0, mostNames).join(', ')}${names.length > mostNames ? ` and ${names.length - mostNames} more` : ''}`;
}
