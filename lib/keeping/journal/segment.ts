/** One file of a journal: `POSITION.log`, named by its first record, which begins with a head. */
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../durable-write';
import { encodeFrame, type Frame, readFrames } from './frame';

export interface Segment {
  readonly file: string;
  /** The position of its first record, were there one. */
  readonly first: number;
  readonly created_ms: number;
  /** Whole frames, from the beginning. */
  bytes: number;
  /** A part of it could not be read. */
  damaged?: boolean;
}

/** What a segment holds, read to its end. */
export interface Contents {
  segment: Segment;
  /** The position after its last record. */
  next: number;
  acknowledged: number;
  /** Behind the last whole frame: of one that was being written when the process ended. */
  torn_bytes: number;
}

interface Head {
  readonly format: 'gridloom-journal';
  readonly version: 1;
  readonly acknowledged: number;
}

const NAME = /^(\d{16})\.log$/;

export function isSegment(name: string): boolean {
  return NAME.test(name);
}

export async function createSegment(
  folder: string,
  first: number,
  acknowledged: number,
  now_ms: number,
): Promise<{ segment: Segment; handle: FileHandle }> {
  const file = path.join(folder, `${String(first).padStart(16, '0')}.log`);
  const head: Head = { format: 'gridloom-journal', version: 1, acknowledged };
  const data = Buffer.from(JSON.stringify(head));
  const frame = encodeFrame({ kind: 'head', position: first, time_ms: now_ms, data });
  // Renamed when it has its head, so that there is none without.
  const written = path.join(folder, 'next.new');
  const handle = await open(written, 'w+', 0o600);
  try {
    await writeAt(handle, 0, frame);
    await handle.datasync();
    await rename(written, file);
    await syncFolder(folder);
    return { segment: { file, first, created_ms: now_ms, bytes: frame.length }, handle };
  } catch (error) {
    await handle.close();
    await rm(written, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Reads a segment, all of it where `whole`; otherwise its head, and all bytes are taken as good. Throws where it has no head. */
export async function readSegment(folder: string, name: string, whole: boolean): Promise<Contents> {
  const file = path.join(folder, name);
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    let contents: Contents | undefined;
    for await (const frame of readFrames(handle, 0, size)) {
      if (contents === undefined) contents = beginning(file, name, frame);
      else if (frame.kind === 'record') contents.next = frame.position + 1;
      else contents.acknowledged = frame.position;
      contents.segment.bytes = frame.end;
      if (whole) continue;
      contents.segment.bytes = size;
      break;
    }
    if (contents === undefined) throw new Error('it does not begin with a head');
    contents.torn_bytes = size - contents.segment.bytes;
    return contents;
  } finally {
    await handle.close();
  }
}

function beginning(file: string, name: string, { kind, position, time_ms, data }: Frame): Contents {
  if (kind !== 'head') throw new Error('it does not begin with a head');
  const head = JSON.parse(Buffer.from(data).toString()) as Partial<Head>;
  if (head.format !== 'gridloom-journal' || head.version !== 1 || typeof head.acknowledged !== 'number') {
    throw new Error(`a ${String(head.format)} of version ${String(head.version)}`);
  }
  if (position !== Number(NAME.exec(name)?.[1]))
    throw new Error(`it is named ${name} and begins with ${position}`);
  const segment = { file, first: position, created_ms: time_ms, bytes: 0 };
  return { segment, next: position, acknowledged: head.acknowledged, torn_bytes: 0 };
}

/** Writes all of it. */
export async function writeAt(handle: FileHandle, offset: number, bytes: Uint8Array): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, offset + done);
    done += bytesWritten;
  }
}
