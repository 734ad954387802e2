import { SekvensError } from '@sekvens/core';
import type { LayerDefinition, NetworkLayer } from '@sekvens/layers';

/** The last layer of a network, giving what its activation would be applied to; `where` names who asks. */
export function withoutActivation(layer: NetworkLayer, where: string): LayerDefinition {
  const { definition } = layer;
  if (definition.kind === 'dense') return { ...definition, config: { ...definition.config, activation: 'linear' } };
  if (definition.kind === 'activation') return { ...definition, config: { activation: 'linear' } };
  throw new SekvensError({
    code: 'unsupported',
    where,
    expected: 'a network that ends in a dense or activation layer',
    got: `${definition.kind} ("${layer.name}")`,
  });
}
