import { sequential } from '@sekvens/engine';
import { dense, embedding, simpleRNN } from '@sekvens/layers';

const model = sequential([
  embedding({ inputDim: 20_000, outputDim: 64, maskZero: true }),
  simpleRNN({ units: 16 }),
  dense({ units: 4, activation: 'softmax' }),
]);
console.log(model.summary());
