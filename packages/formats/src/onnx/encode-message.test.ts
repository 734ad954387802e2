import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { encodeMessage } from './encode-message.js';

const schema = {
  number: [1, 'int'],
  share: [2, 'float'],
  text: [3, 'string'],
  bytes: [16, 'bytes'],
  part: [300, { number: [1, 'int'], part: [2, { text: [1, 'string'] }] }],
} as const;

/** The same messages as a .proto file has them. */
const proto = `
  syntax = "proto2";
  message Inner { repeated string text = 1; }
  message Part { repeated int64 number = 1; repeated Inner part = 2; }
  message Whole { repeated int64 number = 1; repeated float share = 2; repeated string text = 3; repeated bytes bytes = 16; repeated Part part = 300; }
`;

function decode(bytes: Uint8Array): unknown {
  const type = protobuf.parse(proto).root.lookupType('Whole');
  return JSON.parse(JSON.stringify(type.toObject(type.decode(bytes), { longs: Number, bytes: Array })));
}

describe('encodeMessage', () => {
  it('writes what protobufjs reads by a .proto file of the same fields', () => {
    const message = {
      number: [0, 1, 127, 128, -1, 2 ** 31, -(2 ** 53) + 1],
      share: [0.5, -2],
      text: ['', 'ä', 'long '.repeat(100)],
      bytes: [Uint8Array.of(), Uint8Array.of(0, 255)],
      part: [{ number: [3] }, { part: [{ text: ['inner'] }, {}] }],
    };
    expect(decode(encodeMessage(schema, message))).toEqual({ ...message, bytes: [[], [0, 255]] });
  });

  it('takes a single value for a list of one, and leaves out what there is none of', () => {
    expect(decode(encodeMessage(schema, { number: 7, text: undefined, part: { number: [] } }))).toEqual({ number: [7], part: [{}] });
    expect(encodeMessage(schema, {})).toEqual(new Uint8Array(0));
  });

  it('writes messages of any length', () => {
    for (const length of [1, 125, 126, 127, 128, 129, 16_383, 16_384, 70_000]) {
      const bytes = new Uint8Array(length).fill(7);
      expect(encodeMessage(schema, { bytes }).length).toBe(2 + (length < 128 ? 1 : length < 16_384 ? 2 : 3) + length);
      const text = 'x'.repeat(length);
      expect(decode(encodeMessage(schema, { part: { part: { text } } }))).toEqual({ part: [{ part: [{ text: [text] }] }] });
    }
  });

  it('gives bytes of their own, and text that is UTF-8 whatever comes', () => {
    const bytes = encodeMessage(schema, { text: 'half \ud83d' });
    expect(bytes.buffer.byteLength).toBe(bytes.length);
    expect(bytes.constructor).toBe(Uint8Array);
    expect(decode(bytes)).toEqual({ text: ['half \ufffd'] });
  });
});
