/** How a value becomes bytes and back. `decode` throws where the bytes are no such value. */
export interface Codec<T> {
  encode(value: T): Uint8Array;
  decode(bytes: Uint8Array): T;
}

/** Values as JSON. `check` gets what was parsed, and throws where it is not what it should be. */
export function jsonCodec<T>(check: (value: unknown) => T): Codec<T> {
  return {
    encode: (value) => Buffer.from(JSON.stringify(value)),
    decode: (bytes) => check(JSON.parse(Buffer.from(bytes).toString())),
  };
}

export const bytesCodec: Codec<Uint8Array> = { encode: (value) => value, decode: (bytes) => bytes };
