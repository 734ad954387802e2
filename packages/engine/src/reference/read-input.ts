import { longestRow, SekvensError, show } from '@sekvens/core';
import type { Network } from '@sekvens/layers';
import type { ExecutorInput } from '../executor.js';
import type { Flow } from './layer.js';

/**
 * The input of a batch as the first layer reads it: rows padded at their end to the same length, with id 0 or with zeros.
 * Ids become [batch, time], features [batch, time, features], vectors [batch, features].
 *
 * Errors: `invalid-data` for a form of input other than the network's, rows longer than `timeSteps`, offsets that do not fit,
 * and a mask of the wrong size; `unsupported` for a mask beside ids, vectors or a masking layer.
 */
export function readInput(network: Network, input: ExecutorInput): Flow {
  const form = network.input.kind === 'ids' ? 'ids' : network.input.shape.length === 3 ? 'features' : 'vectors';
  for (const name of ['ids', 'features', 'vectors'] as const) {
    if ((input[name] !== undefined) !== (name === form)) {
      throw new SekvensError({
        code: 'invalid-data',
        where: `forward({ ${name} })`,
        expected: name === form ? `${form} for the network "${network.name}"` : `only ${form} for the network "${network.name}"`,
        got: name === form ? 'none' : name,
      });
    }
  }
  const maskingLayer = network.layers.find((layer) => layer.definition.kind === 'masking');
  if (input.mask && (form !== 'features' || maskingLayer)) {
    const reason = form !== 'features' ? `${form}` : `the masking layer "${maskingLayer!.name}"`;
    throw new SekvensError({
      code: 'unsupported',
      where: 'forward({ mask })',
      expected: 'a mask with features and without a masking layer only',
      got: `a mask beside ${reason}`,
      hint: 'Ids are masked by maskZero; a masking layer makes its own mask.',
    });
  }
  if (form === 'vectors') return readVectors(network, input.vectors!);

  const features = form === 'ids' ? 1 : Number(network.input.shape[2]);
  const { values, offsets } = form === 'ids' ? input.ids! : input.features!;
  const batch = offsets.length - 1;
  if (batch < 0 || offsets[0] !== 0 || offsets.some((offset, r) => r > 0 && offset < offsets[r - 1]) || offsets[batch] * features !== values.length) {
    throw new SekvensError({
      code: 'invalid-data',
      where: `forward({ ${form} })`,
      expected: `ascending offsets from 0 to the ${values.length / features} steps given`,
      got: show(offsets),
    });
  }
  const longest = longestRow({ values: new Int32Array(0), offsets });
  const timeSteps = input.timeSteps ?? longest;
  if (!Number.isInteger(timeSteps) || timeSteps < longest) {
    throw new SekvensError({ code: 'invalid-data', where: 'forward({ timeSteps })', expected: `an integer of at least ${longest}, the longest row`, got: show(timeSteps) });
  }
  if (input.mask && input.mask.length !== batch * timeSteps) {
    throw new SekvensError({ code: 'invalid-data', where: 'forward({ mask })', expected: `${batch} · ${timeSteps} values, [batch, timeSteps]`, got: `${input.mask.length} values` });
  }
  const data = new Float64Array(batch * timeSteps * features);
  for (let row = 0; row < batch; row++) data.set(values.subarray(offsets[row] * features, offsets[row + 1] * features), row * timeSteps * features);
  return { tensor: { data, shape: form === 'ids' ? [batch, timeSteps] : [batch, timeSteps, features] }, mask: input.mask };
}

function readVectors(network: Network, vectors: Float32Array | Float64Array): Flow {
  const features = Number(network.input.shape[1]);
  if (vectors.length % features !== 0) {
    throw new SekvensError({ code: 'invalid-data', where: 'forward({ vectors })', expected: `rows of ${features} numbers`, got: `${vectors.length} numbers` });
  }
  return { tensor: { data: Float64Array.from(vectors), shape: [vectors.length / features, features] }, mask: undefined };
}
