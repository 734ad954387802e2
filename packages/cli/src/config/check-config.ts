import { isSekvensError, SekvensError, show } from '@sekvens/core';
import { resolveOptimizer } from '@sekvens/engine';
import { network as buildNetwork } from '@sekvens/layers';
import { present, scheduleSettings } from './effective-value.js';
import type { MergedConfig } from './merge-layers.js';
import { networkLayers } from './network-layers.js';
import { planOptimizer } from './plan-optimizer.js';

const clipping = ['clipnorm', 'clipvalue', 'globalClipnorm'];

/** Refuses settings that exclude each other or that nothing would read, before anything is done. */
export function checkConfig(config: MergedConfig): void {
  const { values, placeOf } = config;
  const { network, optimizer, schedule, training } = values;
  const known = scheduleSettings(values);
  const foreign = Object.keys(present({ ...schedule, kind: null })).find((name) => !known.includes(name));
  if (foreign !== undefined) {
    const expected = known.length === 0 ? `nothing with the schedule ${schedule.kind}` : `settings of the schedule ${schedule.kind}: ${known.join(', ')}`;
    throw invalid(placeOf(`schedule.${foreign}`), expected, `${foreign} ${show(schedule[foreign as keyof typeof schedule])}`, 'Leave it out, or choose another schedule.');
  }
  for (const name of ['boundaries', 'values'] as const) {
    if (schedule.kind === 'piecewiseConstant' && schedule[name] === null) throw invalid(placeOf('schedule.kind'), `schedule.${name} with piecewiseConstant`, 'none');
  }
  if (training.maxTime !== null && training.maxSteps !== null) throw invalid(placeOf('training.maxTime'), 'training.maxTime or training.maxSteps', 'both');
  if (optimizer.emaShare !== null) {
    const place = placeOf('optimizer.emaShare');
    if (optimizer.emaMomentum !== null) throw invalid(place, 'optimizer.emaShare or optimizer.emaMomentum', 'both');
    if (optimizer.useEma !== true) throw invalid(place, 'nothing without optimizer.useEma true', `emaShare ${optimizer.emaShare}`);
  }
  if (network.definition !== null) {
    const other = Object.keys(present({ ...network, model: null, definition: null }))[0];
    if (other !== undefined) throw invalid(placeOf(`network.${other}`), 'no such setting where network.definition lists the layers', `${other} ${show(network[other as keyof typeof network])}`);
    if (network.model !== 'custom') throw invalid(placeOf('network.model'), 'no model, or custom, where network.definition lists the layers', show(network.model));
  }
  inTermsOfConfig(config, () => void resolveOptimizer(planOptimizer(values, 1000), 'optimizer'));
  // the sizes stand for any
  inTermsOfConfig(config, () => void buildNetwork(networkLayers(config)({ vocabularySize: 100, classes: 3 })));
}

/** What optimizers and networks refuse by the names of their settings, refused by the place of those here. */
function inTermsOfConfig({ values, placeOf, sourceOf }: MergedConfig, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isSekvensError(error)) throw error;
    const { expected, got, hint, where, code } = error;
    const foreign = where === 'optimizer' && /^options among kind, (.*)/.exec(expected)?.[1];
    if (foreign) {
      const name = JSON.parse(got) as string;
      throw invalid(placeOf(`optimizer.${name}`), `settings of ${values.optimizer.name}: ${foreign}`, `${name} ${show(values.optimizer[name as keyof typeof values.optimizer])}`, 'Leave it out, or choose another optimizer.');
    }
    const setting = /^optimizer\.learningRate\.(\w+)/.exec(where)?.[1];
    const path = where
      .replace(/^textNetwork\(\{ (\w+) \}\)$/, 'network.$1')
      .replace(/^optimizer\.learningRate.*/, setting === undefined ? 'optimizer.learningRate' : `schedule.${setting}`);
    if (sourceOf(path)) throw new SekvensError({ code, where: placeOf(path), expected, got, hint, cause: error });
    if (where === 'optimizer') {
      const named = clipping.filter((name) => sourceOf(`optimizer.${name}`));
      if (named.length > 0) throw new SekvensError({ code, where: placeOf(`optimizer.${named[named.length - 1]}`), expected, got, hint, cause: error });
    }
    const list = placeOf('network.definition');
    if (sourceOf('network.definition') && !where.includes('network.definition')) throw new SekvensError({ code, where: `${list}: ${where}`, expected, got, hint, cause: error });
    throw error;
  }
}

function invalid(where: string, expected: string, got: string, hint?: string): SekvensError {
  return new SekvensError({ code: 'invalid-option', where, expected, got, hint });
}
