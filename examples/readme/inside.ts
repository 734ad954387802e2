import { sequential } from '@sekvens/engine';
import { leaveOneOut, prefixProbabilities, tokenSaliency, traceNetwork } from '@sekvens/engine/inside';
import { dense, embedding, lstm } from '@sekvens/layers';

// token 2 or token 3, whichever comes last, is what tells the two classes apart
const x = Array.from({ length: 600 }, (_, r) => Array.from({ length: 4 + (r % 5) }, (_, t) => ((r >> t) % 3 === 0 ? 2 + ((r >> (t + 2)) & 1) : 4 + ((r + t * 3) % 8))));
const y = x.map((row) => Math.max(0, (row.findLast((id) => id < 4) ?? 2) - 2));
const model = sequential([embedding({ inputDim: 12, outputDim: 8, maskZero: true }), lstm({ units: 8 }), dense({ units: 2, activation: 'softmax' })]);
model.compile({ optimizer: { kind: 'adam', learningRate: 0.02 }, loss: 'sparseCategoricalCrossentropy' });
await model.fit({ x, y }, { epochs: 20 });

const text = [3, 5, 7, 2, 9];
const show = (numbers: ArrayLike<number>) => Array.from(numbers, (number) => number.toFixed(2)).join(' ');
const column = ({ data }: { data: ArrayLike<number> }, k: number) => Array.from({ length: data.length / 2 }, (_, r) => data[r * 2 + k]);
console.log('class 1 after 0 … 5 tokens ', show(column(prefixProbabilities(model, text), 1)));
console.log('gradient × input, log-odds ', show(tokenSaliency(model, text, { target: 0, of: 'logOdds' }).scores));
console.log('left out, class 0          ', show(column(leaveOneOut(model, text).effects, 0)));
const [direction] = traceNetwork(model, text).layers[1].directions!;
if (direction.kind === 'lstm') console.log('forget gate of unit 0      ', show(text.map((_, t) => direction.series.forget[t * 8])));
