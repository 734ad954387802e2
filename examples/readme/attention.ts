import { sequential } from '@sekvens/engine';
import { attentionPooling1D, dense, embedding } from '@sekvens/layers';

// token 2 or token 3, somewhere among others, is what tells the two classes apart
const x = Array.from({ length: 200 }, (_, r) => Array.from({ length: 4 + (r % 5) }, (_, t) => (t === (r >> 1) % 4 ? 2 + (r & 1) : 4 + ((r * 7 + t * 5) % 16))));
const y = x.map((_, r) => r & 1);
const model = sequential([embedding({ inputDim: 20, outputDim: 8, maskZero: true, wordDropout: 0.1 }), attentionPooling1D({ units: 8 }), dense({ units: 2, activation: 'softmax' })]);
model.compile({ optimizer: { kind: 'adam', learningRate: 0.02 }, loss: 'sparseCategoricalCrossentropy' });
await model.fit({ x, y }, { epochs: 10 });
console.log(Array.from(model.attention([[9, 2, 17, 6], [12, 5, 3]]).data, (share) => share.toFixed(2)).join(' '));
