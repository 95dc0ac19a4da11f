/** How a value becomes bytes, in parts that follow each other, and back. `decode` throws where the bytes are no such value. */
export interface Codec<T> {
  encode(value: T): readonly Uint8Array[];
  decode(bytes: Uint8Array): T;
}

/** Values as JSON. `check` gets what was parsed, and throws where it is not what it should be. */
export function jsonCodec<T>(check: (value: unknown) => T): Codec<T> {
  return {
    encode: (value) => [Buffer.from(JSON.stringify(value))],
    decode: (bytes) => check(JSON.parse(Buffer.from(bytes).toString())),
  };
}

export const bytesCodec: Codec<Uint8Array> = { encode: (value) => [value], decode: (bytes) => bytes };

/** A value as JSON with bytes behind it. `check` as that of `jsonCodec`. */
export function attachedCodec<T>(check: (value: unknown) => T): Codec<{ value: T; bytes: Uint8Array }> {
  return {
    encode: ({ value, bytes }) => {
      const text = Buffer.from(JSON.stringify(value));
      const length = Buffer.alloc(4);
      length.writeUInt32LE(text.length);
      return [Buffer.concat([length, text]), bytes];
    },
    decode: (all) => {
      const begin = 4 + Buffer.from(all.buffer, all.byteOffset, all.byteLength).readUInt32LE();
      const value = check(JSON.parse(Buffer.from(all.subarray(4, begin)).toString()));
      return { value, bytes: all.subarray(begin) };
    },
  };
}
