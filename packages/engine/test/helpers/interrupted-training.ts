/** Trainings that are interrupted at any place and go on in a fresh model, as in another process. */
import { batchSequences } from '@sekvens/core';
import type { BatchSource } from '@sekvens/core';
import type { Callback, CallbackState, EpochLog } from '../../src/model/callback.js';
import type { Files } from '../../src/files/folder.js';
import type { FitOptions } from '../../src/model/fit.js';
import type { ModelData } from '../../src/model/model-data.js';
import type { Sequential } from '../../src/model/sequential.js';

/** What a training leaves behind: the bytes of its weights, its history but for the time it took, and what its callbacks were told. */
export interface Outcome {
  readonly weights: Readonly<Record<string, string>>;
  readonly history: readonly Omit<EpochLog, 'seconds'>[];
  readonly stopped: boolean;
  readonly events: readonly string[];
}

export interface Training {
  readonly model: () => Sequential;
  readonly data: ModelData;
  readonly options: FitOptions;
}

/** A callback that keeps what it is told as its state, so that a resumed training must have been told the same. */
function recorder(): Callback & { readonly events: string[] } {
  const events: string[] = [];
  return {
    name: 'recorder', events,
    onEpochBegin: (epoch) => void events.push(`begin ${epoch}`),
    onBatchEnd: ({ epoch, batch, rows, tokens, loss, accuracy }, control) => void events.push([epoch, batch, rows, tokens, loss, accuracy, control.learningRate].join(' ')),
    onEpochEnd: ({ epoch, loss, validationLoss }) => void events.push(`end ${epoch} ${loss} ${validationLoss}`),
    onTrainEnd: (history) => void events.push(`over ${history.length}`),
    getState: (): CallbackState => ({ values: { events: [...events] } }),
    setState: ({ values }) => void events.splice(0, Infinity, ...(values.events as string[])),
  };
}

/** Runs it to its end; `watch` gets a callback of its own, behind the recorder. */
export async function run({ model: create, data, options }: Training, resumeFrom?: Files, watch?: Callback): Promise<Outcome> {
  const model = create();
  const record = recorder();
  const { epochs, stopped } = await model.fit(data, { ...options, callbacks: [record, ...(options.callbacks ?? []), ...(watch ? [watch] : [])], ...(resumeFrom && { resumeFrom }) });
  return {
    weights: Object.fromEntries(Object.entries(model.getWeights()).map(([path, values]) => [path, Buffer.from(values.buffer).toString('base64')])),
    history: epochs.map(({ seconds: _seconds, ...log }) => log), stopped, events: [...record.events],
  };
}

/** A callback that takes a checkpoint at every event, under a name for the place. */
export function everywhere(): Callback & { readonly taken: Map<string, Files> } {
  const taken = new Map<string, Files>();
  const keep = (place: string) => (files: Files) => void taken.set(place, files);
  return {
    taken,
    onTrainBegin: (control) => control.takeCheckpoint(keep('before the first epoch')),
    onEpochBegin: (epoch, control) => control.takeCheckpoint(keep(`before epoch ${epoch}`)),
    onBatchEnd: ({ epoch, batch }, control) => control.takeCheckpoint(keep(`after batch ${batch} of epoch ${epoch}`)),
    onEpochEnd: ({ epoch }, control) => control.takeCheckpoint(keep(`after epoch ${epoch}`)),
    onTrainEnd: (_history, control) => control.takeCheckpoint(keep('after the last epoch')),
  };
}

/** The batches of rows as a source, which a model cannot look into. */
export function asSource({ x, y }: { x: Parameters<typeof batchSequences>[0]; y: Int32Array }, batchSize: number, seed: number): BatchSource {
  const source = batchSequences(x, y, { batchSize, seed });
  return { epoch: (index) => source.epoch(index) };
}
