import { writeFileSync } from 'node:fs';
import { TextClassifier } from '@sekvens/engine';
import { modelParts, writeOnnx } from '@sekvens/formats';
import { bidirectional, dense, embedding, lstm } from '@sekvens/layers';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const examples = Array.from({ length: 60 }, (_, i) => ({ text: ['rates fall again', 'late goal wins cup', 'oil and shares rise'][i % 3], label: i % 3 === 1 ? 'sport' : 'money' }));
const { classifier } = await TextClassifier.train(examples, {
  layers: ({ vocabularySize, classes }) => [
    embedding({ inputDim: vocabularySize, outputDim: 8, maskZero: true }),
    bidirectional({ layer: lstm({ units: 8 }) }),
    dense({ units: classes, activation: 'softmax' }),
  ],
  epochs: 10,
});
writeFileSync('news.onnx', writeOnnx(modelParts(classifier)));

const session = await InferenceSession.create('news.onnx');
const { vectorizer } = classifier;
const rows = ['shares fall', 'a late goal', 'oil and rates rise again'].map((text) => vectorizer.encode(text));
const time = Math.max(1, ...rows.map((row) => row.length));
const ids = new BigInt64Array(rows.length * time); // filled up with id 0
rows.forEach((row, r) => row.forEach((id, t) => (ids[r * time + t] = BigInt(id))));
const { probabilities } = await session.run({ ids: new Tensor('int64', ids, [rows.length, time]) });
const { data } = classifier.model.predict(rows);
console.log(probabilities.dims, 'largest difference below 1e-5:', data.every((value, i) => Math.abs(value - Number(probabilities.data[i])) < 1e-5));
