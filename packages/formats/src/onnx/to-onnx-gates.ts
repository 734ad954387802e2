/** Where ONNX has the gates of Keras' order: LSTM i, f, c, o → i, o, f, c; GRU has z, r, h in both. */
const gateOrders = { simpleRNN: [0], lstm: [0, 3, 1, 2], gru: [0, 1, 2] } as const;

type CellKind = keyof typeof gateOrders;

/** A kernel [rows, gates · units] in Keras' layout as ONNX has it: [gates · units, rows], with the gates in its order. */
export function toOnnxGates(kind: CellKind, kernel: Float32Array, units: number): Float32Array {
  const order = gateOrders[kind];
  const width = order.length * units;
  const rows = kernel.length / width;
  const turned = new Float32Array(kernel.length);
  order.forEach((from, gate) => {
    for (let unit = 0; unit < units; unit++) {
      for (let row = 0; row < rows; row++) turned[(gate * units + unit) * rows + row] = kernel[row * width + from * units + unit];
    }
  });
  return turned;
}

/**
 * The two biases of ONNX one after the other, [2 · gates · units]: the one beside the kernel and the one beside the recurrent kernel.
 * They are the rows of the bias of a GRU with `resetAfter`; other layers have but the first.
 */
export function toOnnxBiases(kind: CellKind, bias: Float32Array, units: number): Float32Array {
  const width = gateOrders[kind].length * units;
  const both = new Float32Array(2 * width);
  for (let row = 0; row < bias.length / width; row++) both.set(toOnnxGates(kind, bias.subarray(row * width, (row + 1) * width), units), row * width);
  return both;
}
