import { countParameters, network } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { lessonModels } from './lesson-models.js';
import { textNetwork } from './text-network.js';
import type { LessonModelName } from './lesson-models.js';

/** Parameters with 20,000 words and 4 classes, counted by hand: table, then kernels, recurrent kernels and biases, then the output. */
const parameters: Record<LessonModelName, number> = {
  'simple-rnn': 20_000 * 64 + 16 * (64 + 16 + 1) + 4 * (16 + 1),
  'masked-rnn': 20_000 * 64 + 16 * (64 + 16 + 1) + 4 * (16 + 1),
  lstm: 20_000 * 64 + 4 * 8 * (64 + 8 + 1) + 4 * (8 + 1),
  bilstm: 20_000 * 128 + 2 * 4 * 64 * (128 + 64 + 1) + 2 * 4 * 64 * (128 + 64 + 1) + 4 * (128 + 1),
  gru: 20_000 * 64 + 3 * 8 * (64 + 8 + 2) + 4 * (8 + 1),
  bigru: 20_000 * 128 + 2 * 3 * 64 * (128 + 64 + 2) + 2 * 3 * 64 * (128 + 64 + 2) + 4 * (128 + 1),
};

describe('lessonModels', () => {
  for (const [name, { layers, settings, batchSize, reads, description }] of Object.entries(lessonModels)) {
    it(`${name}: ${description}`, () => {
      expect(textNetwork(settings)({ vocabularySize: 20_000, classes: 4 })).toEqual(layers({ vocabularySize: 20_000, classes: 4 }));
      const chain = network(layers({ vocabularySize: 20_000, classes: 4 }));
      expect(countParameters(chain)).toBe(parameters[name as LessonModelName]);
      expect(chain.outputShape).toEqual([null, 4]);
      expect(chain.layers[chain.layers.length - 1].definition.config).toMatchObject({ units: 4, activation: 'softmax' });
      const labels = network(layers({ vocabularySize: 20_000, classes: 4, task: 'multiLabel' }));
      expect(labels.layers[labels.layers.length - 1].definition.config).toMatchObject({ units: 4, activation: 'sigmoid' });
      expect(countParameters(labels)).toBe(parameters[name as LessonModelName]);
      expect(chain.layers[0].passesMask).toBe(['masked-rnn', 'bilstm', 'bigru'].includes(name));
      expect(batchSize).toBe(['lstm', 'gru'].includes(name) ? 8 : 16);
      expect(reads).toBe(name === 'simple-rnn' ? 'title' : 'title and description');
    });
  }

  it('the masked RNN has the 1,281,364 parameters of the lesson', () => {
    expect(parameters['masked-rnn']).toBe(1_281_364);
  });
});
