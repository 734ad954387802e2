/** TensorFlow.js itself, which loads written models and predicts with them. */
import * as tf from '@tensorflow/tfjs';
import type { Files } from '@sekvens/engine';
import type { Network } from '@sekvens/layers';
import type { Batch } from './random-networks.js';

interface ModelJson {
  readonly modelTopology: object;
  readonly userDefinedMetadata?: Record<string, unknown>;
  readonly weightsManifest: readonly { readonly paths: readonly string[]; readonly weights: tf.io.WeightsManifestEntry[] }[];
}

export async function useStock(): Promise<typeof tf> {
  await tf.setBackend('cpu');
  return tf;
}

/** Loads files as `tf.loadLayersModel` loads them from a server. */
export function loadStock(files: Files): Promise<tf.LayersModel> {
  const { modelTopology, userDefinedMetadata, weightsManifest } = JSON.parse(new TextDecoder().decode(files['model.json'])) as ModelJson;
  const shards = weightsManifest.flatMap(({ paths }) => paths.map((path) => files[path].slice().buffer));
  return tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest.flatMap(({ weights }) => weights), weightData: shards, userDefinedMetadata }));
}

/** What a stock model gives for a batch, row after row. */
export function predictStock(model: tf.LayersModel, { network, batch }: { readonly network: Network; readonly batch: Batch }): Float32Array {
  return tf.tidy(() => {
    const { values, rows, steps } = batch;
    const { kind, shape } = network.input;
    const input = kind === 'ids' ? tf.tensor2d(values, [rows, steps], 'int32') : tf.tensor(values, shape.length === 3 ? [rows, steps, shape[2]!] : [rows, shape[1]!]);
    return (model.predict(input) as tf.Tensor).dataSync<'float32'>().slice();
  });
}

/** What `model.save` writes, as the files of a folder. */
export async function saveStock(model: tf.LayersModel, change: (artifacts: tf.io.ModelArtifacts) => object = () => ({})): Promise<Files> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save(tf.io.withSaveHandler((saved) => {
    artifacts = saved;
    return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
  }));
  const { modelTopology, weightSpecs, weightData, userDefinedMetadata, format, generatedBy, convertedBy } = artifacts!;
  const json = { format, generatedBy, convertedBy, modelTopology, userDefinedMetadata, weightsManifest: [{ paths: ['./weights.bin'.slice(2)], weights: weightSpecs }], ...change(artifacts!) };
  return { 'model.json': new TextEncoder().encode(JSON.stringify(json)), 'weights.bin': new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)) };
}
