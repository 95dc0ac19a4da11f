/** ONNX models as files (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, whose field numbers stand here). */
import { ProtobufWriter } from './protobuf';

const IR_VERSION = 8;
const OPSET = 13;
const FLOAT = 1;
const DOUBLE = 11;
/** The operators of classical machine learning, such as tree ensembles. */
export const ML_DOMAIN = 'ai.onnx.ml';
const ML_OPSET = 3;

/** A dimension: a size, or the name of one that is left open. */
type Dimension = number | string;

export interface TensorShape {
  readonly name: string;
  readonly shape: readonly Dimension[];
}

/** A constant of 32-bit or 64-bit floats. */
export interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array;
}

/** What an operation is set to. */
export type Attribute =
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'integers'; readonly value: ArrayLike<number> }
  | { readonly kind: 'floats'; readonly value: Float32Array }
  | { readonly kind: 'texts'; readonly value: readonly string[] };

export interface Operation {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** The standard operators where nothing is said. */
  readonly domain?: typeof ML_DOMAIN;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

export interface OnnxGraph {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly Operation[];
  readonly constants: readonly Constant[];
  readonly inputs: readonly TensorShape[];
  readonly outputs: readonly TensorShape[];
  /** Texts that travel with the model. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes of an ONNX file. Operations are of the standard set, version 13, or of ai.onnx.ml, version 3, in the order of their use. */
export function writeOnnx(graph: OnnxGraph): Uint8Array {
  const model = new ProtobufWriter()
    .integer(1, IR_VERSION)
    .text(2, 'gridloom')
    .message(7, (inner) => writeGraph(inner, graph))
    .message(8, (opset) => opset.text(1, '').integer(2, OPSET));
  if (graph.operations.some(({ domain }) => domain === ML_DOMAIN)) {
    model.message(8, (opset) => opset.text(1, ML_DOMAIN).integer(2, ML_OPSET));
  }
  for (const [key, value] of Object.entries(graph.metadata)) {
    model.message(14, (entry) => entry.text(1, key).text(2, value));
  }
  return model.finish();
}

function writeGraph(writer: ProtobufWriter, graph: OnnxGraph): void {
  for (const { type, inputs, outputs, domain, attributes } of graph.operations) {
    writer.message(1, (node) => {
      for (const name of inputs) node.text(1, name);
      for (const name of outputs) node.text(2, name);
      node.text(3, outputs[0]).text(4, type);
      for (const [name, attribute] of Object.entries(attributes ?? {})) {
        node.message(5, (inner) => writeAttribute(inner.text(1, name), attribute));
      }
      if (domain !== undefined) node.text(7, domain);
    });
  }
  writer.text(2, graph.name);
  for (const constant of graph.constants) writer.message(5, (inner) => writeConstant(inner, constant));
  writer.text(10, graph.description);
  for (const input of graph.inputs) writer.message(11, (inner) => writeValue(inner, input));
  for (const output of graph.outputs) writer.message(12, (inner) => writeValue(inner, output));
}

/** The value, and the number of its type in AttributeProto.AttributeType. */
function writeAttribute(writer: ProtobufWriter, attribute: Attribute): void {
  switch (attribute.kind) {
    case 'integer':
      writer.integer(3, attribute.value).integer(20, 2);
      break;
    case 'text':
      writer.text(4, attribute.value).integer(20, 3);
      break;
    case 'floats':
      writer.bytes(7, littleEndian(attribute.value)).integer(20, 6);
      break;
    case 'integers':
      writer.packed(8, attribute.value).integer(20, 7);
      break;
    case 'texts':
      for (const text of attribute.value) writer.text(9, text);
      writer.integer(20, 8);
  }
}

function writeConstant(writer: ProtobufWriter, { name, shape, values }: Constant): void {
  for (const size of shape) writer.integer(1, size);
  writer
    .integer(2, values instanceof Float64Array ? DOUBLE : FLOAT)
    .text(8, name)
    .bytes(9, littleEndian(values));
}

function writeValue(writer: ProtobufWriter, { name, shape }: TensorShape): void {
  writer.text(1, name).message(2, (type) =>
    type.message(1, (tensor) =>
      tensor.integer(1, FLOAT).message(2, (dimensions) => {
        for (const size of shape) {
          dimensions.message(1, (dimension) =>
            typeof size === 'number' ? dimension.integer(1, size) : dimension.text(2, size),
          );
        }
      }),
    ),
  );
}

function littleEndian(values: Float32Array | Float64Array): Uint8Array {
  const size = values.BYTES_PER_ELEMENT;
  const bytes = new DataView(new ArrayBuffer(size * values.length));
  for (const [k, value] of values.entries()) {
    if (size === 8) bytes.setFloat64(8 * k, value, true);
    else bytes.setFloat32(4 * k, value, true);
  }
  return new Uint8Array(bytes.buffer);
}
