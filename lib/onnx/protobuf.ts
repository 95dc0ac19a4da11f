/** Writing of protocol buffers: the wire format of what ONNX needs (https://protobuf.dev/programming-guides/encoding/). */

const VARINT = 0;
const BYTES = 2;

/** One message, field by field. */
export class ProtobufWriter {
  private readonly parts: Uint8Array[] = [];

  /** A whole number from 0 up to 2⁵³. */
  integer(field: number, value: number): this {
    this.parts.push(varint(field * 8 + VARINT), varint(value));
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  bytes(field: number, value: Uint8Array): this {
    this.parts.push(varint(field * 8 + BYTES), varint(value.length), value);
    return this;
  }

  /** Whole numbers from 0 up to 2⁵³, one after the other. */
  packed(field: number, values: ArrayLike<number>): this {
    return this.bytes(field, Buffer.concat(Array.from(values, varint)));
  }

  message(field: number, write: (inner: ProtobufWriter) => unknown): this {
    const inner = new ProtobufWriter();
    write(inner);
    return this.bytes(field, inner.finish());
  }

  finish(): Uint8Array {
    return Buffer.concat(this.parts);
  }
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
