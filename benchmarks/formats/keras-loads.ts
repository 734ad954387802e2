/**
 * Whether Keras loads what we write, and we what it writes: models of every layer that Keras has, with seeded weights, as .keras and
 * .h5. Compares predictions, masks and TextVectorization included; then Keras saves each again, and we read that.
 *
 *   tsx formats/keras-loads.ts --python PYTHON [--seed 1]
 *
 * PYTHON is one that has keras 3 and tensorflow. Ends with an error where anything differs by more than 1e-5.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Sequential } from '@sekvens/engine';
import { predictTexts, readKeras, readKerasH5, writeKeras, writeKerasH5 } from '@sekvens/formats';
import type { ModelParts } from '@sekvens/formats';
import { peerPython } from '../peer-python.js';
import type { KerasCase } from './keras-models.js';
import { kerasCases } from './keras-models.js';

const tolerance = 1e-5;
const formats = { keras: { write: writeKeras, read: readKeras }, h5: { write: writeKerasH5, read: readKerasH5 } } as const;
type FormatName = keyof typeof formats;
interface Loaded {
  readonly output?: readonly number[];
  readonly vectorized?: readonly number[];
  readonly error?: string;
}

const { values } = parseArgs({ options: { python: { type: 'string' }, seed: { type: 'string', default: '1' } } });
if (!values.python) throw new Error('--python PYTHON is needed, one that has keras 3 and tensorflow');

function predict(parts: ModelParts, input: KerasCase['input']): ArrayLike<number> {
  if (parts.vectorizer) return predictTexts(parts, input as readonly string[]);
  return new Sequential(parts.network, parts.weights).predict(input as readonly number[][], { batchSize: input.length }).data;
}

function largest(a: ArrayLike<number>, b: ArrayLike<number> | undefined): number {
  if (a.length !== b?.length) return Infinity;
  return Array.from(a, (value, i) => Math.abs(value - b[i])).reduce((x, y) => (Number.isNaN(y) ? Infinity : Math.max(x, y)), 0);
}

const folder = mkdtempSync(join(tmpdir(), 'sekvens-keras-'));
try {
  const cases = await kerasCases(Number(values.seed));
  const names = Object.keys(formats) as FormatName[];
  const listed = cases.map(({ parts, input }, i) => {
    const files = Object.fromEntries(names.map((name) => [name, join(folder, `${i}.${name}`)]));
    for (const name of names) writeFileSync(files[name], formats[name].write(parts));
    return { files, input };
  });
  const list = join(folder, 'cases.json');
  writeFileSync(list, JSON.stringify(listed));
  const { keras, results } = await peerPython<{ keras: string; results: Record<FormatName, Loaded>[] }>(values.python, 'keras_loads.py', [list]);
  console.log(`Keras ${keras}: largest difference of a prediction, .keras and .h5; then of what Keras saves again`);
  let failures = 0;
  cases.forEach(({ name, parts, input }, i) => {
    const ours = predict(parts, input);
    const cells = names.flatMap((format) => {
      const { output, vectorized, error } = results[i][format];
      if (error !== undefined) return [Infinity, error.slice(0, 300)];
      const ids = vectorized && parts.vectorizer ? largest(parts.vectorizer.call(input as readonly string[]).data, vectorized) : 0;
      const again = `${listed[i].files[format]}.again.${format}`;
      return [Math.max(ids, largest(ours, output)), readBack(format, again, ours, input)];
    });
    if (cells.some((cell) => typeof cell === 'string' ? !cell.startsWith('no vocabulary') : !(cell < tolerance))) failures++;
    console.log(`${name.padEnd(38)} ${cells.map((cell) => (typeof cell === 'number' ? cell.toExponential(1) : cell)).join('  ')}`);
  });
  console.log(`${cases.length} models, ${failures} of which differ`);
  if (failures > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** Keras itself forgets a vocabulary that was not given to the layer when it writes .h5. */
function readBack(format: FormatName, path: string, ours: ArrayLike<number>, input: KerasCase['input']): number | string {
  try {
    return largest(predict(formats[format].read(new Uint8Array(readFileSync(path)), path), input), ours);
  } catch (error) {
    return error instanceof Error && error.message.includes('the vocabulary of') ? 'no vocabulary' : String(error);
  }
}
