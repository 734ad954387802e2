import { SekvensError } from '@sekvens/core';
import * as tf from '@tensorflow/tfjs';

/** Backends whose tensors lie in memory that JavaScript reads without waiting. */
const IN_MEMORY: readonly string[] = ['cpu', 'wasm'];

/** Whether the values of tensors can be read at once, so that loops over them are the fastest way. */
export function readsAtOnce(): boolean {
  return IN_MEMORY.includes(tf.getBackend());
}

/**
 * Rows of a table: table [vocabulary, width], ids int32 of any shape → [...ids, width].
 *
 * The gradient adds the rows of dy to a table of zeros. TensorFlow.js' own compares every id with every row of the table, and does not
 * exist on its 'wasm' backend.
 *
 * @throws SekvensError for an id outside the table, on backends that can tell without waiting ('cpu' and 'wasm')
 */
export function lookup(table: tf.Tensor2D, ids: tf.Tensor, where: string): tf.Tensor {
  const [rows, width] = table.shape;
  if (readsAtOnce()) assertIds(ids.dataSync(), rows, where);
  const gather = tf.customGrad((...inputs) => {
    const [weights, save] = inputs as [tf.Tensor2D, tf.GradSaveFunc];
    save([ids]);
    return {
      value: tf.gather(weights, ids),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => scatterAdd(dy, saved[0], rows, width),
    };
  });
  return gather(table);
}

/** Its own gradient is the look-up, so that there are second derivatives. */
function scatterAdd(dy: tf.Tensor, ids: tf.Tensor, rows: number, width: number): tf.Tensor2D {
  const scatter = tf.customGrad((...inputs) => {
    const [values, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
    save([ids]);
    return { value: sumRows(values, ids, rows, width), gradFunc: (d: tf.Tensor, saved: tf.Tensor[]) => tf.gather(d, saved[0]) };
  });
  return scatter(dy);
}

function sumRows(dy: tf.Tensor, ids: tf.Tensor, rows: number, width: number): tf.Tensor2D {
  const count = ids.size;
  if (!readsAtOnce()) return tf.scatterND<tf.Rank.R2>(tf.reshape<tf.Rank.R2>(ids, [count, 1]), tf.reshape(dy, [count, width]), [rows, width]);
  const [from, at] = [dy.dataSync(), ids.dataSync()];
  const sum = new Float32Array(rows * width);
  for (let i = 0; i < count; i++) {
    const [to, start] = [at[i] * width, i * width];
    for (let k = 0; k < width; k++) sum[to + k] += from[start + k];
  }
  return tf.tensor2d(sum, [rows, width]);
}

function assertIds(ids: ArrayLike<number>, rows: number, where: string): void {
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] < 0 || ids[i] >= rows) {
      throw new SekvensError({ code: 'invalid-data', where, expected: `token ids from 0 to ${rows - 1}`, got: String(ids[i]), hint: 'inputDim has to be the size of the vocabulary.' });
    }
  }
}
