import { assertKnownOptions, SekvensError, show } from '@sekvens/core';
import type { Network, NetworkWeights } from '@sekvens/layers';
import type { ModelParts } from '../model-parts.js';
import { encodeMessage } from './encode-message.js';
import type { OnnxFlow } from './layer-writer.js';
import { OnnxGraph } from './onnx-graph.js';
import { dataTypes, modelSchema } from './onnx-schema.js';
import type { ValueInfoMessage } from './onnx-schema.js';
import { writeLayer } from './write-layer.js';

export interface WriteOnnxOptions {
  /** What the graph is called. Default: the name of the network. */
  readonly name?: string;
}

/**
 * Operators as of ONNX 1.9 of 2021: old enough for every runtime in use, and new enough that all that is asked of them has been said
 * (CumSum, GatherND with batch_dims, softmax over one axis, squeezing along axes that are an input).
 */
const opset = 14;
/** The version of the file format that came with it. */
const irVersion = 7;

/** Protocol Buffers end at 2 GiB; a million bytes are for nodes and names. */
const mostBytes = 2_147_483_647 - 1_000_000;

/**
 * A model as an ONNX file, opset 14. It gives what `predict` gives, for batches of any size and length, whatever steps are masked.
 *
 * - Input `ids`, int64 [batch, time], for networks that begin with an embedding: rows filled up at their end with id 0. Otherwise
 *   `features`, float32 [batch, time, features] filled up with zeros (for a masking layer with its maskValue), or [batch, features].
 *   There has to be at least one row and one time step. Without a mask, padding takes part, as in `predict`.
 * - Output `probabilities` where the last activation is softmax or sigmoid, otherwise `outputs`: float32 [batch, …].
 * - Metadata: `labels`, `task`, `thresholds` and `vectorizer` as JSON, where the model has them.
 *
 * @throws code 'invalid-option' for weights that are not those of the network; 'diverged' for ones that are not finite
 * @throws code 'unsupported' for a file of more than 2 GiB, where Protocol Buffers end
 */
export function writeOnnx(parts: ModelParts, options: WriteOnnxOptions = {}): Uint8Array {
  assertKnownOptions(options, ['name'], 'writeOnnx(parts, options)');
  const { network, weights } = parts;
  const { name = network.name } = options;
  if (typeof name !== 'string' || name === '') throw new SekvensError({ code: 'invalid-option', where: 'writeOnnx(parts, { name })', expected: 'a name', got: show(name) });
  assertSize(network.weights.reduce((bytes, { shape }) => bytes + 4 * shape.reduce((a, b) => a * b, 1), 0));
  assertWeights(network, weights);

  const graph = new OnnxGraph();
  const input = network.input.kind === 'ids' ? 'ids' : 'features';
  let flow: OnnxFlow = { value: input };
  for (const layer of network.layers) {
    flow = graph.within(layer.name, () => writeLayer({ graph, layer, weight: (path) => weights[`${layer.name}/${path}`] }, flow));
  }
  const message = graph.toMessage(
    name,
    tensorInfo(input, network.input.kind === 'ids' ? dataTypes.int64 : dataTypes.float, network.input.shape),
    tensorInfo(outputName(network), dataTypes.float, network.outputShape),
    flow.value,
  );
  const metadata = metadataOf(parts);
  assertSize(graph.tensorBytes + metadata.reduce((bytes, { key, value }) => bytes + 3 * (key.length + value.length), 0));
  return encodeMessage(modelSchema, { ir_version: irVersion, producer_name: 'sekvens', graph: message, opset_import: { domain: '', version: opset }, metadata_props: metadata });
}

function outputName({ layers }: Network): string {
  const { kind, config } = layers[layers.length - 1].definition;
  return (kind === 'dense' || kind === 'activation') && (config.activation === 'softmax' || config.activation === 'sigmoid') ? 'probabilities' : 'outputs';
}

/** Rows may have any length, also where a network names one: the engine pads them to the longest of a batch. */
function tensorInfo(name: string, type: number, shape: readonly (number | null)[]): ValueInfoMessage {
  const dim = shape.map((size, axis) => (axis === 0 ? { dim_param: 'batch' } : axis === 1 && (type === dataTypes.int64 || shape.length === 3) ? { dim_param: 'time' } : { dim_value: size! }));
  return { name, type: { tensor_type: { elem_type: type, shape: { dim } } } };
}

function metadataOf({ labels, task, thresholds, vectorizer }: ModelParts): { readonly key: string; readonly value: string }[] {
  const entries = { labels, task: labels ? (task ?? 'multiClass') : task, thresholds, vectorizer: vectorizer?.toJSON() };
  return Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: JSON.stringify(value) }]));
}

function assertWeights(network: Network, weights: NetworkWeights): void {
  for (const { path, shape } of network.weights) {
    const where = `writeOnnx({ weights }), ${path}`;
    const numbers: unknown = Object.hasOwn(weights, path) ? weights[path] : undefined;
    const count = shape.reduce((a, b) => a * b, 1);
    if (!(numbers instanceof Float32Array) || numbers.length !== count) {
      throw new SekvensError({ code: 'invalid-option', where, expected: `a Float32Array of ${count} numbers, [${shape.join(', ')}]`, got: numbers instanceof Float32Array ? `${numbers.length} numbers` : show(numbers) });
    }
    const wrong = numbers.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw new SekvensError({ code: 'diverged', where, expected: 'finite numbers', got: `${numbers[wrong]} at ${wrong}`, hint: 'Train again with a smaller learning rate.' });
  }
}

/** @param bytes what the file has to hold in any case */
function assertSize(bytes: number): void {
  if (bytes <= mostBytes) return;
  throw new SekvensError({
    code: 'unsupported',
    where: 'writeOnnx(parts)',
    expected: `at most ${mostBytes.toLocaleString('en-US')} bytes of weights and metadata, since Protocol Buffers end at 2 GiB`,
    got: bytes.toLocaleString('en-US'),
    hint: 'Use a smaller vocabulary or a smaller outputDim of the embedding, or another format.',
  });
}
