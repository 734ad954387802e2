import { percent } from '../page/figures.js';
import { labelColor } from '../page/label-color.js';
import { largestIndex } from './word-shifts.js';

/** A bar for every label, in their order. */
export function ProbabilityBars({ labels, probabilities }: { labels: readonly string[]; probabilities: readonly number[] }) {
  const best = largestIndex(probabilities);
  return (
    <ul class="bars" aria-label="Probability of each label">
      {labels.map((label, i) => (
        <li key={label} class={i === best ? 'bar best' : 'bar'} style={{ '--color': labelColor(i), '--share': probabilities[i] }}>
          <span class="bar-label">{label}</span>
          <span class="bar-track" aria-hidden="true"><span class="bar-fill" /></span>
          <span class="bar-share">{percent(probabilities[i])}</span>
        </li>
      ))}
    </ul>
  );
}
