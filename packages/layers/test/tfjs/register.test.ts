import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { CLASS_NAMES, gru, register } from '../../src/tfjs/index.js';
import { useBackend } from './backends.js';

it('importing registers nothing, register does, and stock layers keep their names', async () => {
  await useBackend('cpu');
  const model = tf.sequential({ layers: [gru({ units: 2, inputShape: [null, 3] }), tf.layers.dense({ units: 1 })] });
  const json = () => JSON.parse(JSON.stringify(model.toJSON(undefined, false))) as object;
  const read = () => tf.models.modelFromJSON({ modelTopology: json() } as never);
  await expect(read()).rejects.toThrow('Unknown layer: SekvensGRU');
  const stock = tf.layers.gru({ units: 2 }).getClassName();
  register();
  register();
  expect((await read()).layers.map((layer) => layer.getClassName())).toEqual(['SekvensGRU', 'Dense']);
  expect(stock).toBe('GRU');
  expect(Object.values(CLASS_NAMES).every((name) => name.startsWith('Sekvens'))).toBe(true);
});
