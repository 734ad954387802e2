/** The part of onnx.proto that is written here, with its numbers of fields. */
import type { Message } from './encode-message.js';

const dimension = { dim_value: [1, 'int'], dim_param: [2, 'string'] } as const;
const tensorType = { elem_type: [1, 'int'], shape: [2, { dim: [1, dimension] }] } as const;
const valueInfo = { name: [1, 'string'], type: [2, { tensor_type: [1, tensorType] }], doc_string: [3, 'string'] } as const;

const tensor = { dims: [1, 'int'], data_type: [2, 'int'], name: [8, 'string'], raw_data: [9, 'bytes'] } as const;

const attribute = {
  name: [1, 'string'],
  f: [2, 'float'],
  i: [3, 'int'],
  s: [4, 'string'],
  floats: [7, 'float'],
  ints: [8, 'int'],
  strings: [9, 'string'],
  type: [20, 'int'],
} as const;

const node = { input: [1, 'string'], output: [2, 'string'], name: [3, 'string'], op_type: [4, 'string'], attribute: [5, attribute] } as const;

const graph = { node: [1, node], name: [2, 'string'], initializer: [5, tensor], input: [11, valueInfo], output: [12, valueInfo] } as const;

export const modelSchema = {
  ir_version: [1, 'int'],
  producer_name: [2, 'string'],
  doc_string: [6, 'string'],
  graph: [7, graph],
  opset_import: [8, { domain: [1, 'string'], version: [2, 'int'] }],
  metadata_props: [14, { key: [1, 'string'], value: [2, 'string'] }],
} as const;

/** TensorProto.DataType */
export const dataTypes = { float: 1, int64: 7 } as const;

/** AttributeProto.AttributeType */
export const attributeTypes = { f: 1, i: 2, s: 3, floats: 6, ints: 7, strings: 8 } as const;

export type NodeMessage = Message<typeof node>;
export type AttributeMessage = Message<typeof attribute>;
export type TensorMessage = Message<typeof tensor>;
export type GraphMessage = Message<typeof graph>;
export type ValueInfoMessage = Message<typeof valueInfo>;
