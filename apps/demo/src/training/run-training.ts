import { batchSequences } from '@sekvens/core';
import type { BatchSource } from '@sekvens/core';
import { bucketSequences, paddingShare } from '@sekvens/data';
import { evaluateClassifier, TextClassifier, textNetwork } from '@sekvens/engine';
import type { EpochLog, Files, MultiClassEvaluation, PlannedTraining } from '@sekvens/engine';
import { countParameters } from '@sekvens/layers';
import { Curve } from './curve.js';
import type { CurvePoint } from './curve.js';
import type { RunPlan, RunProgress } from './messages.js';
import type { Pause } from './pause.js';
import type { TrainingData } from './read-data.js';
import { Stopwatch } from './stopwatch.js';
import { networkOf } from './training-settings.js';
import type { TrainingSettings } from './training-settings.js';

/** A curve has about so many points, however long the training. */
const pointsOfACurve = 100;
/** Milliseconds between two reports: more often than this nobody looks. */
const betweenReports = 100;
/** Buckets of about as many rows each. */
const buckets = 8;

export interface RunListener {
  started(plan: RunPlan): void;
  progress(progress: RunProgress, points: readonly CurvePoint[]): void;
  epoch(log: EpochLog, seconds: number): void;
  paused(): void;
  evaluating(): void;
}

export interface TrainedRun {
  readonly progress: RunProgress;
  readonly points: readonly CurvePoint[];
  readonly files: Files;
  readonly evaluation: MultiClassEvaluation;
}

/** Trains on the rows and evaluates on those held out, telling the listener how it goes. */
export async function runTraining(data: TrainingData, settings: TrainingSettings, control: { signal: AbortSignal; pause: Pause }, listener: RunListener): Promise<TrainedRun> {
  const { epochs, batchSize, seed, learningRate, maxTokens, threads, bucketing } = settings;
  const { train, test, labels } = data;
  const { signal, pause } = control;
  const watch = new Stopwatch();
  let source: BatchSource | undefined;
  let planned: PlannedTraining | undefined;
  let curve = new Curve(1);
  let stepsPerEpoch = 0;
  let vocabulary = 0;
  let tokensBefore = 0;
  let progress: RunProgress = { step: 0, seconds: 0, tokens: 0 };
  let reported = 0;
  const report = () => {
    reported = performance.now();
    listener.progress(progress, curve.take());
  };
  const { classifier } = await TextClassifier.train(train, {
    layers(sizes) {
      vocabulary = sizes.vocabularySize;
      return textNetwork(networkOf(settings))(sizes);
    },
    vectorizer: { maxTokens },
    labels,
    epochs,
    batchSize,
    seed,
    threads,
    signal,
    optimizer(training) {
      planned = training;
      return { kind: 'adam', learningRate };
    },
    batches: ({ x, y }) => (source = bucketing ? bucketSequences(x, y, { boundaries: buckets, batchSize, seed }) : batchSequences(x, y, { batchSize, seed })),
    validationExamples: test,
    callbacks: [{
      async onTrainBegin() {
        stepsPerEpoch = planned!.stepsPerEpoch;
        const steps = stepsPerEpoch * epochs;
        curve = new Curve(Math.max(1, Math.round(steps / pointsOfACurve)));
        const parameters = countParameters(planned!.network);
        listener.started({ trainRows: train.length, testRows: test.length, labels: labels.length, vocabulary, parameters, steps, padding: await paddingShare(source!) });
        watch.start();
      },
      onBatchEnd(log) {
        const { seconds } = watch;
        curve.add(log, seconds);
        progress = { step: log.epoch * stepsPerEpoch + log.batch + 1, seconds, tokens: tokensBefore + log.tokens };
        if (performance.now() - reported >= betweenReports) report();
        if (!pause.gate) return undefined;
        report();
        return wait(pause.gate);
      },
      onEpochEnd(log) {
        tokensBefore += log.tokens;
        report();
        listener.epoch(log, watch.seconds);
      },
    }],
  });
  watch.stop();
  listener.evaluating();
  const evaluation = await evaluateClassifier(classifier, test, { batchSize, signal });
  if (evaluation.task !== 'multiClass') throw new Error('a training for one label a text was evaluated as one for several');
  return { progress, points: curve.take(), files: classifier.toFiles(), evaluation };

  async function wait(gate: Promise<void>): Promise<void> {
    watch.stop();
    listener.paused();
    await gate;
    watch.start();
  }
}
