import { earlyStopping } from '@sekvens/engine';
import type { Callback, EarlyStopping } from '@sekvens/engine';
import { counted } from '../output/numbers.js';
import type { Output } from '../output/output.js';

/** Early stopping with the weights of the best epoch, told by `say` at the end. */
export interface BestEpoch {
  readonly callbacks: readonly Callback[];
  /** From 0; undefined without early stopping. */
  readonly epoch: number | undefined;
  /** Says which epoch the model is of, and why the training ended. */
  say(output: Output): void;
}

/** @param patience epochs without a lower validation loss after which training ends; undefined: train to the end, keep the last weights */
export function keepBestEpoch(patience: number | undefined): BestEpoch {
  const stopping: EarlyStopping | undefined = patience === undefined ? undefined : earlyStopping({ patience, restoreBestWeights: true });
  return {
    callbacks: stopping ? [stopping] : [],
    get epoch() {
      return stopping?.bestEpoch;
    },
    say(output) {
      if (stopping?.bestEpoch === undefined || patience === undefined) return;
      const { best, bestEpoch, stoppedEpoch } = stopping;
      const reason = stoppedEpoch === undefined ? '' : `; stopped after epoch ${stoppedEpoch + 1}, the loss had not fallen for ${counted(patience, 'epoch')}`;
      output.fact('best', `epoch ${bestEpoch + 1}${best === undefined ? '' : `, validation loss ${best.toFixed(4)}`}: the model has its weights${reason}`);
    },
  };
}
