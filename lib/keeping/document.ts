/** A document on disk: one line of JSON that says what follows, and what follows. */
import { webcrypto } from 'node:crypto';

const LONGEST_HEAD = 1024;

export interface DocumentKind {
  /** Such as "gridloom-simulator". */
  readonly format: string;
  readonly version: number;
}

interface Head extends DocumentKind {
  readonly bytes: number;
  readonly sha256: string;
}

/** The parts of a document, in their order. */
export async function writeParts({ format, version }: DocumentKind, body: Uint8Array): Promise<Uint8Array[]> {
  const head: Head = { format, version, bytes: body.length, sha256: await hashOf(body) };
  return [Buffer.from(`${JSON.stringify(head)}\n`), body];
}

/** What follows the head. Throws an error with what is wrong where it is not whole, or of another kind. */
export async function readBody(document: Buffer, { format, version }: DocumentKind): Promise<Uint8Array> {
  const end = document.subarray(0, LONGEST_HEAD).indexOf('\n');
  if (end < 0) throw new Error('no head');
  const head = JSON.parse(document.subarray(0, end).toString()) as Partial<Head> | null;
  if (head?.format !== format) throw new Error(`the format ${String(head?.format)}, not ${format}`);
  if (head.version !== version) throw new Error(`version ${String(head.version)}, not ${version}`);
  const body = document.subarray(end + 1);
  if (body.length !== head.bytes) throw new Error(`${body.length} bytes of ${String(head.bytes)}`);
  if ((await hashOf(body)) !== head.sha256) throw new Error('another SHA-256 than it says');
  return body;
}

/** By the thread pool, off the event loop. */
async function hashOf(body: Uint8Array): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', body as Uint8Array<ArrayBuffer>)).toString(
    'hex',
  );
}
