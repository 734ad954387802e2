/** What there is to show of a recurrent layer: its series, with their names and colours. */
import type { DirectionTrace } from '@sekvens/engine/inside';
import type { ScaleKind } from './color-scale.js';

export interface Series {
  /** As the trace calls it. */
  readonly key: string;
  readonly symbol: string;
  readonly name: string;
  /** What a reader should know of it. */
  readonly meaning: string;
  readonly values: Float64Array;
  readonly scale: ScaleKind;
  /** The number at the end of the scale. */
  readonly domain: number;
}

type Description = Omit<Series, 'key' | 'values' | 'scale' | 'domain'>;

const state: Description = { symbol: 'h', name: 'State', meaning: 'what the layer hands on after each word, and remembers' };
const descriptions: Readonly<Record<DirectionTrace['kind'], Readonly<Record<string, Description>>>> = {
  simpleRNN: {
    state,
    preActivation: { symbol: 'z', name: 'Before tanh', meaning: 'the sum of what the word and the last state say; beyond ±2 a unit is saturated' },
  },
  lstm: {
    state,
    cell: { symbol: 'c', name: 'Cell', meaning: 'the long memory: only scaled and added to' },
    forget: { symbol: 'f', name: 'Forget gate', meaning: 'what share of the memory stays; 0 forgets' },
    input: { symbol: 'i', name: 'Input gate', meaning: 'what share of the candidate is written into the memory' },
    candidate: { symbol: 'c̃', name: 'Candidate', meaning: 'what the word would write into the memory' },
    output: { symbol: 'o', name: 'Output gate', meaning: 'what share of the memory is shown as state' },
  },
  gru: {
    state,
    update: { symbol: 'z', name: 'Update gate', meaning: 'what share of the old state stays; 0 takes the candidate' },
    reset: { symbol: 'r', name: 'Reset gate', meaning: 'what share of the old state the candidate sees' },
    candidate: { symbol: 'h̃', name: 'Candidate', meaning: 'what the word would make of the state' },
  },
};

/** The series of a direction, states first. */
export function seriesOf(trace: DirectionTrace): readonly Series[] {
  const all = trace.series as unknown as Readonly<Record<string, Float64Array>>;
  return Object.entries(descriptions[trace.kind]).map(([key, description]) => {
    const values = all[key];
    const isGate = !['state', 'cell', 'candidate', 'preActivation'].includes(key);
    const scale = isGate && 'recurrentActivation' in trace.definition.config && /sigmoid/i.test(trace.definition.config.recurrentActivation) ? 'sequential' : 'diverging';
    return { key, ...description, values, scale, domain: scale === 'sequential' ? 1 : niceDomain(values) };
  });
}

/** A round number that no value exceeds, not far above the largest: 1, 1.2, 1.5, 2 … times a power of ten; 1 where there is nothing. */
export function niceDomain(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]) > largest && Number.isFinite(values[i])) largest = Math.abs(values[i]);
  if (largest === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(largest));
  return [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((end) => largest <= end * (1 + 1e-9)) ?? 10 * power;
}
