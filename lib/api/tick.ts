import type { Snapshot } from '../contract';
import type { HistoryPoint, TickHead, Totals } from './documents';

/** What the store remembered when a tick came in. */
export interface Memory {
  history(): HistoryPoint[];
  history_limit: number;
  totals: Totals;
}

/** Computed documents that are kept, the newest. */
const MOST_COMPUTED = 64;

/** One state of the grid with the documents prepared from it: each is written at most once, and when first asked. */
export class Tick {
  private readonly documents = new Map<string, Promise<Buffer>>();
  private readonly computedOnes = new Map<string, Promise<Buffer>>();

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
    return keep(this.documents, name, write);
  }

  /** The same for documents of which there may be many: only the newest are kept. */
  computed(name: string, write: () => Promise<Buffer>): Promise<Buffer> {
    const document = keep(this.computedOnes, name, write);
    if (this.computedOnes.size > MOST_COMPUTED) {
      const [oldest] = this.computedOnes.keys();
      this.computedOnes.delete(oldest);
    }
    return document;
  }
}

function keep(
  documents: Map<string, Promise<Buffer>>,
  name: string,
  write: () => Promise<Buffer>,
): Promise<Buffer> {
  let document = documents.get(name);
  if (document === undefined) {
    document = write();
    documents.set(name, document);
    document.catch(() => documents.delete(name));
  }
  return document;
}
