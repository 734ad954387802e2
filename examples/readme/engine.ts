import { raggedFrom } from '@sekvens/core';
import { sequential } from '@sekvens/engine';
import { dense, embedding, lstm } from '@sekvens/layers';

// does a row hold more ones than twos?
const rows = Array.from({ length: 200 }, (_, r) => Array.from({ length: 1 + (r % 7) }, (_, t) => 1 + (((r * 13 + t * 7) ^ (r >> t)) & 1)));
const y = rows.map((row) => (row.filter((id) => id === 1).length > row.length / 2 ? 1 : 0));
const model = sequential([embedding({ inputDim: 3, outputDim: 8, maskZero: true }), lstm({ units: 8 }), dense({ units: 2, activation: 'softmax' })]);
model.compile({ optimizer: { kind: 'adam', learningRate: 0.02 }, loss: 'sparseCategoricalCrossentropy' });
await model.fit({ x: raggedFrom(rows), y }, { epochs: 20 });
console.log(await model.evaluate({ x: rows, y }));
console.log(Array.from(model.predict([[1, 1, 1, 2], [2, 2]]).data, (share) => share.toFixed(3)).join(' '));
