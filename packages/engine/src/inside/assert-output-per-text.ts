import { SekvensError } from '@sekvens/core';
import type { Network } from '@sekvens/layers';

/** Refuses networks that give an output at every time step. */
export function assertOutputPerText({ outputShape }: Network, where: string): void {
  if (outputShape.length === 2) return;
  throw new SekvensError({
    code: 'unsupported', where: `${where}(model)`, expected: 'a network with one output a text, [batch, outputs]', got: `output shape [${outputShape.map((n) => n ?? 'any').join(', ')}]`,
  });
}
