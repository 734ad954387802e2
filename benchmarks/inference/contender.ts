/**
 * One contender in a process of its own: its threads, its memory and its compiled code disturb no other. measure.ts asks it for one
 * task at a time and waits, so that contenders take turns.
 */
import { readFileSync } from 'node:fs';
import { TextClassifier } from '@sekvens/engine';
import { onnxTasks } from './onnx-tasks.js';
import { sekvensTasks } from './sekvens-tasks.js';

export interface Materials {
  readonly classifier: TextClassifier;
  /** The model as ONNX. */
  readonly onnx: Uint8Array;
  /** The test set, in its order. */
  readonly texts: readonly string[];
  /** Texts of 40 tokens each. */
  readonly fortyTokens: readonly string[];
}

export interface Contender {
  /** Name and version, and how its number of threads is set. */
  readonly about: string;
  /** Each does its work once and gives the milliseconds: of a text (the median over many), of the stream, of a batch (the median). */
  readonly tasks: Readonly<Record<string, () => Promise<number>>>;
  /** Probabilities [texts, classes] of the test set. */
  outputs(): Promise<Float32Array>;
}

export interface ContenderSettings {
  readonly library: 'sekvens' | 'onnxruntime-node' | 'onnxruntime-web';
  readonly threads: number;
  /** Holds classifier/, model.onnx and texts.json. */
  readonly folder: string;
}

async function open({ library, threads, folder }: ContenderSettings): Promise<Contender> {
  const { texts, fortyTokens } = JSON.parse(readFileSync(`${folder}/texts.json`, 'utf8')) as Pick<Materials, 'texts' | 'fortyTokens'>;
  const materials: Materials = { classifier: await TextClassifier.load(`${folder}/classifier`), onnx: readFileSync(`${folder}/model.onnx`), texts, fortyTokens };
  return library === 'sekvens' ? sekvensTasks(materials, threads) : onnxTasks(library, materials, threads);
}

let contender: Contender | undefined;

async function answer(request: ContenderSettings | string): Promise<unknown> {
  if (typeof request === 'object') {
    contender = await open(request);
    return { about: contender.about, tasks: Object.keys(contender.tasks) };
  }
  return request === 'outputs' ? contender!.outputs() : contender!.tasks[request]();
}

process.on('message', (request: ContenderSettings | string) => {
  answer(request).then(
    (result) => process.send!({ result }),
    (error: unknown) => process.send!({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
