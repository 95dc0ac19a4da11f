/** Reading of protocol buffers from bytes that nobody vouches for (https://protobuf.dev/programming-guides/encoding/). */

/** One field as it stands in the bytes. */
export type WireField =
  | { readonly field: number; readonly kind: 'integer'; readonly value: number }
  | { readonly field: number; readonly kind: 'fixed32' | 'fixed64' | 'bytes'; readonly bytes: Uint8Array };

/** Why bytes are no message; the caller knows the file. */
export class MalformedMessage extends Error {}

/** The fields of one message in their order. A message within is bytes, read when somebody asks. */
export function* readFields(bytes: Uint8Array): Generator<WireField> {
  const cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) {
    const key = readVarint(cursor);
    const field = Math.floor(key / 8);
    if (field === 0) throw new MalformedMessage('field 0');
    switch (key % 8) {
      case 0:
        yield { field, kind: 'integer', value: readVarint(cursor) };
        break;
      case 1:
        yield { field, kind: 'fixed64', bytes: take(cursor, 8) };
        break;
      case 2:
        yield { field, kind: 'bytes', bytes: take(cursor, readVarint(cursor)) };
        break;
      case 5:
        yield { field, kind: 'fixed32', bytes: take(cursor, 4) };
        break;
      default:
        throw new MalformedMessage(`wire type ${key % 8} in field ${field}`);
    }
  }
}

/** All whole numbers of packed bytes. */
export function readPackedIntegers(bytes: Uint8Array): number[] {
  const cursor = { bytes, at: 0 };
  const values: number[] = [];
  while (cursor.at < bytes.length) values.push(readVarint(cursor));
  return values;
}

export function readFloats(bytes: Uint8Array): number[] {
  if (bytes.length % 4 !== 0) throw new MalformedMessage(`${bytes.length} bytes of 32-bit floats`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 4 }, (_, k) => view.getFloat32(4 * k, true));
}

export function readDoubles(bytes: Uint8Array): number[] {
  if (bytes.length % 8 !== 0) throw new MalformedMessage(`${bytes.length} bytes of 64-bit floats`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 8 }, (_, k) => view.getFloat64(8 * k, true));
}

export function readText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** A whole number of up to 64 bits, in two's complement; beyond 2⁵³ it is rounded. */
function readVarint(cursor: Cursor): number {
  let low = 0;
  let high = 0;
  for (let k = 0; k < 10; k++) {
    if (cursor.at >= cursor.bytes.length) throw new MalformedMessage('the bytes end within a number');
    const byte = cursor.bytes[cursor.at++]!;
    if (k < 4) low += (byte & 127) * 2 ** (7 * k);
    else high += (byte & 127) * 2 ** (7 * (k - 4));
    if (byte < 128) return high < 2 ** 35 ? high * 2 ** 28 + low : (high - 2 ** 36) * 2 ** 28 + low;
  }
  throw new MalformedMessage('a number of more than ten bytes');
}

function take(cursor: Cursor, length: number): Uint8Array {
  const end = cursor.at + length;
  if (length < 0 || end > cursor.bytes.length) {
    throw new MalformedMessage(`${length} bytes announced, ${cursor.bytes.length - cursor.at} there`);
  }
  const taken = cursor.bytes.subarray(cursor.at, end);
  cursor.at = end;
  return taken;
}
