import { SekvensError, show } from '@sekvens/core';
import type { TextVectorization } from '@sekvens/core';
import type { Network } from '@sekvens/layers';

/** @throws code 'invalid-file' where a vectorizer gives ids that a network does not take */
export function vectorizerFits(vectorizer: TextVectorization, { layers: [{ definition, name }] }: Network): void {
  const refuse = (expected: string, got: string): SekvensError => new SekvensError({ code: 'invalid-file', where: 'vectorizer', expected, got });
  const { outputMode } = vectorizer.config;
  if (outputMode !== 'int') throw refuse("outputMode 'int'", show(outputMode));
  if (vectorizer.toJSON().vocabulary === null) throw refuse('a vocabulary', 'none');
  if (definition.kind !== 'embedding') throw refuse('a network that begins with an embedding', `one that begins with ${name}`);
  const { inputDim } = definition.config;
  if (vectorizer.vocabularySize() > inputDim) throw refuse(`at most ${inputDim} ids, the inputDim of layer ${name}`, `${vectorizer.vocabularySize()}`);
}
