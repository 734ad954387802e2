import { describe, it } from 'vitest';
import { expectTensors } from './compare.js';
import { runBothWays, tensorsOf } from './executor-under-test.js';
import type { CreateExecutor, Tolerances } from './executor-under-test.js';
import { cellWeights, definitionOf } from './golden-recurrent.js';
import { flat, goldenSeeds, readGoldens } from './goldens.js';
import type { BidirectionalGolden } from './goldens.js';
import { featuresFrom } from './inputs.js';
import { bidirectional, buildNetwork, sequenceInput } from './networks.js';

/** Outputs and every gradient of bidirectional layers: each cell, mask kind, merge mode and return mode. */
export function describeBidirectionalGoldens(createExecutor: CreateExecutor, { goldens: tolerance }: Tolerances): void {
  for (const seed of goldenSeeds) {
    describe(`bidirectional goldens, seed ${seed}, relative error < ${tolerance}`, () => {
      readGoldens('bidirectional', seed).forEach((golden, i) => {
        const { layer, resetAfter, mergeMode, mask, returnSequences } = golden;
        it([`${i}: ${layer}`, resetAfter ? 'resetAfter' : '', mergeMode, `mask ${mask}`, returnSequences ? 'returnSequences' : ''].filter(Boolean).join(', '), async () => {
          await checkBidirectionalGolden(createExecutor, golden, tolerance);
        });
      });
    });
  }
}

async function checkBidirectionalGolden(createExecutor: CreateExecutor, golden: BidirectionalGolden, tolerance: number): Promise<void> {
  const { layer, resetAfter, returnSequences, mergeMode, x, maskValues, forward, backward } = golden;
  const definition = definitionOf(layer, resetAfter, { units: forward.recurrentKernel.length, returnSequences });
  const network = buildNetwork([bidirectional(definition, mergeMode)], sequenceInput(forward.kernel.length));
  const executor = await createExecutor(network, { ...cellWeights('bidirectional/forward', forward), ...cellWeights('bidirectional/backward', backward) });
  const run = runBothWays(executor, { features: featuresFrom(x), ...(maskValues && { mask: Uint8Array.from(flat(maskValues)) }) }, () => flat(golden.lossWeights));

  const expected: Record<string, Float64Array> = { output: flat(golden.y), 'gradient of the input': flat(golden.gradX) };
  ['kernel', 'recurrentKernel', 'bias'].forEach((name, i) => {
    expected[`gradient of bidirectional/forward/${name}`] = flat(golden.gradForward[i]);
    expected[`gradient of bidirectional/backward/${name}`] = flat(golden.gradBackward[i]);
  });
  expectTensors(tensorsOf({ ...run, finalStates: [] }), expected, tolerance);
}
