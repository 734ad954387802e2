import { SekvensError } from '@sekvens/core';
import { networkToJSON } from '@sekvens/layers';
import type { NetworkWeights } from '@sekvens/layers';
import type { Files } from '../files/folder.js';
import { writeSafetensors } from '../files/safetensors.js';
import type { Callback, CallbackState } from '../model/callback.js';
import type { ModelBatches } from '../model/model-data.js';
import type { Sequential } from '../model/sequential.js';
import { checkpointToFiles } from './checkpoint-files.js';
import type { CourseRecord } from './course.js';
import type { DataFacts, TrainingSetup } from './training-setup.js';

/** What the training of `model` is begun with. */
export function setupOf(model: Sequential, options: TrainingSetup['options'], batches: ModelBatches, validation: ModelBatches | undefined): TrainingSetup {
  const { optimizer, loss, labelSmoothing, accuracy } = model.requireCompiled('fit');
  const factsOf = (data: ModelBatches): DataFacts => ({ rows: data.rowCount ?? null, batches: data.batchCount ?? null, fingerprint: data.fingerprint?.() ?? null });
  return {
    options,
    model: { network: networkToJSON(model.network), optimizer, loss, labelSmoothing, accuracy, numerics: model.numerics },
    data: factsOf(batches),
    validationData: validation ? factsOf(validation) : null,
  };
}

/**
 * The whole state of a training between two batches, as files. Nothing about the training changes.
 * @param modelFiles the model as it would be saved, where it is more than its weights
 * @throws code 'diverged' for weights that are not finite: a checkpoint of them would only replace one that can be used
 */
export function checkpointOf(model: Sequential, setup: TrainingSetup, course: CourseRecord, callbacks: readonly Callback[], modelFiles: (() => Files) | undefined): Files {
  const state = model.currentTrainer().readState();
  const weights = model.getWeights();
  const files = modelFiles ? modelFiles() : weightsFile(model, weights);
  const states = callbacks.flatMap((callback): [string, CallbackState][] => (callback.getState ? [[callback.name!, callback.getState()]] : []));
  return checkpointToFiles({ setup, course, callbacks: Object.fromEntries(states), state }, files, weights);
}

function weightsFile(model: Sequential, weights: NetworkWeights): Files {
  const tensors = model.network.weights.map(({ path, shape }) => {
    const data = weights[path];
    const wrong = data.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw new SekvensError({ code: 'diverged', where: 'taking a checkpoint', expected: `finite numbers in ${path}`, got: `${data[wrong]} at ${wrong}`, hint: 'Train again with a smaller learning rate.' });
    return [path, { shape, data }] as const;
  });
  return { 'weights.safetensors': writeSafetensors(Object.fromEntries(tensors)) };
}
