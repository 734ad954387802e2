/** The first value of a plan: token ids laid out, feature vectors gathered into the layout, or plain vectors. */
import { SekvensError } from '@sekvens/core';
import type { Network } from '@sekvens/layers';
import type { ExecutorInput } from '../executor.js';
import { featureSteps, layOutFeatures, layOutIds } from './batch-layout.js';
import type { BatchLayout } from './batch-layout.js';
import type { Heap } from './heap.js';
import type { Kernels } from './kernels.js';
import { rowValue, tokenValue } from './operation.js';
import type { Value } from './operation.js';
import type { Plan } from './plan.js';

export interface PlacedInput {
  readonly value: Value;
  readonly layout: BatchLayout | undefined;
  readonly rows: number;
}

/** Puts a batch into memory, laid out as the plan wants it. */
export function placeInput(heap: Heap, kernels: Kernels, network: Network, plan: Plan, input: ExecutorInput, mask: Uint8Array | undefined): PlacedInput {
  const first = network.layers[0];
  if (network.input.kind === 'ids') {
    if (!input.ids) throw wrongInput(network, 'token ids (input.ids)');
    const vocabulary = first.definition.kind === 'embedding' ? first.definition.config.inputDim : 0;
    const layout = layOutIds(heap, kernels, input.ids, input.timeSteps, plan.masked, plan.needsFull, vocabulary, `layer ${first.name}`);
    return { value: tokenValue(0, 0, layout.main), layout, rows: layout.rows };
  }
  const width = network.input.shape[network.input.shape.length - 1]!;
  if (network.input.shape.length === 2) {
    if (!input.vectors) throw wrongInput(network, 'vectors [batch, features] (input.vectors)');
    const rows = input.vectors.length / width;
    return { value: rowValue(heap.putFloats(input.vectors), width, rows), layout: undefined, rows };
  }
  const { features } = input;
  if (!features) throw wrongInput(network, 'feature vectors [batch, time, features] (input.features)');
  const timeSteps = featureSteps(input);
  const layout = layOutFeatures(heap, kernels, features, timeSteps, mask, plan.needsFull, `layer ${first.name}`);
  const tokens = plan.inputFull ? layout.full : layout.main;
  const zeroMasked = mask !== undefined && first.definition.kind === 'masking';
  const index = heap.i32(tokens.positions, tokens.count).map((position) => {
    const row = Math.floor(position / timeSteps);
    const at = features.offsets[row] + (position % timeSteps);
    // a masking layer hands on zeros for what it masks
    return at < features.offsets[row + 1] && (!zeroMasked || mask[position]) ? at : -1;
  });
  const source = heap.putFloats(features.values);
  const value = tokenValue(heap.takeFloats(tokens.count * width), width, tokens);
  kernels.gatherRows(value.pointer, width * 4, source, width * 4, heap.putIntegers(index), tokens.count, width);
  return { value, layout, rows: layout.rows };
}

/** The mask [batch, time] of feature input: the caller's, or the one a masking layer at the front computes. */
export function inputMask(network: Network, input: ExecutorInput): Uint8Array | undefined {
  const first = network.layers[0].definition;
  if (first.kind !== 'masking' || !input.features) return input.mask;
  const { values, offsets } = input.features;
  const width = network.input.shape[2]!;
  const timeSteps = featureSteps(input);
  const rows = offsets.length - 1;
  const mask = new Uint8Array(rows * timeSteps);
  for (let r = 0; r < rows; r++) {
    for (let t = 0; t < timeSteps; t++) {
      const at = offsets[r] + t;
      // padding is zeros
      const present = at < offsets[r + 1] ? hasOther(values, at * width, width, first.config.maskValue) : first.config.maskValue !== 0;
      mask[r * timeSteps + t] = present ? 1 : 0;
    }
  }
  return mask;
}

/** Compared as the 32-bit floats that both are computed with. */
function hasOther(values: Float32Array | Float64Array, from: number, count: number, maskValue: number): boolean {
  const wanted = Math.fround(maskValue);
  for (let i = from; i < from + count; i++) if (Math.fround(values[i]) !== wanted) return true;
  return false;
}

function wrongInput(network: Network, expected: string): SekvensError {
  return new SekvensError({
    code: 'invalid-data',
    where: `network ${network.name}`,
    expected,
    got: 'input of another form',
    hint: `Its input shape is [${network.input.shape.map((n) => n ?? 'any').join(', ')}].`,
  });
}
