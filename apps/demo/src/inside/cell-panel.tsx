import type { ComponentChildren } from 'preact';
import { arithmetic, cellStep } from './cell-step.js';
import type { Theme } from './color-scale.js';
import { GRUPicture } from './gru-picture.js';
import type { InsightDirection, InsightToken } from './insight.js';
import { LSTMPicture } from './lstm-picture.js';
import type { Place } from './place.js';
import { niceDomain } from './series.js';
import { SimpleRNNPicture } from './simple-rnn-picture.js';

interface CellPanelProps {
  readonly direction: InsightDirection;
  readonly tokens: readonly InsightToken[];
  readonly place: Place;
  readonly theme: Theme;
  /** What stands beside the heading. */
  readonly children: ComponentChildren;
}

/** The cell at work: the numbers of one unit at one word, on their way. */
export function CellPanel({ direction: { trace }, tokens, place: { token, unit }, theme, children }: CellPanelProps) {
  const step = cellStep(trace, token, unit);
  const { activation } = trace.definition.config;
  const word = tokens[token].text.length > 24 ? `${tokens[token].text.slice(0, 23)}…` : tokens[token].text;
  return (
    <div class="inside-cell">
      <div class="inside-cell-head">
        <h4>Unit {unit} reads “{word}”</h4>
        {children}
      </div>
      {!step && <p class="note">Masked: the layer skips it, and its state stays as it was.</p>}
      {step?.kind === 'lstm' && <LSTMPicture step={step} word={word} theme={theme} activation={activation} full={trace.kind === 'lstm' ? niceDomain(trace.series.cell) : 1} />}
      {step?.kind === 'gru' && <GRUPicture step={step} word={word} theme={theme} />}
      {step?.kind === 'simpleRNN' && <SimpleRNNPicture step={step} word={word} theme={theme} activation={activation} full={trace.kind === 'simpleRNN' ? niceDomain(trace.series.preActivation) : 1} />}
      {step && (
        <dl class="inside-arithmetic">
          {arithmetic(step, activation).map(({ formula, numbers }) => (
            <div key={formula}>
              <dt>{formula}</dt>
              <dd>{numbers}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
