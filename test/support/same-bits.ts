import { strict as assert } from 'node:assert';

/** Asserts that two sets of arrays agree bit for bit, and says which one does not. */
export function sameBits(actual: object, expected: object, what: string): void {
  assert.deepEqual(Object.keys(actual), Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) {
    const other: unknown = actual[name as never];
    const same =
      ArrayBuffer.isView(values) && ArrayBuffer.isView(other)
        ? bytesOf(values).equals(bytesOf(other))
        : Object.is(values, other);
    assert.ok(same, `${what}: ${name} differs`);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
