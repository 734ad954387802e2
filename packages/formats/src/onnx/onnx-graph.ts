import { attributeTypes, dataTypes } from './onnx-schema.js';
import type { AttributeMessage, GraphMessage, NodeMessage, TensorMessage, ValueInfoMessage } from './onnx-schema.js';

/** Plain numbers are integers; others are told by `float` and `floats`. */
export type OnnxAttribute = number | readonly number[] | string | readonly string[] | { readonly float: number } | { readonly floats: readonly number[] };

/** A graph of ONNX that grows by a node a call. What a call returns is the name of its result, to be given to others. */
export class OnnxGraph {
  private readonly nodes: NodeMessage[] = [];
  private readonly tensors = new Map<string, TensorMessage>();
  private readonly names = new Set<string>();
  private scope = '';

  /** Names what `write` adds after a layer, or after a part of one. */
  within<Result>(part: string, write: () => Result): Result {
    const outer = this.scope;
    this.scope = `${outer}${part}/`;
    try {
      return write();
    } finally {
      this.scope = outer;
    }
  }

  /** A node; the name of its first result, or of the one at `result`, where the ones before are not asked for. */
  node(operator: string, inputs: readonly string[], attributes: Readonly<Record<string, OnnxAttribute>> = {}, result = 0): string {
    const name = this.unique(operator);
    this.nodes.push({
      input: inputs,
      output: [...Array.from({ length: result }, () => ''), name],
      name,
      op_type: operator,
      attribute: Object.entries(attributes).map(([key, value]) => attributeOf(key, value)),
    });
    return name;
  }

  /** Weights, row-major. */
  weights(name: string, dims: readonly number[], numbers: Float32Array): string {
    const unique = this.unique(name);
    this.tensors.set(unique, { dims, data_type: dataTypes.float, name: unique, raw_data: bytesOf(numbers) });
    return unique;
  }

  /** A constant float without dimensions; equal ones are one. */
  float(value: number): string {
    const numbers = Float32Array.of(value);
    return this.constant(`float_${numbers[0]}`, () => ({ dims: [], data_type: dataTypes.float, raw_data: bytesOf(numbers) }));
  }

  /** A constant list of integers, or one without dimensions; equal ones are one. */
  ints(value: number | readonly number[]): string {
    const list = typeof value === 'number' ? [value] : value;
    const dims = typeof value === 'number' ? [] : [list.length];
    return this.constant(`${typeof value === 'number' ? 'int' : 'ints'}_${list.join('_')}`, () => ({ dims, data_type: dataTypes.int64, raw_data: bytesOf(BigInt64Array.from(list, BigInt)) }));
  }

  /** The graph as a message. Its output is the result called `last`, under the name of `output`. */
  toMessage(name: string, input: ValueInfoMessage, output: ValueInfoMessage, last: string): GraphMessage {
    const end: NodeMessage = { input: last, output: output.name, name: this.unique('output'), op_type: 'Identity' };
    return { node: [...this.nodes, end], name, initializer: [...this.tensors.values()], input, output };
  }

  /** Of all numbers that are in the graph. */
  get tensorBytes(): number {
    return [...this.tensors.values()].reduce((bytes, { raw_data }) => bytes + (raw_data as Uint8Array).length, 0);
  }

  private constant(name: string, make: () => TensorMessage): string {
    if (!this.tensors.has(name)) this.tensors.set(name, { ...make(), name });
    return name;
  }

  /** Names of layers may differ in halves of characters alone, which UTF-8 cannot hold. */
  private unique(name: string): string {
    const wanted = `${this.scope}${name}`.replace(/\p{Surrogate}/gu, '\u{FFFD}');
    let unique = wanted;
    for (let i = 1; this.names.has(unique); i++) unique = `${wanted}_${i}`;
    this.names.add(unique);
    return unique;
  }
}

function attributeOf(name: string, value: OnnxAttribute): AttributeMessage {
  if (typeof value === 'number') return { name, i: value, type: attributeTypes.i };
  if (typeof value === 'string') return { name, s: value, type: attributeTypes.s };
  if ('float' in value) return { name, f: value.float, type: attributeTypes.f };
  if ('floats' in value) return { name, floats: value.floats, type: attributeTypes.floats };
  if (isTexts(value)) return { name, strings: value, type: attributeTypes.strings };
  return { name, ints: value, type: attributeTypes.ints };
}

function isTexts(list: readonly number[] | readonly string[]): list is readonly string[] {
  return typeof list[0] === 'string';
}

/** Numbers lie in memory as in the file: wherever WebAssembly's memory can be looked at as numbers, they are little-endian. */
function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
