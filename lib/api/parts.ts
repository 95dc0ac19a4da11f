import { writeDocument } from '../contract';

/** A list of a document, with what becomes of each element just before it is written. */
export interface ListPart {
  readonly name: string;
  readonly elements: readonly object[];
  shape?(element: object): object;
}

/** A document before it is written: its fields, then its lists. */
export interface Parts {
  readonly head: object;
  readonly lists: readonly ListPart[];
}

export function writeParts({ head, lists }: Parts): Promise<Buffer> {
  return writeDocument(head, ...lists);
}
