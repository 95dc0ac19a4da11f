import type { AlarmLog } from '../alarms';
import type { Snapshot } from '../contract';
import { DocumentCache } from './document-cache';
import type { HistoryPoint, TickHead, Totals } from './documents';
import type { History } from './history';
import { MOST_COMPUTED, MOST_COMPUTED_BYTES, MOST_SELECTION_BYTES, MOST_SELECTIONS } from './limits';
import type { Workshop } from './workshop';

/** What the store remembers beside the newest state. */
export interface Memory {
  history: History<HistoryPoint>;
  totals: Totals;
  alarms: AlarmLog;
  /** Differs from start to start. */
  instance: string;
  /** Where what queries choose is made, of this state and of those before. */
  workshop: Workshop;
}

/** One state of the grid with the documents prepared from it: each is written at most once, and when first asked. */
export class Tick {
  private readonly documents = new DocumentCache(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  private readonly computedOnes = new DocumentCache(MOST_COMPUTED, MOST_COMPUTED_BYTES);
  private readonly selections = new DocumentCache(MOST_SELECTIONS, MOST_SELECTION_BYTES);

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
    return this.documents.get(name, write);
  }

  /** The same for documents that a worker takes a while for, of which there may be many: only the newest are kept. */
  computed(name: string, write: () => Promise<Buffer>): Promise<Buffer> {
    return this.computedOnes.get(name, write);
  }

  /** The same for what a query has chosen; BUSY where too much of it is asked for. */
  selected(name: string, write: () => Promise<Buffer>): Promise<Buffer> {
    return this.selections.get(name, () => this.memory.workshop.make(write));
  }
}
