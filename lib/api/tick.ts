import type { Snapshot } from '../contract';
import type { HistoryPoint, TickHead, Totals } from './documents';

/** What the store remembered when a tick came in. */
export interface Memory {
  history(): HistoryPoint[];
  history_limit: number;
  totals: Totals;
}

/** One state of the grid with the documents prepared from it: each is written at most once, and when first asked. */
export class Tick {
  private readonly documents = new Map<string, Promise<Buffer>>();

  constructor(
    readonly snapshot: Snapshot,
    readonly etag: string,
    readonly memory: Memory,
  ) {}

  get head(): TickHead {
    const { grid_id, sequence, timestamp } = this.snapshot;
    return { grid_id, sequence, timestamp };
  }

  /** The document of that name. A failed one is not kept. At most one for each endpoint and each node. */
  document(name: string, write: () => Promise<Buffer>): Promise<Buffer> {
    let document = this.documents.get(name);
    if (document === undefined) {
      document = write();
      this.documents.set(name, document);
      document.catch(() => this.documents.delete(name));
    }
    return document;
  }
}
