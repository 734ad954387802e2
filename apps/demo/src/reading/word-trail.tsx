import { labelColor } from '../page/label-color.js';
import type { Reading } from './text-reader.js';
import { wordShifts } from './word-shifts.js';

/** Percent of a word's colour in its background where the word alone decided everything. */
const strongestTint = 62;

/** The words, tinted by the label each speaks for and as much as it does, over the probabilities after each. */
export function WordTrail({ reading, shown, show }: { reading: Reading; shown: number; show: (words: number) => void }) {
  const shifts = wordShifts(reading);
  return (
    <ol class="trail" aria-label="The probabilities after each word">
      {reading.words.map(({ text, isKnown, probabilities }, i) => {
        const { gains, amount, leads, changesMind } = shifts[i];
        const tint = `${(Math.sqrt(amount) * strongestTint).toFixed(0)}%`;
        return (
          <li
            key={i}
            class={['word', i >= shown && 'ahead', !isKnown && 'unknown', changesMind && 'turn'].filter(Boolean).join(' ')}
            style={{ '--color': labelColor(gains), '--lead': labelColor(leads), '--tint': tint }}
            title={`${isKnown ? '' : 'Not in the vocabulary. '}${reading.labels[gains]} +${(amount * 100).toFixed(0)} points; ${reading.labels[leads]} leads at ${(probabilities[leads] * 100).toFixed(0)} %`}
            onMouseEnter={() => show(i + 1)}
          >
            <span class="word-text">{text}</span>
            <span class="word-mind" aria-hidden="true">
              {probabilities.map((p, j) => <span key={j} style={{ flexGrow: p, background: labelColor(j) }} />)}
            </span>
            <span class="word-turn">{changesMind ? reading.labels[leads] : ''}</span>
          </li>
        );
      })}
    </ol>
  );
}
