/** The trainings of fixtures/reproducible-training.json. This file runs in every runtime: with vitest, in one bundle in Node, and in a browser. */
import { Random, raggedFrom } from '@sekvens/core';
import type { MultiHotTargets } from '@sekvens/core';
import * as layers from '@sekvens/layers';
import type { LayerDefinition } from '@sekvens/layers';
import fixture from '../../fixtures/reproducible-training.json';
import { sequential } from '../../src/model/sequential.js';
import type { OptimizerOption } from '../../src/training-config.js';

interface Training {
  readonly name: string;
  readonly layers: readonly object[];
  readonly optimizer: OptimizerOption;
  /** Of rows with any number of labels, how many labels there are; else rows have a class. */
  readonly labels?: number;
  readonly labelSmoothing?: number;
  readonly classWeights?: 'balanced';
}

/** By name, the hashes that the fixture expects. */
export const expectedHashes: Readonly<Record<string, string>> = Object.fromEntries(fixture.trainings.map(({ name, hash }) => [name, hash]));

/** By name, the hashes of all weights after each training of two epochs. */
export async function trainedHashes(threads?: number): Promise<Record<string, string>> {
  const random = new Random(1);
  const rows = Array.from({ length: fixture.rows }, () => Array.from({ length: random.integer(fixture.longest) }, () => random.integer(fixture.vocabulary)));
  const data = { x: raggedFrom(rows), y: rows.map(() => random.integer(fixture.classes)) };
  const hashes: Record<string, string> = {};
  for (const { name, layers: described, optimizer, labels, labelSmoothing, classWeights } of fixture.trainings as readonly Training[]) {
    const model = sequential(described.map(layerFrom), { seed: 5 });
    model.compile({ optimizer, loss: labels === undefined ? 'sparseCategoricalCrossentropy' : 'binaryCrossentropy', labelSmoothing });
    // large enough batches for threads to be used by themselves
    await model.fit(labels === undefined ? data : { x: data.x, y: labelsOf(rows, labels) }, { epochs: 2, batchSize: 32, seed: 9, threads, classWeights });
    hashes[name] = await hashOf(model.getWeights());
  }
  return hashes;
}

/** A row has some of the labels that its ids are, by their remainders. */
function labelsOf(rows: readonly (readonly number[])[], width: number): MultiHotTargets {
  return { ids: raggedFrom(rows.map((ids) => ids.filter((id) => id % 3 === 0).map((id) => id % width))), width };
}

/** `{ lstm: { units: 24 } }` is lstm({ units: 24 }), also within the options of another layer. */
function layerFrom(described: object): LayerDefinition {
  const [[name, options]] = Object.entries(described) as [string, Record<string, unknown>][];
  const create = (layers as unknown as Record<string, (options: object) => LayerDefinition>)[name];
  return create('layer' in options ? { ...options, layer: layerFrom(options.layer as object) } : options);
}

async function hashOf(weights: Readonly<Record<string, Float32Array>>): Promise<string> {
  const paths = Object.keys(weights).sort();
  const bytes = new Uint8Array(paths.reduce((sum, path) => sum + weights[path].byteLength, 0));
  let at = 0;
  for (const path of paths) {
    const { buffer, byteOffset, byteLength } = weights[path];
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
