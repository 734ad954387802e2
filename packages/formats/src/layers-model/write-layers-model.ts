import { assertKnownOptions, SekvensError, show } from '@sekvens/core';
import type { Files } from '@sekvens/engine';
import type { ModelParts } from '../model-parts.js';
import type { QuantizationType } from '../quantize/quantized-tensor.js';
import { quantizeTensor } from '../quantize/quantized-tensor.js';
import { assertQuantizationType } from '../quantize/quantize.js';
import { writeMetadata } from './metadata.js';
import { modelTopology } from './model-topology.js';

export interface WriteLayersModelOptions {
  /**
   * Write layers that TensorFlow.js does not have, or computes differently, as those of `@sekvens/layers/tfjs`, which then have to be
   * registered where the model is loaded. Default false: such models are refused.
   */
  readonly custom?: boolean;
  /** Store weights with fewer bits; see `quantize`. Default: as they are, in 32. */
  readonly quantize?: QuantizationType;
  /** Most bytes of a file of weights. Default 4 MiB, as TensorFlow.js' converter has it, which browsers still keep in their cache. */
  readonly shardBytes?: number;
}

/**
 * A model as a TensorFlow.js layers model: model.json, and its weights as group1-shard1of1.bin or several such files.
 * `tf.loadLayersModel` loads it and predicts the same, rounding apart. Vectorizer, labels, task and thresholds are in `userDefinedMetadata.sekvens`,
 * with the options of layers that TensorFlow.js has no place for; `readLayersModel` gives the same parts back.
 *
 * @throws code 'unsupported', naming every layer that TensorFlow.js computes differently and why (`stockLayers` has all of them)
 * @throws code 'invalid-option' for options; 'diverged' for weights that are not finite, which could not be loaded again
 */
export function writeLayersModel(parts: ModelParts, options: WriteLayersModelOptions = {}): Files {
  const where = 'writeLayersModel(parts, options)';
  assertKnownOptions(options, ['custom', 'quantize', 'shardBytes'], where);
  const { custom = false, quantize, shardBytes = 4194304 } = options;
  if (typeof custom !== 'boolean') throw new SekvensError({ code: 'invalid-option', where: 'writeLayersModel(parts, { custom })', expected: 'true or false', got: show(custom) });
  if (quantize !== undefined) assertQuantizationType(quantize, 'writeLayersModel(parts, { quantize })');
  if (!Number.isSafeInteger(shardBytes) || shardBytes < 1024) throw new SekvensError({ code: 'invalid-option', where: 'writeLayersModel(parts, { shardBytes })', expected: 'an integer from 1024', got: show(shardBytes) });
  const { topology, weightNames } = modelTopology(parts.network, custom);
  const entries: object[] = [];
  const chunks: Uint8Array[] = [];
  parts.network.weights.forEach(({ path, shape }, i) => {
    const { bytes, quantization } = stored(parts.weights[path], quantize, path);
    entries.push({ name: weightNames[i], shape, dtype: 'float32', ...(quantization && { quantization }) });
    chunks.push(bytes);
  });
  const shards = shardsOf(chunks, shardBytes);
  const model = {
    format: 'layers-model', generatedBy: 'sekvens', convertedBy: null, modelTopology: topology,
    weightsManifest: [{ paths: Object.keys(shards), weights: entries }],
    userDefinedMetadata: { sekvens: writeMetadata(parts) },
  };
  return { 'model.json': new TextEncoder().encode(JSON.stringify(model)), ...shards };
}

function stored(values: Float32Array, quantize: QuantizationType | undefined, path: string): { readonly bytes: Uint8Array; readonly quantization?: object } {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw new SekvensError({ code: 'diverged', where: 'writeLayersModel(parts)', expected: `finite numbers in ${path}`, got: `${values[wrong]} at ${wrong}`, hint: 'Train again with a smaller learning rate.' });
  if (quantize === undefined) return { bytes: bytesOf(values) };
  const { grid, numbers } = quantizeTensor(values, quantize, `writeLayersModel(parts, { quantize }), ${path}`);
  return { bytes: bytesOf(numbers), quantization: { dtype: quantize, ...grid, original_dtype: 'float32' } };
}

/** Numbers lie in memory as in the file: wherever WebAssembly's memory can be looked at as numbers, they are little-endian. */
function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function shardsOf(chunks: readonly Uint8Array[], most: number): Files {
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  const count = Math.max(1, Math.ceil(all.length / most));
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`group1-shard${i + 1}of${count}.bin`, all.slice(i * most, (i + 1) * most)]));
}
