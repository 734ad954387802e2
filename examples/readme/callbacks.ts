import { earlyStopping, reduceLROnPlateau, sequential } from '@sekvens/engine';
import type { Callback } from '@sekvens/engine';
import { dense, embedding, gru } from '@sekvens/layers';

// does a row hold more ones than twos? One answer in ten is wrong
const x = Array.from({ length: 400 }, (_, r) => Array.from({ length: 1 + (r % 7) }, (_, t) => 1 + (((r * 13 + t * 7) ^ (r >> t)) & 1)));
const y = x.map((row, r) => Number(row.filter((id) => id === 1).length > row.length / 2 !== (r % 10 === 3)));
const model = sequential([embedding({ inputDim: 3, outputDim: 8, maskZero: true }), gru({ units: 16 }), dense({ units: 2, activation: 'softmax' })]);
model.compile({ optimizer: { kind: 'adam', learningRate: 0.02 }, loss: 'sparseCategoricalCrossentropy' });
const stopping = earlyStopping({ patience: 5, restoreBestWeights: true });
const shortLog: Callback = {
  onEpochEnd({ epoch, validationLoss }, { learningRate }) {
    if (epoch % 4 === 0) console.log(`epoch ${epoch}: validation loss ${validationLoss!.toFixed(4)}, learning rate ${learningRate}`);
  },
};
const { epochs } = await model.fit({ x: x.slice(0, 300), y: y.slice(0, 300) }, {
  epochs: 100, validationData: { x: x.slice(300), y: y.slice(300) }, callbacks: [shortLog, stopping, reduceLROnPlateau({ patience: 2 })],
});
console.log(`${epochs.length} epochs; the weights are those of epoch ${stopping.bestEpoch}, validation loss ${stopping.best!.toFixed(4)}`);
