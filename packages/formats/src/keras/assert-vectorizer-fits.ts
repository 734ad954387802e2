import { SekvensError } from '@sekvens/core';
import type { TextVectorization } from '@sekvens/core';
import type { Network } from '@sekvens/layers';

/** A vectorizer has to give what the network takes: in one file they are one model. */
export function assertVectorizerFits(vectorizer: TextVectorization, { input }: Network): void {
  const { outputMode, outputSequenceLength, padToMaxTokens, maxTokens } = vectorizer.config;
  const ids = outputMode === 'int';
  const width = ids ? outputSequenceLength : padToMaxTokens && maxTokens !== null ? maxTokens : vectorizer.vocabularySize();
  const taken = input.shape.slice(1);
  if (ids === (input.kind === 'ids') && taken.length === 1 && (taken[0] === null || taken[0] === width)) return;
  throw new SekvensError({
    code: 'invalid-option', where: 'the vectorizer', expected: `outputs for a network that takes ${input.kind} [${taken.map((n) => n ?? 'any').join(', ')}]`,
    got: `outputMode '${outputMode}' with rows of ${width ?? 'any'} numbers`,
  });
}
