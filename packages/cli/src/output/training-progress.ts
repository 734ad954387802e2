import type { BatchLog, Callback, EpochLog } from '@sekvens/engine';
import type { SingleBar } from 'cli-progress';
import { epochRecord } from '../run/epoch-record.js';
import type { Measured } from '../run/epoch-record.js';
import { createBar } from './bar.js';
import { count, counted, duration, percent } from './numbers.js';
import type { Output } from './output.js';

/** How long a training is going to be, as far as that is known. */
export interface TrainingLength {
  readonly epochs?: number;
  /** In all epochs together. */
  readonly steps?: number;
  readonly seconds?: number;
}

export interface TrainingProgressOptions extends TrainingLength {
  readonly signal: AbortSignal;
  /** What the model is measured on after every epoch. Default 'test'. */
  readonly measured?: Measured;
  /** What the share of correct answers is called. Default 'accuracy'. */
  readonly accuracyName?: string;
  /** Milliseconds, from anywhere. */
  readonly now?: () => number;
}

/** Milliseconds between two lines where there is no bar. */
const linePause = 5000;
/** Milliseconds between two pictures of the bar. */
const framePause = 100;

/** Shows training as it goes: a bar on a terminal, else a line every few seconds; and a line an epoch on both. */
export class TrainingProgress implements Callback {
  private readonly bar: SingleBar | undefined;
  private readonly now: () => number;
  private readonly accuracyName: string;
  private epochBegan = 0;
  private shown = 0;
  private sawBegin = false;
  /** Batches and tokens of the epoch at hand that came before we looked: those of a training that was interrupted. */
  private before: Pick<BatchLog, 'batch' | 'tokens'> | undefined;
  private seconds = 0;
  private readonly length: { -readonly [Name in keyof TrainingLength]: TrainingLength[Name] };

  constructor(private readonly output: Output, private readonly options: TrainingProgressOptions) {
    this.bar = output.isLive ? createBar(output) : undefined;
    this.accuracyName = options.accuracyName ?? 'accuracy';
    const { epochs, steps, seconds } = options;
    this.length = { ...(epochs !== undefined && { epochs }), ...(steps !== undefined && { steps }), ...(seconds !== undefined && { seconds }) };
    this.now = options.now ?? (() => performance.now());
    options.signal.addEventListener('abort', this.onSignal, { once: true });
  }

  onTrainBegin(): void {
    this.onEpochBegin();
    this.sawBegin = false;
  }

  /** To be called when more is known about the length, at the latest before the first epoch. */
  expect(length: TrainingLength): void {
    Object.assign(this.length, length);
  }

  onEpochBegin(): void {
    this.epochBegan = this.now();
    this.shown = this.epochBegan;
    this.before = undefined;
    this.sawBegin = true;
  }

  onBatchEnd(log: BatchLog): void {
    const now = this.now();
    const isFirst = this.before === undefined;
    // an epoch that goes on in its middle counts from the first batch that is seen of it
    this.before ??= this.sawBegin ? { batch: 0, tokens: 0 } : log;
    if (isFirst) this.bar?.start(log.batchCount ?? 0, 0, { text: '' });
    if (now - this.shown < (this.bar ? framePause : linePause) && !(isFirst && this.bar)) return;
    this.shown = now;
    const text = this.describe(log, (now - this.epochBegan) / 1000);
    if (this.bar) this.bar.update(log.batch + 1, { text });
    else this.output.text(text);
    this.output.json({ event: 'progress', epoch: log.epoch + 1, batch: log.batch + 1, batches: log.batchCount, rows: log.rows, tokens: log.tokens, loss: log.loss, accuracy: log.accuracy });
  }

  onEpochEnd(log: EpochLog): void {
    this.bar?.stop();
    const { epoch, loss, accuracy, validationAccuracy, rows, tokens, seconds } = log;
    const { measured = 'test' } = this.options;
    this.seconds += seconds;
    const parts = [`${this.output.colors.bold(this.epochName(epoch))}  loss ${loss.toFixed(4)}`];
    if (accuracy !== undefined) parts.push(`${this.accuracyName} ${percent(accuracy)}`);
    if (validationAccuracy !== undefined) parts.push(`${measured} ${this.accuracyName} ${percent(validationAccuracy)}`);
    parts.push(counted(rows, 'row'), `${count(tokens / seconds)} tokens/s`, duration(seconds));
    this.output.text(parts.join('  '));
    this.output.json({ event: 'epoch', ...epochRecord(log, measured) });
  }

  /** To be called when training has ended, one way or the other. */
  end(): void {
    this.bar?.stop();
    this.options.signal.removeEventListener('abort', this.onSignal);
  }

  private readonly onSignal = (): void => {
    this.bar?.stop();
    this.output.text('Stopping after this batch; Ctrl-C again ends at once.');
  };

  private describe({ epoch, batch, batchCount, tokens, loss, accuracy }: BatchLog, seconds: number): string {
    const done = batch + 1;
    const { batch: skipped, tokens: known } = this.before!;
    const parts = [this.epochName(epoch)];
    if (batchCount === undefined) parts.push(`batch ${count(done)}`);
    else parts.push(this.bar ? percent(done / batchCount, 0) : `batch ${count(done)}/${count(batchCount)}`);
    parts.push(`loss ${loss.toFixed(4)}`);
    if (accuracy !== undefined) parts.push(`${this.accuracyName} ${percent(accuracy)}`);
    if (seconds > 0) parts.push(`${count((tokens - known) / seconds)} tokens/s`);
    const left = this.secondsLeft({ epoch, batchCount }, done, skipped, seconds);
    if (left !== undefined) parts.push(`ETA ${duration(Math.ceil(left))}`);
    return parts.join('  ');
  }

  /** By the speed of this epoch, and no more than the limit leaves. */
  private secondsLeft({ epoch, batchCount }: Pick<BatchLog, 'epoch' | 'batchCount'>, done: number, skipped: number, seconds: number): number | undefined {
    const { epochs, steps, seconds: limit = Infinity } = this.length;
    const all = batchCount === undefined ? undefined : (steps ?? (epochs === undefined ? undefined : batchCount * epochs));
    const bySteps = all === undefined || seconds === 0 ? Infinity : (seconds / (done - skipped)) * Math.max(0, all - batchCount! * epoch - done);
    const left = Math.min(bySteps, Math.max(0, limit - this.seconds - seconds));
    return left === Infinity ? undefined : left;
  }

  private epochName(epoch: number): string {
    const { epochs } = this.length;
    return `epoch ${epoch + 1}${epochs === undefined ? '' : `/${epochs}`}`;
  }
}
