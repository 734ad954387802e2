/** One step of one unit, as numbers, and the arithmetic that makes the new state of them. */
import type { DirectionTrace } from '@sekvens/engine/inside';
import { formatNumber } from './format-number.js';
import { valueBefore } from './unit-reactions.js';

export type CellStep =
  | { readonly kind: 'simpleRNN'; readonly z: number; readonly before: number; readonly h: number }
  | { readonly kind: 'lstm'; readonly f: number; readonly i: number; readonly g: number; readonly o: number; readonly cBefore: number; readonly c: number; readonly phiC: number; readonly before: number; readonly h: number }
  | { readonly kind: 'gru'; readonly z: number; readonly r: number; readonly g: number; readonly before: number; readonly h: number };

/** The numbers of a unit at a token; undefined where the token was masked, where nothing is computed. */
export function cellStep(trace: DirectionTrace, token: number, unit: number): CellStep | undefined {
  if (!trace.present[token]) return undefined;
  const { units, activation } = trace.definition.config;
  const at = token * units + unit;
  const before = valueBefore(trace, trace.series.state, token, unit);
  const h = trace.series.state[at];
  if (trace.kind === 'simpleRNN') return { kind: 'simpleRNN', z: trace.series.preActivation[at], before, h };
  if (trace.kind === 'gru') {
    const { update, reset, candidate } = trace.series;
    return { kind: 'gru', z: update[at], r: reset[at], g: candidate[at], before, h };
  }
  const { forget, input, candidate, output, cell } = trace.series;
  const c = cell[at];
  return { kind: 'lstm', f: forget[at], i: input[at], g: candidate[at], o: output[at], cBefore: valueBefore(trace, cell, token, unit), c, phiC: activate[activation](c), before, h };
}

/** A formula, and the same with numbers. */
export interface Arithmetic {
  readonly formula: string;
  readonly numbers: string;
}

export function arithmetic(step: CellStep, activation = 'tanh'): readonly Arithmetic[] {
  const n = formatNumber;
  switch (step.kind) {
    case 'simpleRNN':
      return [{ formula: `h = ${activation}(z),  z = x·W + h₋₁·U + b`, numbers: `${n(step.h)} = ${activation}(${n(step.z)})` }];
    case 'lstm':
      return [
        { formula: 'c = f · c₋₁ + i · c̃', numbers: `${n(step.c)} = ${n(step.f)} · ${n(step.cBefore)} + ${n(step.i)} · ${n(step.g)}` },
        { formula: `h = o · ${activation}(c)`, numbers: `${n(step.h)} = ${n(step.o)} · ${n(step.phiC)}` },
      ];
    case 'gru':
      return [{ formula: 'h = z · h₋₁ + (1 − z) · h̃', numbers: `${n(step.h)} = ${n(step.z)} · ${n(step.before)} + ${n(1 - step.z)} · ${n(step.g)}` }];
  }
}

/** The same in a sentence, for readers who hear it. */
export function describeStep(step: CellStep): string {
  const n = formatNumber;
  switch (step.kind) {
    case 'simpleRNN':
      return `state from ${n(step.before)} to ${n(step.h)}; before the activation ${n(step.z)}`;
    case 'lstm':
      return `state from ${n(step.before)} to ${n(step.h)}; cell from ${n(step.cBefore)} to ${n(step.c)}; forget gate ${n(step.f)}, input gate ${n(step.i)}, candidate ${n(step.g)}, output gate ${n(step.o)}`;
    case 'gru':
      return `state from ${n(step.before)} to ${n(step.h)}; update gate ${n(step.z)}, reset gate ${n(step.r)}, candidate ${n(step.g)}`;
  }
}

const activate: Readonly<Record<string, (x: number) => number>> = {
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  relu: (x) => Math.max(0, x),
  linear: (x) => x,
  hardSigmoid: (x) => Math.min(1, Math.max(0, x / 6 + 0.5)),
};
