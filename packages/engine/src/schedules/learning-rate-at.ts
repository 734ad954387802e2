import type { CosineDecay, ExponentialDecay, LearningRate, OneCycle, PiecewiseConstant, PolynomialDecay } from './learning-rate.js';
import { portableCosine } from './portable-cosine.js';
import { portablePower } from './portable-power.js';

/** The learning rate of step 0, 1, …, with the same bits on every machine. */
export function learningRateAt(rate: LearningRate, step: number): number {
  if (typeof rate === 'number') return rate;
  switch (rate.kind) {
    case 'exponentialDecay':
      return exponentialDecay(rate, step);
    case 'polynomialDecay':
      return polynomialDecay(rate, step);
    case 'cosineDecay':
      return cosineDecay(rate, step);
    case 'oneCycle':
      return oneCycle(rate, step);
    case 'piecewiseConstant':
      return piecewiseConstant(rate, step);
  }
}

function exponentialDecay({ initialLearningRate, decaySteps, decayRate, staircase = false }: ExponentialDecay, step: number): number {
  const decays = step / decaySteps;
  return initialLearningRate * portablePower(decayRate, staircase ? Math.floor(decays) : decays);
}

function polynomialDecay({ initialLearningRate, decaySteps, endLearningRate = 0.0001, power = 1, cycle = false }: PolynomialDecay, step: number): number {
  const length = cycle ? decaySteps * Math.max(1, Math.ceil(step / decaySteps)) : decaySteps;
  return (initialLearningRate - endLearningRate) * portablePower(1 - Math.min(step, length) / length, power) + endLearningRate;
}

function cosineDecay({ initialLearningRate, decaySteps, alpha = 0, warmupTarget, warmupSteps = 0 }: CosineDecay, step: number): number {
  if (warmupTarget !== undefined && step < warmupSteps) return (warmupTarget - initialLearningRate) * (step / warmupSteps) + initialLearningRate;
  const done = Math.min(step - warmupSteps, decaySteps) / decaySteps;
  return (warmupTarget ?? initialLearningRate) * ((1 - alpha) * 0.5 * (1 + portableCosine(done)) + alpha);
}

function oneCycle({ maxLearningRate, totalSteps, pctStart = 0.3, divFactor = 25, finalDivFactor = 1e4 }: OneCycle, step: number): number {
  const initial = maxLearningRate / divFactor;
  const last = totalSteps - 1;
  const peak = pctStart * totalSteps - 1;
  const now = Math.min(step, last);
  // a rise of no length is over at its beginning
  if (now <= peak) return anneal(initial, maxLearningRate, peak === 0 ? 1 : now / peak);
  return anneal(maxLearningRate, initial / finalDivFactor, (now - peak) / (last - peak));
}

function anneal(start: number, end: number, done: number): number {
  return end + ((start - end) / 2) * (portableCosine(done) + 1);
}

function piecewiseConstant({ boundaries, values }: PiecewiseConstant, step: number): number {
  const place = boundaries.findIndex((boundary) => step <= boundary);
  return values[place < 0 ? boundaries.length : place];
}
