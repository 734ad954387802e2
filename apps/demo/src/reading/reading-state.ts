import { batch, effect, signal } from '@preact/signals';
import { activeModel } from '../model/active-model.js';
import { describeError } from '../page/describe-error.js';
import type { ShownError } from '../page/describe-error.js';
import { openingText } from './headlines.js';
import type { Reading } from './text-reader.js';

/** What is in the text box. */
export const text = signal(openingText);
/** What the active model thinks of it; of the text before while a long one is being read. */
export const reading = signal<Reading | undefined>(undefined);
export const readingError = signal<ShownError | undefined>(undefined);
/** After how many words the probabilities are shown; undefined for the whole text. */
export const wordsShown = signal<number | undefined>(undefined);

/** Puts a text into the box. */
export function type(typed: string): void {
  batch(() => {
    text.value = typed;
    wordsShown.value = undefined;
  });
}

/** Reads the text whenever it or the model changes. Gives what ends that. */
export function keepReading(): () => void {
  return effect(() => {
    const model = activeModel.value;
    const current = text.value;
    if (!model) return;
    const isCurrent = () => model === activeModel.peek() && current === text.peek();
    model.reader.read(current, isCurrent).then(
      (read) => {
        if (!read) return;
        batch(() => {
          reading.value = read;
          readingError.value = undefined;
        });
      },
      (error: unknown) => {
        readingError.value = describeError(error);
      },
    );
  });
}
