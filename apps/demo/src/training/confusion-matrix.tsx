import { count } from '../page/figures.js';

/** Percent of the colour in the background of a cell that holds all rows of its label. */
const strongest = 55;

/** Rows by true and predicted label; a cell's tint is its share of the rows of the true one. */
export function ConfusionMatrix({ labels, confusion }: { labels: readonly string[]; confusion: readonly (readonly number[])[] }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Confusion matrix">
      <table class="confusion">
        <caption>Rows are true labels, columns what the network says</caption>
        <thead><tr><td />{labels.map((label) => <th key={label} scope="col">{label}</th>)}</tr></thead>
        <tbody>
          {confusion.map((row, i) => {
            const total = row.reduce((sum, n) => sum + n, 0);
            return (
              <tr key={labels[i]}>
                <th scope="row">{labels[i]}</th>
                {row.map((n, j) => (
                  <td key={j} class={i === j ? 'number right' : 'number wrong'} style={{ '--tint': `${total === 0 ? 0 : ((n / total) * strongest).toFixed(0)}%` }}>{count(n)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
