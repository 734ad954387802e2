import { TextVectorization } from '@sekvens/core';
import { adam, compileForLabels, embedding, gru, textsToTensor } from '@sekvens/layers/tfjs';
import * as tf from '@tensorflow/tfjs';

const texts = ['the match was won late', 'shares fell again', 'a late goal won it', 'the bank cut rates'];
const labels = tf.tensor2d([[0], [1], [0], [1]], undefined, 'int32');
const vectorizer = new TextVectorization();
await vectorizer.adapt(texts);

const model = tf.sequential();
model.add(embedding({ inputDim: vectorizer.vocabularySize(), outputDim: 16, maskZero: true, inputShape: [null] }));
model.add(gru({ units: 8 }));
model.add(tf.layers.dense({ units: 2, activation: 'softmax' }));
compileForLabels(model, { optimizer: adam({ learningRate: 0.02 }) });
await model.fit(textsToTensor(vectorizer, texts), labels, { epochs: 30, verbose: 0 });
(model.predict(textsToTensor(vectorizer, ['they won the match'])) as tf.Tensor).argMax(1).print();
