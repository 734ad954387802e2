/** Dropout of an embedding: of tokens, which are read as unknown ones, and of rows of the table. */
import { Random, raggedFrom } from '@sekvens/core';
import type { EmbeddingConfig, LayerDefinition } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { fillDropoutMask, rowElement, timeStepElement } from '../../src/dropout-mask.js';
import { expectTensors, largestError } from './compare.js';
import { runBothWays, tensorsOf } from './executor-under-test.js';
import type { CreateExecutor, Tolerances } from './executor-under-test.js';
import { attentionPooling1D, bidirectional, buildNetwork, cells, dense, embedding, globalMaxPooling1D, lstm, randomNumbers, randomWeights, spatialDropout1D } from './networks.js';

const [vocabulary, features] = [9, 5];
const rate = 0.4;
const options = { training: true, seed: 2 ** 40 + 17, step: 6 };
const lossWeights = (length: number) => randomNumbers(new Random(94), length);
/** Many ids, so that some of each are dropped; padding, id 0, within, at the start and alone; one row empty. */
const rows = [[3, 0, 5, 1, 7, 2, 2, 8], [0, 2, 6], [], [0], [6, 6, 6, 4, 6, 6], [1, 3]];
const timeSteps = 9;
const table = 'embedding/embeddings';

function factor(stream: 0 | 1, element: number): number {
  const out = new Float64Array(1);
  fillDropoutMask({ seed: options.seed, step: options.step, layer: 0, stream, rate }, element, out, 0, 1);
  return out[0];
}

/** What may come behind an embedding: nothing, a layer that reads each distinct id once, and layers that read tokens. */
const behind: Readonly<Record<string, readonly LayerDefinition[]>> = {
  'nothing': [],
  'an LSTM': [lstm({ units: 3 })],
  'bidirectional GRU with dropout': [bidirectional(cells['gru resetAfter']({ units: 3, returnSequences: true, dropout: 0.3 })), globalMaxPooling1D(true)],
  'spatial dropout and a SimpleRNN': [spatialDropout1D(0.3), cells.simpleRNN({ units: 3, returnSequences: true }), dense(2)],
  'attention': [attentionPooling1D(3, true)],
};

export function describeEmbeddingDropoutLaws(createExecutor: CreateExecutor, { laws: tolerance }: Tolerances): void {
  const build = (maskZero: boolean, layers: readonly LayerDefinition[], dropouts?: Partial<EmbeddingConfig>) => buildNetwork([embedding(vocabulary, features, maskZero, dropouts), ...layers]);

  describe.each(Object.keys(behind))(`laws of an embedding's dropout before %s, relative error < ${tolerance}`, (name) => {
    describe.each([true, false])('maskZero %s', (maskZero) => {
      const plain = build(maskZero, behind[name]);
      const weights = randomWeights(plain, new Random(24));
      const input = { ids: raggedFrom(rows), timeSteps };

      it('of words is the same network reading ids of which some are 1, and never a 0', async () => {
        const replaced = rows.map((row, r) => row.map((id, t) => (id !== 0 && factor(0, timeStepElement(r, t, 1)) === 0 ? 1 : id)));
        const changed = replaced.flat().filter((id, i) => id !== rows.flat()[i]).length;
        expect([changed > 3, changed < 13]).toEqual([true, true]);
        const dropping = await createExecutor(build(maskZero, behind[name], { wordDropout: rate }), weights);
        const actual = tensorsOf(runBothWays(dropping, input, lossWeights, options));
        const expected = tensorsOf(runBothWays(await createExecutor(plain, weights), { ids: raggedFrom(replaced), timeSteps }, lossWeights, options));
        expectTensors(actual, expected, tolerance);
      });

      it("of the table's rows is the same network with them multiplied, and so are their gradients", async () => {
        const factors = Float64Array.from({ length: vocabulary }, (_, id) => factor(1, rowElement(id, 1)));
        expect(new Set(factors).size).toBe(2);
        const byRow = (values: ArrayLike<number>) => Float64Array.from(values, (value, i) => value * factors[Math.floor(i / features)]);
        const dropping = await createExecutor(build(maskZero, behind[name], { embeddingDropout: rate }), weights);
        const actual = tensorsOf(runBothWays(dropping, input, lossWeights, options));
        const multiplied = await createExecutor(plain, { ...weights, [table]: byRow(weights[table]) });
        const expected = tensorsOf(runBothWays(multiplied, input, lossWeights, options));
        const path = `gradient of ${table}`;
        expectTensors(actual, { ...expected, [path]: byRow(expected[path]) }, tolerance);
      });

      it('drops nothing outside training', async () => {
        const dropping = await createExecutor(build(maskZero, behind[name], { wordDropout: rate, embeddingDropout: rate }), weights);
        expectTensors(tensorsOf(runBothWays(dropping, input, lossWeights)), tensorsOf(runBothWays(await createExecutor(plain, weights), input, lossWeights)), tolerance);
      });

      it('differs from step to step and from seed to seed, and is the same for the same, however far rows are padded', async () => {
        for (const dropouts of [{ wordDropout: rate }, { embeddingDropout: rate }]) {
          const dropping = await createExecutor(build(maskZero, [], dropouts), { [table]: weights[table] });
          const at = (changes: object, steps = timeSteps) => {
            const { data } = dropping.forward({ ...input, timeSteps: steps }, { ...options, ...changes });
            return { output: Float64Array.from(rows.flatMap((row, r) => Array.from(data).slice(r * steps * features, (r * steps + row.length) * features))) };
          };
          expectTensors(at({}), at({}), 0);
          expectTensors(at({}, timeSteps + 4), at({}), 0);
          for (const changes of [{ step: 10 }, { seed: 18 }]) expect(largestError(at(changes), at({}))).toBeGreaterThan(0.1);
        }
      });
    });
  });
}
