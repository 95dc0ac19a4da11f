import { nextTurn } from './turns';

/** Elements written between two turns of the event loop: under 1 ms of work, long paths included. */
const SLICE = 50;

/** A list of a document: its field, its elements, and what becomes of each just before it is written. */
export interface DocumentList<T> {
  name: string;
  elements: readonly T[];
  shape?(element: T): object;
}

/**
 * A document as JSON: the fields of `head`, then the lists. Lists are written in slices, so that the event loop is
 * never held for long, however large the grid.
 */
export async function writeDocument<T>(head: object, ...lists: readonly DocumentList<T>[]): Promise<Buffer> {
  const parts = [Buffer.from(JSON.stringify(head).slice(0, -1))];
  for (const { name, elements, shape } of lists) {
    parts.push(Buffer.from(`${parts[0].length > 1 || parts.length > 1 ? ',' : ''}${JSON.stringify(name)}:[`));
    for (let start = 0; start < elements.length; start += SLICE) {
      if (start > 0) await nextTurn();
      const slice = elements.slice(start, start + SLICE);
      const text = JSON.stringify(shape === undefined ? slice : slice.map(shape)).slice(1, -1);
      parts.push(Buffer.from(start > 0 ? `,${text}` : text));
    }
    parts.push(Buffer.from(']'));
  }
  parts.push(Buffer.from('}'));
  return Buffer.concat(parts);
}
