import protobuf from 'protobufjs/minimal.js';

/** What a field of a protobuf message holds: a number, text, bytes, or a message of its own. */
export type FieldType = 'int' | 'float' | 'string' | 'bytes' | MessageSchema;

/** The fields of a message by name, each with its number. */
export interface MessageSchema {
  readonly [name: string]: readonly [number: number, type: FieldType];
}

type FieldValue<Type> = Type extends 'int' | 'float' ? number : Type extends 'string' ? string : Type extends 'bytes' ? Uint8Array : Type extends MessageSchema ? Message<Type> : never;

/** A message of a schema: every field may be left out, or be there several times, as a list. */
export type Message<Schema extends MessageSchema> = {
  readonly [Name in keyof Schema]?: FieldValue<Schema[Name][1]> | readonly FieldValue<Schema[Name][1]>[];
};

/** How protobuf lays a value down: the last three bits of a field's tag. */
const wireTypes = { int: 0, string: 2, bytes: 2, float: 5 } as const;

const encoder = new TextEncoder();

/**
 * A message as bytes of Protocol Buffers. It is written from the table alone: no code is generated, which a page's Content Security
 * Policy may forbid. Integers are written as int64, lists unpacked; what a text has of halves of characters is replaced by U+FFFD.
 */
export function encodeMessage<Schema extends MessageSchema>(schema: Schema, message: Message<Schema>): Uint8Array {
  // not Writer.create(), which in Node gives a Buffer out of memory shared with others
  const writer = new protobuf.Writer();
  writeFields(writer, schema, message);
  return writer.finishInto(new Uint8Array(writer.pos));
}

function writeFields(writer: protobuf.Writer, schema: MessageSchema, message: object): void {
  for (const [name, value] of Object.entries(message)) {
    if (value === undefined) continue;
    const [number, type] = schema[name];
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) writeField(writer, number, type, one);
  }
}

function writeField(writer: protobuf.Writer, number: number, type: FieldType, value: unknown): void {
  writer.uint32((number << 3) | (typeof type === 'string' ? wireTypes[type] : 2));
  if (typeof type !== 'string') {
    writer.fork();
    writeFields(writer, type, value as object);
    writer.ldelim();
  } else if (type === 'int') writer.int64(value as number);
  else if (type === 'float') writer.float(value as number);
  else writer.bytes(type === 'bytes' ? (value as Uint8Array) : encoder.encode(value as string));
}
