import { assertKnownOptions, SekvensError } from '@sekvens/core';
import { eachExample } from '../classifier/examples.js';
import type { LabelledText, TextExamples } from '../classifier/examples.js';
import { classificationReport } from '../evaluation/classification-report.js';
import type { ClassificationReport } from '../evaluation/classification-report.js';
import { LabelSet, sortLabels } from '../classifier/label-set.js';
import { assertSignal } from '../model/assert-signal.js';
import { NgramFeatures } from './ngram-features.js';
import type { SparseRows } from './ngram-features.js';
import { resolveNgramOptions } from './ngram-classifier-options.js';
import type { NgramClassifierOptions } from './ngram-classifier-options.js';
import { trainLinearSvm } from './train-linear-svm.js';

/** What predictions without probabilities can be measured by. */
export type BaselineFigures = Pick<ClassificationReport, 'rows' | 'accuracy' | 'macro' | 'classes' | 'confusion'>;

export interface BaselineReport extends BaselineFigures {
  /** Who calls every text by the label that is most frequent in training. */
  readonly majority: BaselineFigures & { readonly label: string };
}

/** 4 bytes each. */
const mostWeights = 2 ** 28;
/** Texts whose features are in memory together. */
const chunk = 4096;

/**
 * The baseline a network has to beat: a linear support vector machine over bags of n-grams, one hyperplane a class against all others, the
 * greatest w·x + b being the prediction (of equal ones the first). See {@link NgramFeatures} for x and {@link trainLinearSvm} for w and b.
 * The same rows and options give the same weights, byte for byte, everywhere.
 */
export class NgramClassifier {
  private constructor(
    private readonly features: NgramFeatures,
    private readonly labelSet: LabelSet,
    /** [features, classes] */
    private readonly weights: Float32Array,
    private readonly biases: Float32Array,
    private readonly majority: number,
  ) {}

  /** The classes. */
  get labels(): readonly string[] {
    return this.labelSet.labels;
  }

  /** The most tokens of an n-gram. */
  get ngrams(): number {
    return this.features.options.ngrams;
  }

  /** How many n-grams count. */
  get ngramCount(): number {
    return this.features.size;
  }

  /** Bytes of the weights. */
  get weightBytes(): number {
    return this.weights.byteLength + this.biases.byteLength;
  }

  /**
   * Reads all examples into memory and trains, in time proportional to n-grams · classes.
   * @throws code 'invalid-data' for no rows, no tokens, fewer than two labels, or more n-grams · classes than fit into 1 GiB
   */
  static async train(examples: TextExamples, options: NgramClassifierOptions = {}): Promise<NgramClassifier> {
    const where = 'NgramClassifier.train';
    const { labels, signal, seed, cost, ...featureOptions } = resolveNgramOptions(options, where);
    const { texts, labels: given } = await inMemory(examples, where, signal);
    const labelSet = new LabelSet(labels ?? sortLabels(given), labels ? `${where}({ labels })` : where);
    const classes = given.map((label, r) => labelSet.indexOf(label, `${where}, row ${r + 1}`));
    const features = new NgramFeatures(featureOptions);
    const rows = await features.adapt(texts, signal);
    const width = labelSet.labels.length;
    if (features.size * width > mostWeights) {
      throw new SekvensError({
        code: 'invalid-data', where, expected: `at most ${mostWeights} weights, n-grams · classes`, got: `${features.size} · ${width}`, hint: `Set maxNgrams to ${Math.floor(mostWeights / width)}.`,
      });
    }
    const weights = new Float32Array(features.size * width);
    const biases = new Float32Array(width);
    for (let c = 0; c < width; c++) {
      const svm = await trainLinearSvm(rows, (r) => classes[r] === c, { size: features.size, cost, seed, signal, where });
      for (let feature = 0; feature < features.size; feature++) weights[feature * width + c] = svm.weights[feature];
      biases[c] = svm.bias;
    }
    const counts = new Float64Array(width);
    for (const c of classes) counts[c]++;
    return new NgramClassifier(features, labelSet, weights, biases, counts.indexOf(Math.max(...counts)));
  }

  /** The label of a text, or of each of many. Texts without a known n-gram get the label of the greatest bias. */
  predict(text: string): string;
  predict(texts: readonly string[]): string[];
  predict(texts: string | readonly string[]): string | string[] {
    const one = typeof texts === 'string';
    const predicted = Array.from(this.classesOf(one ? [texts] : texts), (c) => this.labels[c]);
    return one ? predicted[0] : predicted;
  }

  /**
   * Accuracy, per-class figures and the confusion matrix over labelled texts, beside those of the majority label.
   * @throws code 'invalid-data' for a label that training did not have, 'aborted' when `signal` ends it
   */
  async evaluate(examples: TextExamples, options: { readonly signal?: AbortSignal } = {}): Promise<BaselineReport> {
    const where = 'NgramClassifier.evaluate';
    assertKnownOptions(options, ['signal'], `${where}(examples, options)`);
    assertSignal(options.signal, `${where}({ signal })`);
    const { texts, labels } = await inMemory(examples, where, options.signal);
    const truth = labels.map((label, r) => this.labelSet.indexOf(label, `${where}, row ${r + 1}`));
    const figures = this.figures(this.classesOf(texts), truth);
    const majority = this.figures(new Int32Array(truth.length).fill(this.majority), truth);
    return { ...figures, majority: { ...majority, label: this.labels[this.majority] } };
  }

  /** w·x + b of every class, [texts, classes]. */
  scores(texts: readonly string[]): Float64Array {
    const width = this.labels.length;
    const scores = new Float64Array(texts.length * width);
    for (let first = 0; first < texts.length; first += chunk) {
      this.addScores(this.features.rows(texts.slice(first, first + chunk)), scores.subarray(first * width));
    }
    return scores;
  }

  private addScores({ features, values, offsets }: SparseRows, scores: Float64Array): void {
    const { weights, biases } = this;
    const width = biases.length;
    for (let r = 0; r + 1 < offsets.length; r++) {
      const row = scores.subarray(r * width, (r + 1) * width);
      row.set(biases);
      for (let i = offsets[r]; i < offsets[r + 1]; i++) {
        const from = features[i] * width;
        for (let c = 0; c < width; c++) row[c] += weights[from + c] * values[i];
      }
    }
  }

  private classesOf(texts: readonly string[]): Int32Array {
    const width = this.labels.length;
    const scores = this.scores(texts);
    return Int32Array.from(texts, (_, r) => {
      let best = 0;
      for (let c = 1; c < width; c++) if (scores[r * width + c] > scores[r * width + best]) best = c;
      return best;
    });
  }

  private figures(predicted: Int32Array, truth: readonly number[]): BaselineFigures {
    const width = this.labels.length;
    const certain = new Uint8Array(predicted.length * width);
    predicted.forEach((c, r) => (certain[r * width + c] = 1));
    const { rows, accuracy, macro, classes, confusion } = classificationReport(this.labels, certain, truth);
    return { rows, accuracy, macro, classes, confusion };
  }
}

async function inMemory(examples: TextExamples, where: string, signal: AbortSignal | undefined): Promise<{ texts: string[]; labels: string[] }> {
  const held: { texts: string[]; labels: string[] } = { texts: [], labels: [] };
  await eachExample(examples, { where, ...(signal && { signal }) }, ({ text, label }: LabelledText) => {
    held.texts.push(text);
    held.labels.push(label);
  });
  if (held.texts.length > 0) return held;
  throw new SekvensError({ code: 'invalid-data', where, expected: 'at least one example', got: 'none' });
}
