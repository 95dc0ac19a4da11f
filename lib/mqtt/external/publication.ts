/** A publication that must arrive. */
export interface Publication {
  readonly topic: string;
  readonly payload: Buffer;
  readonly retain: boolean;
  /** When it was handed over, in ms since 1970. */
  readonly at_ms: number;
  /** It could not be delivered when it was handed over. */
  readonly late: boolean;
  readonly expiry_s?: number;
}

const RETAIN = 1;
const LATE = 2;

/** Flags, expiry, time, length of the topic: 1, 4, 8 and 2 bytes. */
const HEAD_BYTES = 15;

/** A publication as a record on disk. */
export function encodePublication({
  topic,
  payload,
  retain,
  at_ms,
  late,
  expiry_s = 0,
}: Publication): Buffer {
  const name = Buffer.from(topic);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8((retain ? RETAIN : 0) | (late ? LATE : 0), 0);
  head.writeUInt32BE(expiry_s, 1);
  head.writeDoubleBE(at_ms, 5);
  head.writeUInt16BE(name.length, 13);
  return Buffer.concat([head, name, payload]);
}

/** What `encodePublication` made a record of; undefined for a record that is none. */
export function decodePublication(data: Uint8Array): Publication | undefined {
  const record = Buffer.from(data.buffer, data.byteOffset, data.length);
  if (record.length < HEAD_BYTES) return undefined;
  const payloadAt = HEAD_BYTES + record.readUInt16BE(13);
  if (record.length < payloadAt) return undefined;
  const flags = record.readUInt8(0);
  const expiry_s = record.readUInt32BE(1);
  return {
    topic: record.toString('utf8', HEAD_BYTES, payloadAt),
    payload: record.subarray(payloadAt),
    retain: (flags & RETAIN) !== 0,
    late: (flags & LATE) !== 0,
    at_ms: record.readDoubleBE(5),
    ...(expiry_s === 0 ? {} : { expiry_s }),
  };
}
