import { formatNumber } from './format-number.js';
import type { InsightToken } from './insight.js';
import type { Series } from './series.js';

/** The numbers of one unit at every word, for those who would rather read than look. */
export function NumberTable({ all, tokens, unit, units }: { all: readonly Series[]; tokens: readonly InsightToken[]; unit: number; units: number }) {
  return (
    <details class="inside-numbers">
      <summary>The numbers of unit {unit}</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label={`The numbers of unit ${unit}`}>
        <table>
          <thead>
            <tr><th scope="col">Word</th>{all.map(({ key, symbol, name }) => <th key={key} scope="col">{name} <i>{symbol}</i></th>)}</tr>
          </thead>
          <tbody>
            {tokens.map(({ text }, t) => (
              <tr key={t}><th scope="row">{text}</th>{all.map(({ key, values }) => <td key={key}>{formatNumber(values[t * units + unit], 3)}</td>)}</tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
