import { show } from '@sekvens/core';
import type { TextVectorization } from '@sekvens/core';
import type { Network } from '@sekvens/layers';

/** Why the ids of a vectorizer are none that a network takes; undefined where they are. */
export function vectorizerMismatch(vectorizer: TextVectorization, network: Network): { readonly expected: string; readonly got: string } | undefined {
  const { outputMode } = vectorizer.config;
  if (outputMode !== 'int') return { expected: "outputMode 'int'", got: show(outputMode) };
  if (vectorizer.toJSON().vocabulary === null) return { expected: 'a vocabulary', got: 'none' };
  const { definition, name } = network.layers[0];
  if (definition.kind !== 'embedding') return { expected: 'a network that begins with an embedding', got: `one that begins with ${name}` };
  const { inputDim } = definition.config;
  const size = vectorizer.vocabularySize();
  return size > inputDim ? { expected: `at most ${inputDim} ids, the inputDim of layer ${name}`, got: `${size}` } : undefined;
}
