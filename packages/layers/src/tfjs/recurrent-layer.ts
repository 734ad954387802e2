import type * as tf from '@tensorflow/tfjs';
import type { LayerSpec } from '../layers/layer-spec.js';
import type { RecurrentDefinition } from '../types.js';
import type { CellTensors } from './cells.js';
import type { PlainLayer } from './run-kernels.js';
import { runRecurrent } from './run-recurrent.js';
import { SekvensLayer } from './sekvens-layer.js';

/** What the three recurrent layers have in common. */
export abstract class RecurrentLayer<Definition extends RecurrentDefinition> extends SekvensLayer<Definition> {
  constructor(spec: LayerSpec<Definition['config']>, options: object) {
    super(spec, options);
  }

  protected override compute(x: tf.Tensor, mask: tf.Tensor | undefined, training: boolean): tf.Tensor {
    const { dropout, recurrentDropout, units } = this.definition.config;
    const plain: PlainLayer = (values, present, weights) => runRecurrent(this.definition, weights as unknown as CellTensors, { x: values as tf.Tensor3D, mask: present }).output;
    if (!training || (dropout === 0 && recurrentDropout === 0)) {
      const fused = this.computeAtOnce(this.definition, x, mask, plain);
      if (fused) return fused;
    }
    const [batch, , features] = x.shape;
    const weights: CellTensors = { kernel: this.weight('kernel') as tf.Tensor2D, recurrentKernel: this.weight('recurrentKernel') as tf.Tensor2D, bias: this.weight('bias') };
    return runRecurrent(this.definition, weights, {
      x: x as tf.Tensor3D,
      mask,
      inputFactors: training ? this.random.factors(dropout, [batch, features]) : undefined,
      stateFactors: training ? this.random.factors(recurrentDropout, [batch, units]) : undefined,
    }).output;
  }
}
