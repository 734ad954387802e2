import { show } from '@sekvens/core';
import type { Network } from '@sekvens/layers';
import { damaged } from './model-files.js';
import type { ManifestEntry } from './read-manifest.js';

/**
 * The stored weights in the order of the network's. Names are those of TensorFlow.js, `lstm/recurrent_kernel` and
 * `bidirectional/forward_lstm/recurrent_kernel`, or of Keras models converted for it, which may have further parts within: `lstm/lstm_cell/kernel`.
 * @throws code 'invalid-file' for weights that are missing, not of the network, there twice, or of another shape
 */
export function matchWeights(network: Network, entries: ReadonlyMap<string, ManifestEntry>, file: string): ManifestEntry[] {
  const where = `${file}, weightsManifest`;
  const byPath = new Map<string, ManifestEntry>();
  for (const entry of entries.values()) {
    const path = pathOf(entry.name);
    const before = byPath.get(path);
    if (before) throw damaged(where, 'one weight of each name', `${show(before.name)} and ${show(entry.name)}`);
    byPath.set(path, entry);
  }
  const matched = network.weights.map(({ path, shape }) => {
    const entry = byPath.get(path);
    byPath.delete(path);
    if (entry === undefined) throw damaged(where, `a weight ${path} of shape [${shape.join(', ')}]`, 'none');
    if (entry.shape.length !== shape.length || entry.shape.some((n, i) => n !== shape[i])) {
      throw damaged(`${where}, ${entry.name}`, `shape [${shape.join(', ')}], as the topology says`, `[${entry.shape.join(', ')}]`);
    }
    return entry;
  });
  const [stranger] = byPath.values();
  if (stranger) throw damaged(where, 'the weights of the topology and no others', show(stranger.name));
  return matched;
}

const own: Readonly<Record<string, string>> = { recurrent_kernel: 'recurrentKernel' };

/** `bidirectional/forward_lstm/lstm_cell/recurrent_kernel` is `bidirectional/forward/recurrentKernel`. */
function pathOf(name: string): string {
  const [layer, ...parts] = name.replace(/:0$/, '').split('/');
  const last = parts.pop() ?? '';
  const direction = parts.map((part) => /^(?:forward|backward)(?=_|$)/.exec(part)?.[0]).find((found) => found !== undefined);
  return [layer, ...(direction === undefined ? [] : [direction]), Object.hasOwn(own, last) ? own[last] : last].join('/');
}
