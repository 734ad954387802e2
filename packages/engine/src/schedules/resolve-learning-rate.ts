import { assertKnownOptions, closest } from '@sekvens/core';
import { assertSettings, refuseOption } from '../option-checks.js';
import type { CheckName } from '../option-checks.js';
import type { CosineDecay, LearningRate, LearningRateSchedule, PiecewiseConstant } from './learning-rate.js';

type Checks = Readonly<Record<string, CheckName>>;

/** The settings of each schedule: those that must be given, and those that have a default. */
const schedules: Readonly<Record<LearningRateSchedule['kind'], readonly [Checks, Checks]>> = {
  exponentialDecay: [{ initialLearningRate: 'positive', decaySteps: 'count', decayRate: 'positive' }, { staircase: 'flag' }],
  polynomialDecay: [{ initialLearningRate: 'positive', decaySteps: 'count' }, { endLearningRate: 'notNegative', power: 'positive', cycle: 'flag' }],
  cosineDecay: [{ initialLearningRate: 'notNegative', decaySteps: 'count' }, { alpha: 'share', warmupTarget: 'positive', warmupSteps: 'count' }],
  oneCycle: [{ maxLearningRate: 'positive', totalSteps: 'count' }, { pctStart: 'share', divFactor: 'positive', finalDivFactor: 'positive' }],
  // lists have a check of their own
  piecewiseConstant: [{}, {}],
};

/** A copy of the learning rate; refuses what is neither a positive number nor a schedule, and settings that are unknown or out of range. */
export function resolveLearningRate(rate: unknown, where: string): LearningRate {
  if (typeof rate === 'number' && rate > 0 && rate < Infinity) return rate;
  if (typeof rate !== 'object' || rate === null) throw refuseOption(where, 'a positive finite number', rate);
  const { kind } = rate as { kind?: unknown };
  const kinds = Object.keys(schedules);
  if (typeof kind !== 'string' || !kinds.includes(kind)) {
    const meant = typeof kind === 'string' ? closest(kind, kinds) : undefined;
    throw refuseOption(where, `a positive finite number, or an object with one of ${kinds.join(', ')} as kind`, kind, meant && `Did you mean ${meant}?`);
  }
  const given = Object.fromEntries(Object.entries(rate).filter(([, value]) => value !== undefined)) as unknown as LearningRateSchedule;
  const [required, optional] = schedules[given.kind];
  const lists = given.kind === 'piecewiseConstant' ? ['boundaries', 'values'] : [];
  assertKnownOptions(given, ['kind', ...Object.keys(required), ...Object.keys(optional), ...lists], where);
  assertSettings(given, required, optional, where);
  if (given.kind === 'cosineDecay') assertWarmup(given, where);
  return given.kind === 'piecewiseConstant' ? copyPieces(given, where) : given;
}

function assertWarmup({ initialLearningRate, warmupTarget, warmupSteps }: CosineDecay, where: string): void {
  if ((warmupTarget === undefined) !== (warmupSteps === undefined)) {
    const [name, other] = warmupTarget === undefined ? ['warmupTarget', 'warmupSteps'] : ['warmupSteps', 'warmupTarget'];
    throw refuseOption(`${where}.${name}`, `a number with ${other}`, undefined);
  }
  if (initialLearningRate === 0 && warmupTarget === undefined) throw refuseOption(`${where}.initialLearningRate`, 'a positive finite number without a warm-up', initialLearningRate);
}

function copyPieces({ kind, boundaries, values }: PiecewiseConstant, where: string): PiecewiseConstant {
  const steps = numbers(boundaries);
  const ascending = steps?.length && steps.every((step, i) => Number.isSafeInteger(step) && step >= 0 && (i === 0 || step > steps[i - 1]));
  if (!ascending) throw refuseOption(`${where}.boundaries`, 'step numbers in ascending order', boundaries);
  const rates = numbers(values);
  if (rates?.length !== steps.length + 1 || !rates.every((rate) => rate >= 0 && rate < Infinity)) {
    throw refuseOption(`${where}.values`, `${steps.length + 1} finite numbers from 0 up, one more than boundaries`, values);
  }
  return { kind, boundaries: steps, values: rates };
}

/** A copy of a list of numbers; undefined for anything else. */
function numbers(list: unknown): number[] | undefined {
  return Array.isArray(list) && list.every((item): item is number => typeof item === 'number') ? list.slice() : undefined;
}
