/**
 * What a segment file is made of: frames, one after another. A frame is the CRC-32 of what follows it, the length of the
 * payload, a kind, a position, a time, and the payload; numbers are little-endian.
 */
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { CHUNK_BYTES, MAX_RECORD_BYTES } from '../limits';

/** `head` begins a segment; `acknowledged` says up to which position records are done with. */
export type FrameKind = 'head' | 'record' | 'acknowledged';

export interface Frame {
  kind: FrameKind;
  position: number;
  /** When it was written, milliseconds since 1970. */
  time_ms: number;
  data: Uint8Array;
}

const KINDS: readonly FrameKind[] = ['head', 'record', 'acknowledged'];

/** CRC-32, length: 4 bytes each; kind: 1; position, time: 8 each. */
export const FRAME_BYTES = 25;

export function encodeFrame({ kind, position, time_ms, data }: Frame): Buffer {
  const frame = Buffer.alloc(FRAME_BYTES + data.length);
  frame.writeUInt32LE(data.length, 4);
  frame.writeUInt8(KINDS.indexOf(kind), 8);
  frame.writeDoubleLE(position, 9);
  frame.writeDoubleLE(time_ms, 17);
  frame.set(data, FRAME_BYTES);
  frame.writeUInt32LE(crc32(frame.subarray(4)), 0);
  return frame;
}

/** The frames from an offset up to another, each with where it ends, as far as they are whole. */
export async function* readFrames(
  handle: FileHandle,
  begin: number,
  end: number,
): AsyncGenerator<Frame & { end: number }> {
  let offset = begin;
  let chunk: Buffer = Buffer.alloc(0);
  /** Where the chunk begins in the file. */
  let base = begin;
  const have = async (bytes: number): Promise<boolean> => {
    if (offset + bytes > end) return false;
    if (offset - base + bytes <= chunk.length) return true;
    chunk = await readAt(handle, offset, Math.min(end - offset, Math.max(bytes, CHUNK_BYTES)));
    base = offset;
    return chunk.length >= bytes;
  };
  while (await have(FRAME_BYTES)) {
    const length = chunk.readUInt32LE(offset - base + 4);
    if (length > MAX_RECORD_BYTES || !(await have(FRAME_BYTES + length))) return;
    const bytes = chunk.subarray(offset - base, offset - base + FRAME_BYTES + length);
    const kind = KINDS[bytes.readUInt8(8)];
    if (kind === undefined || bytes.readUInt32LE(0) !== crc32(bytes.subarray(4))) return;
    offset += bytes.length;
    yield {
      kind,
      position: bytes.readDoubleLE(9),
      time_ms: bytes.readDoubleLE(17),
      // A copy, so that a small record does not hold the chunk.
      data: Uint8Array.prototype.slice.call(bytes, FRAME_BYTES),
      end: offset,
    };
  }
}

async function readAt(handle: FileHandle, offset: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(bytes);
  let got = 0;
  while (got < bytes) {
    const { bytesRead } = await handle.read(buffer, got, bytes - got, offset + got);
    if (bytesRead === 0) break;
    got += bytesRead;
  }
  return buffer.subarray(0, got);
}
