/** ONNX models read from files (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, whose field numbers stand here). */
import { gridError } from '../errors';
import {
  MalformedMessage,
  readDoubles,
  readFields,
  readFloats,
  readPackedIntegers,
  readText,
} from './protobuf-reader';

export interface ReadAttribute {
  f?: number;
  i?: number;
  s?: string;
  readonly floats: number[];
  readonly ints: number[];
  readonly strings: string[];
}

export interface ReadOperation {
  type: string;
  domain: string;
  readonly inputs: string[];
  readonly outputs: string[];
  readonly attributes: Map<string, ReadAttribute>;
}

export interface ReadModel {
  readonly operations: readonly ReadOperation[];
  /** Names, with the size of the last dimension where it is fixed. */
  readonly inputs: readonly { name: string; width: number | undefined }[];
  readonly outputs: readonly string[];
}

/**
 * The operations of a model with their attributes; tensors of weights are passed over, those in attributes are read as
 * `floats`. Nothing is run.
 * @param file for errors
 * @throws GridError INVALID_MODEL
 */
export function readOnnx(bytes: Uint8Array, file: string): ReadModel {
  try {
    let graph: Uint8Array | undefined;
    for (const field of readFields(bytes)) {
      if (field.field === 7 && field.kind === 'bytes') graph = field.bytes;
    }
    if (graph === undefined) throw new MalformedMessage('no graph');
    return readGraph(graph);
  } catch (thrown) {
    if (!(thrown instanceof MalformedMessage)) throw thrown;
    throw gridError('INVALID_MODEL', { at: file, got: thrown.message, allowed: 'an ONNX model, whole' });
  }
}

function readGraph(bytes: Uint8Array): ReadModel {
  const operations: ReadOperation[] = [];
  const inputs: { name: string; width: number | undefined }[] = [];
  const outputs: string[] = [];
  for (const field of readFields(bytes)) {
    if (field.kind !== 'bytes') continue;
    if (field.field === 1) operations.push(readOperation(field.bytes));
    if (field.field === 11) inputs.push(readValue(field.bytes));
    if (field.field === 12) outputs.push(readValue(field.bytes).name);
  }
  return { operations, inputs, outputs };
}

function readOperation(bytes: Uint8Array): ReadOperation {
  const operation: ReadOperation = { type: '', domain: '', inputs: [], outputs: [], attributes: new Map() };
  for (const field of readFields(bytes)) {
    if (field.kind !== 'bytes') continue;
    if (field.field === 1) operation.inputs.push(readText(field.bytes));
    if (field.field === 2) operation.outputs.push(readText(field.bytes));
    if (field.field === 4) operation.type = readText(field.bytes);
    if (field.field === 5) readAttribute(field.bytes, operation.attributes);
    if (field.field === 7) operation.domain = readText(field.bytes);
  }
  return operation;
}

/** Repeated numbers may be packed or stand one a field. */
function readAttribute(bytes: Uint8Array, attributes: Map<string, ReadAttribute>): void {
  let name = '';
  const attribute: ReadAttribute = { floats: [], ints: [], strings: [] };
  for (const field of readFields(bytes)) {
    if (field.kind === 'integer') {
      if (field.field === 3) attribute.i = field.value;
      if (field.field === 8) attribute.ints.push(field.value);
      continue;
    }
    if (field.field === 1) name = readText(field.bytes);
    if (field.field === 2) attribute.f = readFloats(field.bytes)[0];
    if (field.field === 4) attribute.s = readText(field.bytes);
    if (field.field === 5) append(attribute.floats, readTensor(field.bytes));
    if (field.field === 7) append(attribute.floats, readFloats(field.bytes));
    if (field.field === 8) append(attribute.ints, readPackedIntegers(field.bytes));
    if (field.field === 9) attribute.strings.push(readText(field.bytes));
  }
  attributes.set(name, attribute);
}

const FLOAT = 1;
const DOUBLE = 11;

/** A tensor of 32-bit or 64-bit floats, which nodes_values_as_tensor and its like are. */
function readTensor(bytes: Uint8Array): number[] {
  let type = 0;
  let raw: Uint8Array | undefined;
  const values: number[] = [];
  for (const field of readFields(bytes)) {
    if (field.field === 2 && field.kind === 'integer') type = field.value;
    if (field.kind === 'integer') continue;
    if (field.field === 4) append(values, readFloats(field.bytes));
    if (field.field === 9) raw = field.bytes;
    if (field.field === 10) append(values, readDoubles(field.bytes));
  }
  if (type !== FLOAT && type !== DOUBLE)
    throw new MalformedMessage(`a tensor of type ${type} as an attribute`);
  if (raw !== undefined) append(values, type === FLOAT ? readFloats(raw) : readDoubles(raw));
  return values;
}

function readValue(bytes: Uint8Array): { name: string; width: number | undefined } {
  let name = '';
  let width: number | undefined;
  for (const field of readFields(bytes)) {
    if (field.kind !== 'bytes') continue;
    if (field.field === 1) name = readText(field.bytes);
    // TypeProto.tensor_type.shape.dim.dim_value
    if (field.field !== 2) continue;
    for (const type of within(field.bytes, 1)) {
      for (const shape of within(type, 2)) {
        for (const dimension of within(shape, 1)) {
          width = undefined;
          for (const size of readFields(dimension)) {
            if (size.field === 1 && size.kind === 'integer') width = size.value;
          }
        }
      }
    }
  }
  return { name, width };
}

function within(bytes: Uint8Array, wanted: number): Uint8Array[] {
  return Array.from(readFields(bytes)).flatMap((field) =>
    field.kind === 'bytes' && field.field === wanted ? [field.bytes] : [],
  );
}

/** As push with all of them at once, which a long list would overflow the stack with. */
function append(list: number[], more: readonly number[]): void {
  for (const value of more) list.push(value);
}
