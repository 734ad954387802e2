import { Random } from '@sekvens/core';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/helpers/error-of.js';
import { mutations } from '../../test/helpers/mutations.js';
import { readSafetensors, readSafetensorsMetadata, writeSafetensors } from './safetensors.js';

const tensors = {
  'embedding/embeddings': { shape: [3, 2], data: Float32Array.of(1, -2, 0.5, 3e38, 1e-45, -0) },
  'dense/bias': { shape: [2], data: Float32Array.of(4, 5) },
  scalar: { shape: [], data: Float32Array.of(6) },
  none: { shape: [0, 7], data: new Float32Array(0) },
};

/** A file with this header, and `numbers` bytes behind it. */
function file(header: unknown, numbers = 0, length?: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + numbers);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length ?? text.length), true);
  bytes.set(text, 8);
  return bytes;
}
const tensor = (shape: unknown, from: number, to: number, dtype: unknown = 'F32') => ({ dtype, shape, data_offsets: [from, to] });

describe('writeSafetensors', () => {
  it('writes the bytes of the format, header length a multiple of 8', () => {
    const bytes = writeSafetensors({ b: { shape: [1], data: Float32Array.of(1) }, a: { shape: [2], data: Float32Array.of(2, -1) } }, { format: 'x' });
    const header = '{"__metadata__":{"format":"x"},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}';
    const length = Math.ceil(header.length / 8) * 8;
    const expected = Buffer.concat([Buffer.from(BigUint64Array.of(BigInt(length)).buffer), Buffer.from(header.padEnd(length)), Buffer.from(Float32Array.of(1, 2, -1).buffer)]);
    expect(Buffer.from(bytes).equals(expected)).toBe(true);
  });

  it('is read back, bit for bit', () => {
    const read = readSafetensors(writeSafetensors(tensors));
    expect(Object.keys(read)).toEqual(Object.keys(tensors));
    for (const [name, { shape, data }] of Object.entries(tensors)) {
      expect(read[name].shape).toEqual(shape);
      expect(Buffer.from(read[name].data.buffer).equals(Buffer.from(data.buffer))).toBe(true);
    }
    expect(Buffer.from(writeSafetensors(read)).equals(Buffer.from(writeSafetensors(tensors)))).toBe(true);
  });

  it('takes any name but the one of the metadata', async () => {
    const odd = Object.fromEntries(['__proto__', 'constructor', '', 'ö/"\\', '7'].map((name, i) => [name, { shape: [1], data: Float32Array.of(i) }]));
    const read = readSafetensors(writeSafetensors(odd));
    expect(Object.getPrototypeOf(read)).toBeNull();
    expect(Object.entries(read).map(([name, { data }]) => [name, data[0]]).sort()).toEqual(Object.entries(odd).map(([name, { data }]) => [name, data[0]]).sort());
    expect(await errorOf(() => writeSafetensors({ __metadata__: tensors.scalar }))).toBe('invalid-option: writeSafetensors(tensors): expected tensors with names other than __metadata__, got "__metadata__".');
  });

  it('writes smaller numbers as they are, and reads them back', () => {
    const stored = { half: { shape: [2], dtype: 'F16', data: Uint16Array.of(0x3c00, 0xb800) }, byte: { shape: [3], dtype: 'U8', data: Uint8Array.of(0, 2, 4) } } as const;
    const read = readSafetensors(writeSafetensors({ ...stored, whole: tensors['dense/bias'] }, { quantization: '{"byte":{"min":-1,"scale":0.5}}' }));
    expect([...read.half.data, ...read.byte.data, ...read.whole.data]).toEqual([1, -0.5, -1, 0, 1, 4, 5]);
  });

  it('refuses shapes that are not those of the data', async () => {
    expect(await errorOf(() => writeSafetensors({ a: { shape: [2], dtype: 'U8', data: new Uint16Array(2) } }))).toMatch(/^invalid-option: writeSafetensors\(tensors\), a: expected a Uint8Array as long as its shape \[2\] says, got \[0, 0\]/);
    expect(await errorOf(() => writeSafetensors({ a: { shape: [2, 2], data: new Float32Array(3) } }))).toBe('invalid-option: writeSafetensors(tensors), a: expected a Float32Array as long as its shape [2, 2] says, got 3 numbers.');
    expect(await errorOf(() => writeSafetensors({ a: { shape: [-2, -2], data: new Float32Array(4) } }))).toMatch(/^invalid-option: writeSafetensors\(tensors\), a: expected a Float32Array/);
    expect(await errorOf(() => writeSafetensors({ a: { shape: [1], data: [1] as never } }))).toBe('invalid-option: writeSafetensors(tensors), a: expected a Float32Array as long as its shape [1] says, got [1].');
  });
});

describe('readSafetensors', () => {
  const hint = 'The file is damaged or of another kind; save the model again.';

  it('takes tensors in any order, a part of a larger buffer, and an empty file of tensors', () => {
    const bytes = file({ b: tensor([1], 4, 8), __metadata__: { a: 'b' }, a: tensor([1], 0, 4) }, 8);
    new DataView(bytes.buffer).setFloat32(bytes.length - 8, 1.5, true);
    new DataView(bytes.buffer).setFloat32(bytes.length - 4, 2.5, true);
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    const read = readSafetensors(larger.subarray(3));
    expect([read.a.data[0], read.b.data[0]]).toEqual([1.5, 2.5]);
    expect(Object.keys(readSafetensors(file({})))).toEqual([]);
  });

  it('reads a Buffer, as the file system gives it', () => {
    const bytes = writeSafetensors({ a: { shape: [3], data: Float32Array.of(1, 2, 3) }, b: { shape: [1], data: Float32Array.of(4) } });
    expect(readSafetensors(Buffer.from(bytes))).toEqual(readSafetensors(bytes));
    expect([...readSafetensors(Buffer.from(bytes)).b.data]).toEqual([4]);
  });

  it('reads halves, doubles and quantized numbers as float32', () => {
    const parts: [string, ArrayBufferView][] = [
      ['F16', Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x83ff, 0x7bff, 0x8000, 0x7c00, 0x7e00)],
      ['BF16', Uint16Array.of(0x3f80, 0xc000, 0x0001, 0x7f7f)],
      ['F64', Float64Array.of(0.1, -2, 1e-320)],
      ['U8', Uint8Array.of(0, 1, 255)],
      ['U16', Uint16Array.of(0, 65535)],
    ];
    let end = 0;
    const entries = parts.map(([dtype, { byteLength }]) => [dtype, tensor([byteLength / ({ F64: 8, U8: 1 }[dtype] ?? 2)], end, (end += byteLength), dtype)]);
    const scales = { U8: { min: -1, scale: 0.5 }, U16: { min: 0, scale: 1 / 65535 } };
    const bytes = file({ __metadata__: { quantization: JSON.stringify(scales) }, ...(Object.fromEntries(entries) as object) }, end);
    let at = bytes.length - end;
    for (const [, { buffer, byteLength }] of parts) {
      bytes.set(new Uint8Array(buffer), at);
      at += byteLength;
    }
    const read = readSafetensors(bytes);
    expect(Object.values(read).every(({ data }) => data instanceof Float32Array)).toBe(true);
    expect([...read.F16.data]).toEqual([1, -2, 2 ** -24, -1023 * 2 ** -24, 65504, -0, Infinity, NaN]);
    expect([...read.BF16.data]).toEqual([1, -2, 2 ** -133, 255 * 2 ** 120]);
    expect([...read.F64.data]).toEqual([Math.fround(0.1), -2, 0]);
    expect([...read.U8.data]).toEqual([-1, -0.5, 126.5]);
    expect([...read.U16.data]).toEqual([0, 1]);
  });

  it('reads the metadata alone, whatever the tensors are', async () => {
    const read = readSafetensorsMetadata(file({ __metadata__: { format: 'pt', __proto__x: 'y' }, a: tensor([1], 0, 8, 'I64') }));
    expect(Object.getPrototypeOf(read)).toBeNull();
    expect({ ...read }).toEqual({ format: 'pt', __proto__x: 'y' });
    expect({ ...readSafetensorsMetadata(file({})) }).toEqual({});
    expect(await errorOf(() => readSafetensorsMetadata(new Uint8Array(3), 'w'))).toBe(`invalid-file: w: expected at least 8 bytes, got 3. ${hint}`);
  });

  const floats = 'tensors of dtype F32, F16, BF16, F64, U8, U16';
  const quantized = (quantization?: string) => file({ ...(quantization !== undefined && { __metadata__: { quantization } }), a: tensor([2], 0, 2, 'U8') }, 2);
  const refused: [string, unknown, string][] = [
    ['what is no bytes', 'text', 'expected a Uint8Array, got "text".'],
    ['an empty file', new Uint8Array(0), 'expected at least 8 bytes, got 0.'],
    ['a header cut off', file('{}').subarray(0, 9), "expected a header that fits into the file's 9 bytes, got a header of 2 bytes."],
    ['a header longer than the file', file('{}', 0, 1000), "expected a header that fits into the file's 10 bytes, got a header of 1000 bytes."],
    ['a header longer than any', file('{}', 0, 2 ** 53), "expected a header that fits into the file's 10 bytes, got a header of 9007199254740992 bytes."],
    ['a header longer than 2^63', new Uint8Array(10).fill(255), "expected a header that fits into the file's 10 bytes, got a header of 18446744073709552000 bytes."],
    ['a header that is no JSON', file('{"a":'), 'expected a JSON header, got something else.'],
    ['a header that is no UTF-8', new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 0x22, 0xff]), 'expected a JSON header, got something else.'],
    ['a header that is nested without end', file('['.repeat(200_000)), 'expected a JSON header, got something else.'],
    ['a list as header', file([]), 'expected a JSON object as header, got [].'],
    ['null as header', file('null'), 'expected a JSON object as header, got null.'],
    ['another dtype', file({ a: tensor([1], 0, 8, 'I64') }, 8), `expected ${floats}, got "a" with dtype "I64".`],
    ['no dtype', file({ a: null }), `expected ${floats}, got "a" with dtype undefined.`],
    ['a dtype that cannot be a text', file({ a: tensor([1], 0, 4, { toString: 1, valueOf: 1 }) }, 4), `expected ${floats}, got "a" with dtype {"toString":1,"valueOf":1}.`],
    ['an inherited dtype', file('{"a":{"__proto__":{"dtype":"F32"}}}'), `expected ${floats}, got "a" with dtype undefined.`],
    ['a shape that is none', file({ a: tensor('2', 0, 8) }, 8), 'expected a shape of "a", got "2".'],
    ['a negative shape', file({ a: tensor([-1], 0, 4) }, 4), 'expected a shape of "a", got [-1].'],
    ['a fractional shape', file({ a: tensor([1.5], 0, 6) }, 6), 'expected a shape of "a", got [1.5].'],
    ['a shape of nine dimensions', file({ a: tensor([1, 1, 1, 1, 1, 1, 1, 1, 1], 0, 4) }, 4), 'expected a shape of "a", got an array of 9.'],
    ['offsets that are none', file({ a: { dtype: 'F32', shape: [1], data_offsets: [0] } }, 4), 'expected data_offsets of "a", got [0].'],
    ['a shape whose product overflows', file({ a: tensor([2 ** 52, 2 ** 52, 2 ** 52], 0, 4) }, 4), 'expected 3.65…e+47 bytes'],
    ['a shape whose product is infinite', file({ a: tensor(new Array(8).fill(2 ** 53 - 1), 0, 0) }), 'expected 1.7…e+128 bytes'],
    ['offsets of another size', file({ a: tensor([2], 0, 4) }, 4), 'expected 8 bytes for "a", shape [2], got bytes 0 to 4.'],
    ['offsets the wrong way round', file({ a: tensor([1], 4, 0) }, 4), 'expected 4 bytes for "a", shape [1], got bytes 4 to 0.'],
    ['offsets beyond the file', file({ a: tensor([2], 0, 8) }, 4), 'expected 8 bytes of numbers, as the header says, got 4.'],
    ['bytes that belong to nothing', file({ a: tensor([1], 0, 4) }, 8), 'expected 4 bytes of numbers, as the header says, got 8.'],
    ['integers', quantized(), 'expected floating-point numbers, or a scale of "a" in the metadata\'s quantization, got integers (dtype U8) without one.'],
    ['integers with scales of others', quantized('{"b":{"min":0,"scale":1}}'), 'expected floating-point numbers, or a scale of "a" in the metadata\'s quantization, got integers (dtype U8) without one.'],
    ['scales that are no JSON', quantized('{'), 'expected JSON as quantization of __metadata__, got "{".'],
    ['a scale without a number', quantized('{"a":{"min":0,"scale":null}}'), 'expected min and scale of "a" as numbers, got {"min":0,"scale":null}.'],
    ['a scale that is none', quantized('{"a":null}'), 'expected min and scale of "a" as numbers, got null.'],
    ['metadata that are no texts', file({ __metadata__: { a: 1 } }), 'expected __metadata__ with texts by name, got {"a":1}.'],
    ['metadata that are a list', file({ __metadata__: ['a'] }), 'expected __metadata__ with texts by name, got ["a"].'],
    ['a gap', file({ a: tensor([1], 0, 4), b: tensor([1], 8, 12) }, 12), 'expected tensors one after the other, "b" from byte 4, got byte 8.'],
    ['tensors that lie over each other', file({ a: tensor([2], 0, 8), b: tensor([2], 0, 8) }, 8), 'expected tensors one after the other, "b" from byte 8, got byte 0.'],
  ];
  for (const [what, bytes, message] of refused) {
    it(`refuses ${what}`, async () => {
      const [start, end] = message.split('…');
      const actual = await errorOf(() => readSafetensors(bytes as Uint8Array, 'w.safetensors'));
      if (end === undefined) expect(actual).toBe(`invalid-file: w.safetensors: ${message} ${hint}`);
      else expect(actual.startsWith(`invalid-file: w.safetensors: ${start}`)).toBe(true);
    });
  }

  it('allocates no more than the file holds, however often a header names the same bytes', async () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`t${i}`, tensor([250_000], 0, 1_000_000)]));
    const before = process.memoryUsage().arrayBuffers;
    expect(await errorOf(() => readSafetensors(file(many, 1_000_000)))).toMatch(/^invalid-file: weights\.safetensors: expected tensors one after the other/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20e6);
  });

  it('either reads a damaged file or refuses it, 300 times', async () => {
    const good = writeSafetensors(tensors, { format: 'x' });
    let refusals = 0;
    for (const bytes of mutations(good, 300, new Random(1))) {
      const message = await errorOf(() => {
        const read = readSafetensors(bytes);
        expect(Object.values(read).reduce((sum, { data }) => sum + data.byteLength, 0)).toBeLessThanOrEqual(bytes.length);
      }).catch((error: Error) => error.message);
      if (message.startsWith('invalid-file: ')) refusals++;
      else expect(message).toBe('nothing was thrown, but given: undefined');
    }
    expect(refusals).toBeGreaterThan(100);
  });
});
