import { Random } from '@sekvens/core';
import type { Network, RecurrentDefinition } from '@sekvens/layers';
import { describe, it } from 'vitest';
import type { ExecutorInput } from '../../src/executor.js';
import type { AgreementOptions } from './agreement.js';
import { expectTensors } from './compare.js';
import { runBothWays, tensorsOf } from './executor-under-test.js';
import type { CreateExecutor } from './executor-under-test.js';
import { bidirectional, buildNetwork, cells, randomNumbers, randomWeights, sequenceInput } from './networks.js';

/** Around a vector of four: one, one less, four, one more, twice and a rest. */
const sizes = [1, 3, 4, 5, 11];
/** Gradients of few numbers are sums in which terms cancel, and keep the roundings of what they are sums of: a wrong place is off by far more. */
const allowance = 5;
const lossWeights = (length: number) => randomNumbers(new Random(61), length);

const directions: Readonly<Record<string, (layer: RecurrentDefinition) => RecurrentDefinition | ReturnType<typeof bidirectional>>> = {
  forward: (layer) => layer,
  backward: (layer) => ({ ...layer, config: { ...layer.config, goBackwards: true } }) as RecurrentDefinition,
  both: (layer) => bidirectional(layer),
};

/** Every recurrent cell at every size of units, features, rows and steps at which vectorised code changes its way, against another executor. */
export function describeAgreementAtSizes(createExecutor: CreateExecutor, { oracle, tolerance }: AgreementOptions): void {
  describe.each(Object.keys(cells))('agreement with the reference, %s', (cell) => {
    describe.each(Object.keys(directions))('%s', (direction) => {
      it.each(sizes)('%s units, with every number of features, rows and steps', async (units) => {
        for (const features of sizes) {
          const network = buildNetwork([directions[direction](cells[cell]({ units, returnSequences: true }))], sequenceInput(features));
          await compare(network, features, direction, `${features} features`);
        }
      });
    });
  });

  async function compare(network: Network, features: number, direction: string, what: string): Promise<void> {
    const random = new Random(62);
    const weights = randomWeights(network, random);
    const [actual, expected] = [await createExecutor(network, weights), await oracle(network, weights)];
    for (const rows of [0, ...sizes]) {
      for (const steps of [0, ...sizes]) {
        const input = masked(random, rows, steps, features);
        const [a, e] = [runBothWays(actual, input, lossWeights), runBothWays(expected, input, lossWeights)];
        // what a bidirectional layer gives as final states is left open
        const open = direction === 'both' ? { finalStates: [] } : {};
        try {
          expectTensors(tensorsOf({ ...a, ...open }), tensorsOf({ ...e, ...open }), allowance * tolerance);
        } catch (error) {
          throw new Error(`${what}, ${rows} rows, ${steps} steps`, { cause: error });
        }
      }
    }
  }
}

/** Rows of `steps` steps, some of which are masked; the first row is whole, the last one masked throughout where there are several. */
function masked(random: Random, rows: number, steps: number, features: number): ExecutorInput {
  const mask = Uint8Array.from({ length: rows * steps }, (_, i) => {
    const row = Math.floor(i / steps);
    return row === 0 || (row < rows - 1 && random.next() < 0.7) ? 1 : 0;
  });
  const offsets = Int32Array.from({ length: rows + 1 }, (_, r) => r * steps);
  return { features: { values: randomNumbers(random, rows * steps * features), offsets }, timeSteps: steps, mask };
}
