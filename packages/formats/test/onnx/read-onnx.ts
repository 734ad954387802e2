import protobuf from 'protobufjs';

/** The fields of onnx.proto that tests look at, read by protobufjs' own reflection. */
const proto = `
  syntax = "proto2";
  message OperatorSet { optional string domain = 1; optional int64 version = 2; }
  message Entry { optional string key = 1; optional string value = 2; }
  message Tensor { repeated int64 dims = 1; optional int32 data_type = 2; optional string name = 8; optional bytes raw_data = 9; }
  message Attribute {
    optional string name = 1; optional float f = 2; optional int64 i = 3; optional bytes s = 4;
    repeated float floats = 7; repeated int64 ints = 8; repeated bytes strings = 9; optional int32 type = 20;
  }
  message Node { repeated string input = 1; repeated string output = 2; optional string name = 3; optional string op_type = 4; repeated Attribute attribute = 5; }
  message Dimension { optional int64 dim_value = 1; optional string dim_param = 2; }
  message Shape { repeated Dimension dim = 1; }
  message TensorType { optional int32 elem_type = 1; optional Shape shape = 2; }
  message Type { optional TensorType tensor_type = 1; }
  message ValueInfo { optional string name = 1; optional Type type = 2; }
  message Graph { repeated Node node = 1; optional string name = 2; repeated Tensor initializer = 5; repeated ValueInfo input = 11; repeated ValueInfo output = 12; }
  message Model {
    optional int64 ir_version = 1; optional string producer_name = 2; optional Graph graph = 7;
    repeated OperatorSet opset_import = 8; repeated Entry metadata_props = 14;
  }
`;

export interface ReadAttribute {
  readonly name: string;
  readonly i?: number;
  readonly s?: string;
  readonly floats?: readonly number[];
  readonly strings?: readonly string[];
}

export interface ReadModel {
  readonly ir_version: number;
  readonly graph: {
    readonly name: string;
    readonly node: readonly { readonly name: string; readonly op_type: string; readonly input: readonly string[]; readonly output: readonly string[]; readonly attribute?: readonly ReadAttribute[] }[];
    readonly initializer: readonly { readonly name: string; readonly dims?: readonly number[]; readonly data_type: number }[];
    readonly input: readonly { readonly name: string }[];
    readonly output: readonly { readonly name: string }[];
  };
  readonly opset_import: readonly { readonly domain: string; readonly version: number }[];
  readonly metadata_props?: readonly { readonly key: string; readonly value: string }[];
}

/** An ONNX file as plain objects; bytes as text of one character each. */
export function readOnnx(bytes: Uint8Array): ReadModel {
  const type = protobuf.parse(proto, { keepCase: true }).root.lookupType('Model');
  const model = type.toObject(type.decode(bytes), { longs: Number });
  return JSON.parse(JSON.stringify(model, (_, value: unknown) => (value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value))) as ReadModel;
}
