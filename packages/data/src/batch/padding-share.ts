import { longestRow, rowCount } from '@sekvens/core';
import type { BatchSource } from '@sekvens/core';

/**
 * The share of padding in all batches of an epoch: (Σ rows · timeSteps - ids) / Σ rows · timeSteps, in [0, 1); 0 without any.
 *
 * @param epoch which epoch's batches; default 0
 */
export async function paddingShare(source: BatchSource, epoch = 0): Promise<number> {
  let tokens = 0;
  let places = 0;
  for await (const { ids, timeSteps } of source.epoch(epoch)) {
    tokens += ids.offsets[rowCount(ids)];
    places += rowCount(ids) * (timeSteps ?? longestRow(ids));
  }
  return places === 0 ? 0 : (places - tokens) / places;
}
