import { SekvensError } from '@sekvens/core';
import type { TextVectorization } from '@sekvens/core';
import { vectorizerMismatch } from '@sekvens/engine';
import type { Network } from '@sekvens/layers';

/** @throws code 'invalid-file' where a vectorizer gives ids that a network does not take */
export function vectorizerFits(vectorizer: TextVectorization, network: Network): void {
  const mismatch = vectorizerMismatch(vectorizer, network);
  if (mismatch) throw new SekvensError({ code: 'invalid-file', where: 'vectorizer', ...mismatch });
}
