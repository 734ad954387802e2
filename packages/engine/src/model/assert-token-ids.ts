import { SekvensError } from '@sekvens/core';
import type { RaggedIds } from '@sekvens/core';
import type { Network } from '@sekvens/layers';

/** Refuses ids that the network's embedding has no vector for; the message names row, position and layer. */
export function assertTokenIds(network: Network, ids: RaggedIds, where: string): void {
  const { name, definition } = network.layers[0];
  const vocabulary = definition.kind === 'embedding' ? definition.config.inputDim : 0;
  const { values, offsets } = ids;
  for (let i = 0; i < values.length; i++) {
    if (values[i] >= 0 && values[i] < vocabulary) continue;
    let row = 0;
    while (offsets[row + 1] <= i) row++;
    throw new SekvensError({
      code: 'invalid-data',
      where: `${where}[${row}][${i - offsets[row]}]`,
      expected: `a token id from 0 to ${vocabulary - 1} (inputDim of layer ${name} is ${vocabulary})`,
      got: `${values[i]}`,
      hint: 'Give embedding({ inputDim }) the size of the vocabulary, vectorizer.vocabularySize(), or use the vectorizer the model was trained with.',
    });
  }
}
