import { SekvensError } from '@sekvens/core';
import type { LayerSpec } from '../layers/layer-spec.js';
import { layerSpecs } from '../layers/specs.js';
import type { LayerDefinition, NetworkLayer, Shape } from '../types.js';
import { formatShape } from './format-shape.js';

/** Refuses a layer that cannot read what the layers before it put out, and says which of them to change. */
export function assertInput(name: string, spec: LayerSpec<LayerDefinition['config']>, shape: Shape, before: readonly NetworkLayer[]): void {
  const where = `network(layers): ${name}`;
  if (spec.input === 'ids') {
    if (before.length === 0) return;
    throw new SekvensError({ code: 'unsupported', where, expected: 'to be the first layer, since it reads token ids', got: `the output of ${before[before.length - 1].name}` });
  }
  if (spec.input === 'features' || shape.length === 3) return;
  throw new SekvensError({ code: 'unsupported', where, expected: 'a sequence [batch, time, features]', got: formatShape(shape), hint: wayOut(shape, before) });
}

function wayOut(shape: Shape, before: readonly NetworkLayer[]): string {
  const last = before.findLast((layer) => layer.inputShape.length === 3 && layer.outputShape.length === 2);
  if (last === undefined) return `Sequences come in with inputShape: [null, ${shape[shape.length - 1]}].`;
  const { kind } = last.definition;
  if (kind === 'bidirectional') return `Put returnSequences: true on the layer inside ${last.name}, so that it passes on its output at every time step.`;
  if ('returnSequences' in layerSpecs[kind].options) return `Put returnSequences: true on ${last.name}, so that it passes on its output at every time step.`;
  return `${last.name} takes the time axis away: put it behind the layers that need it.`;
}
