/** From a network to the list of operations that runs it. */
import type { LayerDefinition, LayerKind, Network, NetworkLayer } from '@sekvens/layers';
import { AttentionPoolingOperation } from './attention-pooling-operation.js';
import { BidirectionalOperation } from './bidirectional-operation.js';
import { DenseOperation } from './dense-operation.js';
import { EmbeddingOperation } from './embedding-operation.js';
import type { Heap } from './heap.js';
import type { Operation } from './operation.js';
import type { ParameterStore } from './parameter.js';
import { PoolingOperation } from './pooling-operation.js';
import { RecurrentDirection } from './recurrent-direction.js';
import { RecurrentOperation } from './recurrent-operation.js';
import { ActivationOperation, DropoutOperation } from './simple-operations.js';

export interface Plan {
  readonly operations: readonly Operation[];
  /** Whether rows are compressed to their unmasked tokens. */
  readonly masked: boolean;
  /** Whether masked steps can be seen somewhere, so that batches need the full layout, too. */
  readonly needsFull: boolean;
  /** Whether feature input is needed with its masked steps. */
  readonly inputFull: boolean;
}

const recurrentKinds: readonly LayerKind[] = ['simpleRNN', 'lstm', 'gru', 'bidirectional'];

/** Plans a network whose input is masked by the caller (`inputMasked`) or not. */
export function planNetwork(heap: Heap, parameters: ParameterStore, network: Network, inputMasked: boolean): Plan {
  const { layers } = network;
  const maskAfter = followMask(layers, inputMasked);
  const full = findFullEdges(layers, maskAfter, inputMasked);
  const firstRecurrent = layers.findIndex(({ definition }) => recurrentKinds.includes(definition.kind));
  const operations: Operation[] = [];
  layers.forEach((_, i) => {
    const operation = plan(heap, parameters, layers, i, full[i + 1], i === firstRecurrent);
    if (operation) operations.push(operation);
  });
  return { operations, masked: inputMasked || maskAfter.some(Boolean), needsFull: full.some(Boolean), inputFull: full[0] };
}

/** Whether a mask goes on from each layer. */
function followMask(layers: readonly NetworkLayer[], inputMasked: boolean): boolean[] {
  let mask = inputMasked;
  return layers.map(({ definition }) => {
    mask = passesMask(definition, mask);
    return mask;
  });
}

function passesMask(definition: LayerDefinition, mask: boolean): boolean {
  switch (definition.kind) {
    case 'embedding':
      return definition.config.maskZero;
    case 'masking':
      return true;
    case 'globalMaxPooling1D':
    case 'globalAveragePooling1D':
    case 'globalMaxAveragePooling1D':
    case 'attentionPooling1D':
      return false;
    case 'bidirectional':
      return mask && definition.config.layer.config.returnSequences;
    case 'simpleRNN':
    case 'lstm':
    case 'gru':
      return mask && definition.config.returnSequences;
    default:
      return mask;
  }
}

/** For the input and each layer's output: whether it is a masked sequence whose masked steps someone looks at. */
function findFullEdges(layers: readonly NetworkLayer[], maskAfter: readonly boolean[], inputMasked: boolean): boolean[] {
  const full = new Array<boolean>(layers.length + 1).fill(false);
  for (let i = layers.length; i >= 0; i--) {
    const masked = i === 0 ? inputMasked : maskAfter[i - 1];
    if (!masked) continue;
    const next = layers[i]?.definition;
    if (!next) full[i] = true;
    else if ('useMask' in next.config) full[i] = !next.config.useMask;
    else if (next.kind === 'dense' || next.kind === 'dropout' || next.kind === 'spatialDropout1D' || next.kind === 'activation' || next.kind === 'masking') full[i] = full[i + 1];
  }
  return full;
}

function plan(heap: Heap, parameters: ParameterStore, layers: readonly NetworkLayer[], index: number, full: boolean, first: boolean): Operation | undefined {
  const { definition, name, inputShape } = layers[index];
  const next: LayerDefinition | undefined = layers[index + 1]?.definition;
  const before: LayerDefinition | undefined = layers[index - 1]?.definition;
  const vocabulary = before?.kind === 'embedding' ? before.config.inputDim : 0;
  const inputWidth = inputShape[inputShape.length - 1]!;
  const key = index * 4;
  switch (definition.kind) {
    case 'embedding': {
      const folded = next !== undefined && recurrentKinds.includes(next.kind);
      return new EmbeddingOperation(definition.config, parameters.table(`${name}/embeddings`), full, folded, key);
    }
    case 'masking':
      return undefined;
    case 'simpleRNN':
    case 'lstm':
    case 'gru':
      return new RecurrentOperation(
        definition, new RecurrentDirection(heap, parameters, name, definition, inputWidth, definition.config.goBackwards, key, vocabulary), full, first,
      );
    case 'bidirectional': {
      const { layer: ahead, backwardLayer: back, mergeMode } = definition.config;
      return new BidirectionalOperation(
        new RecurrentDirection(heap, parameters, `${name}/forward`, ahead, inputWidth, ahead.config.goBackwards, key, vocabulary),
        new RecurrentDirection(heap, parameters, `${name}/backward`, back, inputWidth, back.config.goBackwards, key + 2, vocabulary),
        mergeMode, ahead.config.returnSequences, full,
      );
    }
    case 'dense':
      return new DenseOperation(
        heap, definition.config, inputWidth, parameters.dense(`${name}/kernel`), definition.config.useBias ? parameters.dense(`${name}/bias`) : undefined,
      );
    case 'dropout':
    case 'spatialDropout1D':
      return new DropoutOperation(definition.config.rate, definition.kind === 'spatialDropout1D', key);
    case 'activation':
      return new ActivationOperation(definition.config.activation);
    case 'globalMaxPooling1D':
      return new PoolingOperation(['max']);
    case 'globalAveragePooling1D':
      return new PoolingOperation(['average']);
    case 'globalMaxAveragePooling1D':
      return new PoolingOperation(['max', 'average']);
    case 'attentionPooling1D': {
      const { units } = definition.config;
      const weight = (of: string) => parameters.dense(`${name}/${of}`);
      const hidden = units === null ? undefined : { units, kernel: weight('kernel'), bias: weight('bias') };
      return new AttentionPoolingOperation(heap, inputWidth, { context: weight('context'), hidden });
    }
  }
}
