import { useState } from 'preact/hooks';
import { colorAt, cssColor, inkOn } from './color-scale.js';
import type { Theme } from './color-scale.js';
import { formatChange } from './format-number.js';
import type { Insight } from './insight.js';

interface TokenContributionsProps {
  readonly insight: Insight;
  readonly token: number;
  readonly choose: (token: number) => void;
  readonly theme: Theme;
}

type Method = 'leftOut' | 'gradient' | 'attention';
const methods: Readonly<Record<Method, { readonly name: string; readonly explanation: string }>> = {
  leftOut: { name: 'left out', explanation: 'By how many points the label’s probability would fall if the word were not there.' },
  gradient: { name: 'gradient × input', explanation: 'How the label’s log-odds begin to change as the word’s vector is made longer.' },
  attention: { name: 'attention', explanation: 'What share of the layer’s output comes from the word, whatever it says.' },
};

/** The words, coloured by what each does for a label. */
export function TokenContributions({ insight, token, choose, theme }: TokenContributionsProps) {
  const { labels, probabilities, tokens, contributions, attention } = insight;
  const [wanted, setLabel] = useState<string>();
  const [method, setMethod] = useState<Method>('leftOut');
  const best = probabilities.reduce((top, p, k) => (p > probabilities[top] ? k : top), 0);
  const label = wanted !== undefined && labels.includes(wanted) ? labels.indexOf(wanted) : best;
  const how = method === 'attention' && !attention ? 'leftOut' : method;
  const values = how === 'attention' ? attention! : contributions[label][how];
  const scale = how === 'attention' ? 'sequential' : 'diverging';
  const largest = Math.max(how === 'leftOut' ? 0.01 : 1e-9, ...values.map(Math.abs));
  const shown = (value: number) => (how === 'gradient' ? formatChange(value) : how === 'leftOut' ? formatChange(value * 100, 1) : `${(value * 100).toFixed(0)} %`);
  return (
    <div class="inside-contributions">
      <div class="inside-choices">
        <label>What speaks for <select value={labels[label]} disabled={how === 'attention'} onChange={(event) => setLabel(event.currentTarget.value)}>
          {labels.map((name, k) => <option key={name} value={name}>{`${name} (${(probabilities[k] * 100).toFixed(0)} %)`}</option>)}
        </select></label>
        <span class="inside-group" role="group" aria-label="Measured by">
          {(Object.keys(methods) as Method[]).filter((name) => name !== 'attention' || attention).map((name) => (
            <button key={name} type="button" aria-pressed={how === name} onClick={() => setMethod(name)}>{methods[name].name}</button>
          ))}
        </span>
      </div>
      <p class="note">{methods[how].explanation}{how !== 'attention' && <> Blue speaks for {labels[label]}, orange against.</>}</p>
      <ol class="inside-chips">
        {tokens.map(({ text, isKnown }, t) => {
          const share = values[t] / largest;
          return (
            <li key={t}>
              <button type="button" class="inside-chip" aria-pressed={t === token} title={isKnown ? undefined : 'Not in the vocabulary'} style={{ background: cssColor(scale, theme, share), color: inkOn(colorAt(scale, theme, share)) }} onClick={() => choose(t)}>
                <span class={isKnown ? '' : 'is-unknown'}>{text}</span>
                <span class="inside-chip-value">{shown(values[t])}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
