import { initializeWeights, network } from '@sekvens/layers';
import { dense, embedding, lstm } from '@sekvens/layers';
import { describe, expect, it } from 'vitest';
import { onnxFormat } from './onnx-format.js';
import { writeOnnx } from './write-onnx.js';

describe('onnxFormat', () => {
  it('is one file, and is not read', async () => {
    const built = network([embedding({ inputDim: 5, outputDim: 2 }), lstm({ units: 3 }), dense({ units: 2, activation: 'softmax' })]);
    const parts = { network: built, weights: initializeWeights(built, 1) };
    expect(await onnxFormat.write!(parts, 'news')).toEqual({ 'news.onnx': writeOnnx(parts, { name: 'news' }) });
    expect(onnxFormat.name).toBe('onnx');
    expect(onnxFormat.read).toBeUndefined();
  });

  it('tells what is wrong by rejecting', async () => {
    const built = network([embedding({ inputDim: 5, outputDim: 2 })]);
    await expect(onnxFormat.write!({ network: built, weights: {} }, 'news')).rejects.toThrow('embedding/embeddings');
  });
});
