import { gridError } from '../errors';
import type { Memory } from './tick';

/** A place in a history. */
export interface Cursor {
  /** The start of the API that the number counts from. */
  instance: string;
  /** Of the entry that comes next. */
  number: number;
}

const ALLOWED = 'the next_cursor of a page that this API has given since its last start, or none';

/** Opaque for clients: what it is made of may change. */
export function writeCursor({ instance, number }: Cursor): string {
  return Buffer.from(`${number} ${instance}`).toString('base64url');
}

/** The cursor that a query holds, undefined where there is none; INVALID_URL where it leads nowhere. */
export function readCursor(text: string | undefined, { instance, history }: Memory): Cursor | undefined {
  if (text === undefined) return undefined;
  const cursor = { instance, number: Number.parseInt(Buffer.from(text, 'base64url').toString(), 10) };
  // What this start would not write itself, another did, or nobody.
  if (cursor.number <= history.pushed && writeCursor(cursor) === text) return cursor;
  throw gridError('INVALID_URL', { at: 'query cursor', got: text, allowed: ALLOWED });
}
