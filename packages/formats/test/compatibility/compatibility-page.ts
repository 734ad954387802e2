import { isSekvensError } from '@sekvens/core';
import { createReferenceExecutor, createWasmExecutor } from '@sekvens/engine';
import type { ExecutorInput } from '@sekvens/engine';
import type { LayerDefinition, LayerKind } from '@sekvens/layers';
import { toLayersModel } from '@sekvens/layers/tfjs';
import * as tf from '@tensorflow/tfjs';
import { modelFormats } from '../../src/index.js';
import type { ModelFormat, ModelParts } from '../../src/index.js';
import { layerVariants } from './layer-variants.js';
import { probeModel } from './probe-models.js';

const yes = '✓';

/** docs/compatibility.md, found out by writing and reading small models with each layer and option. */
export async function compatibilityPage(): Promise<string> {
  const notes = new Notes();
  const columns = columnsOf();
  const sections: string[] = [];
  for (const kind of Object.keys(layerVariants) as LayerKind[]) sections.push(await section(kind, columns, notes));
  return `# What works where

Every layer and option, in every executor and format. ${yes} means: it works, and predicts the same. A number means: refused, and below is why; “behind a mask” is said where that depends on a mask in front of the layer. Refusals name all layers and options at once, and nothing is written.

This page is written by \`npx vitest run test/compatibility -u\` in packages/formats, which tries everything in it; \`npm test\` fails where it is no longer true.

## Formats

${table(['format', 'what', 'written', 'read', 'weights with fewer bits'], modelFormats.map((format) => [`\`${format.name}\``, format.description, format.write ? yes : '–', format.read ? yes : '–', format.weightTypes?.join(', ') ?? '–']))}

\`tfjs, custom\` in the tables is \`tfjs\` with \`--custom-layers\`, in programs \`{ custom: true }\`: layers that TensorFlow.js lacks, or computes otherwise, are written as those of \`@sekvens/layers/tfjs\`. Vectorizer, labels, task and thresholds go along in every format and come back from those that are read. How a model was trained is in none of them. Initializers matter before a training and \`trainable\`, dropouts and word dropouts in one; formats for inference alone leave them out.

## Executors

Networks of every layer and option run on the WebAssembly executor and on the float64 reference, with and without masks, and through toLayersModel of @sekvens/layers/tfjs in TensorFlow.js, here on its backend cpu; the columns say so because all three were tried.

${sections.join('\n\n')}

## Why

${notes.list()}
`;
}

interface Column {
  readonly title: string;
  /** Throws a SekvensError where the model is refused. */
  readonly attempt: (parts: ModelParts) => Promise<void>;
}

function columnsOf(): Column[] {
  const formats = modelFormats.filter(({ write }) => write).flatMap((format): Column[] => [
    { title: format.name, attempt: (parts) => roundTrip(format, parts, false) },
    ...(format.customLayers === undefined ? [] : [{ title: `${format.name}, custom`, attempt: (parts: ModelParts) => roundTrip(format, parts, true) }]),
  ]);
  return [{ title: 'WebAssembly, reference', attempt: executors }, { title: 'layers for TensorFlow.js', attempt: layersForTfjs }, ...formats];
}

/** Written and, where the format is read, read back to the same network. */
async function roundTrip({ write, read }: ModelFormat, parts: ModelParts, custom: boolean): Promise<void> {
  const files = await write!(parts, 'model', { custom });
  if (!read) return;
  const back = await read(files, 'files');
  const kinds = ({ network }: ModelParts): string => JSON.stringify(network.layers.map(({ definition }) => definition.kind));
  if (kinds(back) !== kinds(parts)) throw new Error(`${kinds(parts)} came back as ${kinds(back)}`);
  assertSame(await predicted(back), await predicted(parts), 1e-5);
}

// eslint-disable-next-line @typescript-eslint/require-await -- as the other columns
async function executors({ network, weights }: ModelParts): Promise<void> {
  const input = inputOf(network.input.kind);
  assertSame(Array.from(createWasmExecutor(network, weights).forward(input).data), Array.from(createReferenceExecutor(network, weights).forward(input).data), 1e-5);
}

async function layersForTfjs(parts: ModelParts): Promise<void> {
  const { network, weights } = parts;
  const model = toLayersModel(network, weights);
  const expected = await predicted(parts);
  const input = network.input.kind === 'ids' ? tf.tensor2d([2, 5, 3, 4, 0, 0, 1, 6, 0], [3, 3], 'int32') : tf.tensor3d([0.1, 0.2, 0.3, -1, -1, -1, 0, 0, 0, 0.5, 0.1, 0.2], [2, 2, 3]);
  assertSame(Array.from((model.predict(input) as tf.Tensor).dataSync()), expected, 1e-5);
}

// eslint-disable-next-line @typescript-eslint/require-await -- as the other columns
async function predicted({ network, weights }: ModelParts): Promise<number[]> {
  return Array.from(createWasmExecutor(network, weights).forward(inputOf(network.input.kind)).data);
}

function assertSame(a: readonly number[], b: readonly number[], within: number): void {
  a.forEach((value, i) => {
    if (!(Math.abs(value - b[i]) <= within)) throw new Error(`${value} is not ${b[i]}`);
  });
}

async function section(kind: LayerKind, columns: readonly Column[], notes: Notes): Promise<string> {
  const { plain, variants } = layerVariants[kind];
  const rows: string[][] = [];
  for (const { words, definition } of [{ words: 'as it is', definition: plain }, ...variants]) {
    const cells = await Promise.all(columns.map((column) => cellOf(column, definition, notes)));
    rows.push([words === 'as it is' ? words : `\`${words}\``, ...cells]);
  }
  return `## ${kind}\n\n${table(['', ...columns.map(({ title }) => title)], rows)}`;
}

async function cellOf(column: Column, definition: LayerDefinition, notes: Notes): Promise<string> {
  const outcomes: (string | undefined)[] = [];
  for (const masked of [false, true]) {
    const model = probeModel(definition, masked);
    if (model) outcomes.push(await outcome(column, model, notes));
  }
  const [first, second = first] = outcomes;
  if (first === second) return first ?? yes;
  return first === undefined ? `behind a mask ${second}` : `${first}${second === undefined ? '; behind a mask ✓' : `, behind a mask ${second}`}`;
}

async function outcome({ attempt }: Column, model: ModelParts, notes: Notes): Promise<string | undefined> {
  try {
    await attempt(model);
    return undefined;
  } catch (error) {
    if (!isSekvensError(error) || error.code !== 'unsupported') throw error;
    return notes.links(error.got);
  }
}

/** Reasons by number, each once. */
class Notes {
  private readonly reasons: string[] = [];

  /** Links to all reasons of a refusal. */
  links(refusal: string): string {
    return refusal.split('; ').map((reason) => this.link(reason)).join(' ');
  }

  list(): string {
    return this.reasons.map((reason, i) => `${i + 1}. ${reason}`).join('\n');
  }

  private link(reason: string): string {
    // without the name of the layer in the model that was tried; what remains says for which layers it holds
    const said = reason.replace(/^\w+ \((\w+)\): /, '$1: ').replace(/^\w+ \(\w+, (.*?)\): /, '$1: ').replace(/^[a-z_\d]+: /, '');
    if (!this.reasons.includes(said)) this.reasons.push(said);
    return `[${this.reasons.indexOf(said) + 1}](#why)`;
  }
}

function inputOf(kind: 'ids' | 'features' | 'vectors'): ExecutorInput {
  if (kind === 'ids') return { ids: { values: Int32Array.of(2, 5, 3, 4, 1, 6), offsets: Int32Array.of(0, 3, 4, 6) } };
  return { features: { values: Float32Array.of(0.1, 0.2, 0.3, -1, -1, -1, 0, 0, 0, 0.5, 0.1, 0.2), offsets: Int32Array.of(0, 2, 4) } };
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
