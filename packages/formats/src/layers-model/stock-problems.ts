import type { Network } from '@sekvens/layers';
import { stockLayers } from './stock-layers.js';

export interface StockProblem {
  /** The layer's place in the network. */
  readonly index: number;
  /** The layer, and why TensorFlow.js does not compute it as it is computed here. */
  readonly text: string;
}

/** Everything in a network that TensorFlow.js itself computes differently, layer by layer; nothing for a network it predicts the same with. */
export function stockProblems(network: Network): StockProblem[] {
  return network.layers.flatMap((layer, index) => {
    const { differences } = stockLayers.find(({ kind }) => kind === layer.definition.kind)!;
    const context = { maskedStepsAreSeen: maskedStepsAreSeen(network, index) };
    return differences.filter(({ applies }) => applies(layer, context)).map(({ when, why }) => {
      const condition = when === 'always' ? '' : `, ${when}`;
      return { index, text: `${layer.name} (${layer.definition.kind}${condition}): ${why}` };
    });
  });
}

/**
 * Recurrent layers pass masked steps over, and so do poolings that use the mask; layers that work step by step hand them on. A masking
 * layer looks at every step, and so does whoever takes the output.
 */
function maskedStepsAreSeen({ layers }: Network, index: number): boolean {
  for (const { definition: { kind, config } } of layers.slice(index + 1)) {
    if (kind === 'masking') return true;
    if ('useMask' in config) return !config.useMask;
    if ('returnSequences' in config || kind === 'bidirectional') return false;
  }
  return true;
}
