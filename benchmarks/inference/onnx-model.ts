/**
 * The lesson's two bidirectional LSTMs as an ONNX model.
 *
 *     ids [batch, time] ─ Transpose ─ Gather ─ LSTM ─ Transpose, Reshape ─ LSTM ─ Transpose, Reshape ─ Gemm ─ Softmax ─ probabilities
 *     lengths [batch] ──────────────────────── ┴ ──────────────────────── ┘
 *
 * LSTM reads time-major [time, batch, width], and stops at each row's length: what a mask does to padding at the end.
 */
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';

type Weights = Readonly<Record<string, Float32Array>>;

const FLOAT = 1;
const INT32 = 6;
const INT64 = 7;

/** Writes the model with the weights of `lessonModels.bilstm`, as Sequential.getWeights() names them. Inputs ids and lengths are int32. */
export function bilstmOnnxModel(weights: Weights): Uint8Array {
  const classes = weights['dense/bias'].length;
  const units = weights['bidirectional/forward/bias'].length / 4;
  const width = weights['bidirectional/forward/kernel'].length / (4 * units);
  const lstm = (input: string, layer: string, ...output: string[]) =>
    node('LSTM', [input, `${layer}/W`, `${layer}/R`, `${layer}/B`, 'lengths'], output, { hidden_size: units, direction: 'bidirectional' });
  const model = {
    irVersion: 8,
    producerName: 'sekvens-benchmarks',
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'bilstm',
      node: [
        node('Transpose', ['ids'], ['idsByTime'], { perm: [1, 0] }),
        node('Gather', ['embeddings', 'idsByTime'], ['embedded'], { axis: 0 }),
        lstm('embedded', 'bidirectional', 'sequences'),
        // [time, directions, batch, units] → [time, batch, directions · units]
        node('Transpose', ['sequences'], ['sequencesByRow'], { perm: [0, 2, 1, 3] }),
        node('Reshape', ['sequencesByRow', 'joinedSequences'], ['read'], {}),
        lstm('read', 'bidirectional_1', '', 'last'),
        node('Transpose', ['last'], ['lastByRow'], { perm: [1, 0, 2] }),
        node('Reshape', ['lastByRow', 'joinedLast'], ['features'], {}),
        node('Gemm', ['features', 'kernel', 'bias'], ['logits'], {}),
        node('Softmax', ['logits'], ['probabilities'], { axis: -1 }),
      ],
      initializer: [
        floats('embeddings', weights['embedding/embeddings'], [weights['embedding/embeddings'].length / width, width]),
        ...lstmTensors(weights, 'bidirectional', units),
        ...lstmTensors(weights, 'bidirectional_1', units),
        int64s('joinedSequences', [0, 0, 2 * units]),
        int64s('joinedLast', [0, 2 * units]),
        floats('kernel', weights['dense/kernel'], [2 * units, classes]),
        floats('bias', weights['dense/bias'], [classes]),
      ],
      input: [value('ids', INT32, ['batch', 'time']), value('lengths', INT32, ['batch'])],
      output: [value('probabilities', FLOAT, ['batch', classes])],
    },
  };
  const type = protobuf.loadSync(fileURLToPath(new URL('onnx.proto', import.meta.url))).lookupType('onnx.ModelProto');
  return type.encode(type.fromObject(model)).finish();
}

/** Keras' gates lie i, f, c, o, side by side [input, 4 · units]; ONNX' i, o, f, c, one below the other [4 · units, input]. */
function lstmTensors(weights: Weights, layer: string, units: number): object[] {
  const directions = ['forward', 'backward'].map((direction) => {
    const kernel = weights[`${layer}/${direction}/kernel`];
    const recurrent = weights[`${layer}/${direction}/recurrentKernel`];
    const bias = Float32Array.of(...gatesAsRows(weights[`${layer}/${direction}/bias`], units), ...new Float32Array(4 * units));
    return { kernel: gatesAsRows(kernel, units), recurrent: gatesAsRows(recurrent, units), bias };
  });
  const both = (name: 'kernel' | 'recurrent' | 'bias') => Float32Array.from(directions.flatMap((direction) => [...direction[name]]));
  const kernel = both('kernel');
  return [
    floats(`${layer}/W`, kernel, [2, 4 * units, kernel.length / (8 * units)]),
    floats(`${layer}/R`, both('recurrent'), [2, 4 * units, units]),
    floats(`${layer}/B`, both('bias'), [2, 8 * units]),
  ];
}

function gatesAsRows(matrix: Float32Array, units: number): Float32Array {
  const inputs = matrix.length / (4 * units);
  const out = new Float32Array(matrix.length);
  [0, 3, 1, 2].forEach((from, to) => {
    for (let u = 0; u < units; u++) for (let i = 0; i < inputs; i++) out[(to * units + u) * inputs + i] = matrix[i * 4 * units + from * units + u];
  });
  return out;
}

function node(opType: string, input: string[], output: string[], attributes: Record<string, number | string | number[]>): object {
  return { opType, name: output.join('') || opType, input, output, attribute: Object.entries(attributes).map(([name, given]) => attribute(name, given)) };
}

function attribute(name: string, given: number | string | number[]): object {
  if (typeof given === 'number') return { name, type: 'INT', i: given };
  return typeof given === 'string' ? { name, type: 'STRING', s: new TextEncoder().encode(given) } : { name, type: 'INTS', ints: given };
}

function floats(name: string, values: Float32Array, dims: number[]): object {
  return { name, dims, dataType: FLOAT, rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) };
}

function int64s(name: string, values: number[]): object {
  return { name, dims: [values.length], dataType: INT64, rawData: new Uint8Array(BigInt64Array.from(values, BigInt).buffer) };
}

function value(name: string, elemType: number, shape: (number | string)[]): object {
  return { name, type: { tensorType: { elemType, shape: { dim: shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size })) } } } };
}
