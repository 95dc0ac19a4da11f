/** A document on disk: one line of JSON that says what follows, and what follows. */
import { webcrypto } from 'node:crypto';

const LONGEST_HEAD = 1024;

export interface DocumentKind {
  /** Such as "gridloom-simulator". */
  readonly format: string;
  readonly version: number;
}

interface Part {
  readonly bytes: number;
  readonly sha256: string;
}

interface Head extends DocumentKind {
  readonly parts: readonly Part[];
}

/** The parts of a document in their order: its head, and what it holds, which is not copied. */
export async function writeParts(
  { format, version }: DocumentKind,
  body: readonly Uint8Array[],
): Promise<Uint8Array[]> {
  const parts = await Promise.all(
    body.map(async (part): Promise<Part> => ({ bytes: part.length, sha256: await hashOf(part) })),
  );
  const head: Head = { format, version, parts };
  return [Buffer.from(`${JSON.stringify(head)}\n`), ...body];
}

/** What follows the head, in one piece. Throws an error with what is wrong where it is not whole, or of another kind. */
export async function readBody(document: Buffer, { format, version }: DocumentKind): Promise<Uint8Array> {
  const end = document.subarray(0, LONGEST_HEAD).indexOf('\n');
  if (end < 0) throw new Error('no head');
  const head = JSON.parse(document.subarray(0, end).toString()) as Partial<Head> | null;
  if (head?.format !== format) throw new Error(`the format ${String(head?.format)}, not ${format}`);
  if (head.version !== version) throw new Error(`version ${String(head.version)}, not ${version}`);
  if (!Array.isArray(head.parts)) throw new Error('no parts');
  const body = document.subarray(end + 1);
  let at = 0;
  for (const { bytes, sha256 } of head.parts as readonly Part[]) {
    const part = body.subarray(at, at + bytes);
    if (part.length !== bytes) throw new Error(`${part.length} bytes of ${String(bytes)}`);
    if ((await hashOf(part)) !== sha256) throw new Error('another SHA-256 than it says');
    at += bytes;
  }
  if (at !== body.length) throw new Error(`${body.length - at} bytes more than it says`);
  return body;
}

/** By the thread pool, off the event loop. */
async function hashOf(body: Uint8Array): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', body as Uint8Array<ArrayBuffer>)).toString(
    'hex',
  );
}
