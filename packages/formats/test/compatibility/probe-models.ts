import { TextVectorization } from '@sekvens/core';
import { dense, embedding, globalAveragePooling1D, initializeWeights, lstm, network } from '@sekvens/layers';
import type { LayerDefinition, LayerKind, Network } from '@sekvens/layers';
import type { ModelParts } from '../../src/index.js';

const vectorizer = new TextVectorization({ vocabulary: ['oil', 'goal', 'bank', 'team', 'rocket'] });
const labels = ['a', 'b'];

/** The smallest sensible model with a layer in it: with `masked`, behind a mask. Undefined where there is none. */
export function probeModel(definition: LayerDefinition, masked: boolean): ModelParts | undefined {
  const { kind } = definition;
  const last = dense({ units: 2, activation: 'softmax' });
  const unpooled = (kind !== 'bidirectional' && keepsTime(kind)) || returnsSequences(definition) ? [lstm({ units: 3 })] : [];
  if (kind === 'masking') return masked ? parts(network([definition, lstm({ units: 3 }), last], { inputShape: [null, 3] })) : undefined;
  if (kind === 'embedding') return masked ? undefined : parts(network([definition, lstm({ units: 3 }), last]));
  if (kind === 'dense' || kind === 'dropout' || kind === 'activation') return masked ? undefined : parts(network([embedding({ inputDim: 9, outputDim: 4 }), globalAveragePooling1D(), definition, last]));
  return parts(network([embedding({ inputDim: 9, outputDim: 4, maskZero: masked }), definition, ...unpooled, last]));
}

function keepsTime(kind: LayerKind): boolean {
  return kind === 'spatialDropout1D';
}

function returnsSequences({ config }: LayerDefinition): boolean {
  const { returnSequences } = 'layer' in config ? config.layer.config : { returnSequences: false, ...config };
  return returnSequences;
}

function parts(net: Network): ModelParts {
  const weights = initializeWeights(net, 5);
  return net.input.kind === 'ids' ? { network: net, weights, vectorizer, labels } : { network: net, weights };
}
