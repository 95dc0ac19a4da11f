import type { Journal } from '../../keeping';
import { MAX_READY, MAX_READY_BYTES, MAX_WAITING, MAX_WAITING_BYTES, SPILL_AFTER_MS } from './limits';
import { decodePublication, encodePublication, type Publication } from './publication';

/** A publication on its way. */
export interface Waiting {
  publication: Publication;
  /** Its record in the journal, once it has one. */
  position?: number;
  sent: boolean;
  /** Acknowledged, or given up. */
  done: boolean;
  /** Connections that ended while it was the first under way. */
  attempts: number;
}

/**
 * Publications that must arrive, oldest first: some that are ready to be sent, behind them those that are only on disk,
 * then those only in memory. What is not acknowledged soon goes to disk; with a broker that keeps up nothing is written.
 */
export class Outbox {
  /** The oldest: to be sent, or sent and not yet acknowledged. */
  readonly ready: Waiting[] = [];
  private fresh: Waiting[] = [];
  private freshBytes = 0;
  private journal: Journal | undefined;
  /** The next record that is to be read. */
  private from = 0;
  private opening: Promise<void> | undefined;
  private reading: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private left = 0;

  /** `onReady` is called when there may be more to send. Without a journal all stays in memory. */
  constructor(
    journal: Promise<Journal | undefined> | undefined,
    private readonly onReady: () => void,
  ) {
    if (journal !== undefined) this.opening = this.open(journal);
  }

  /** Publications that are not acknowledged. */
  get waiting(): number {
    const unwritten = this.ready.filter(({ position, done }) => position === undefined && !done).length;
    return unwritten + (this.journal?.unacknowledged ?? 0) + this.fresh.length;
  }

  /** Publications given up since the start: there was no room, or they grew too old. */
  get dropped(): number {
    return this.left + (this.journal?.lost ?? 0);
  }

  /** Whether late publications wait, so that one which is added now is late too. */
  get behind(): boolean {
    const unread = this.journal !== undefined && this.from < this.journal.next;
    return unread || this.ready.some(({ publication, done }) => publication.late && !done);
  }

  /** Takes a publication; false, and counted, where there is no room. */
  add(publication: Publication): boolean {
    const bytes = this.freshBytes + publication.payload.length;
    if (
      this.closed ||
      this.fresh.length >= MAX_WAITING ||
      (bytes > MAX_WAITING_BYTES && this.freshBytes > 0)
    ) {
      this.left += 1;
      return false;
    }
    this.freshBytes = bytes;
    this.fresh.push({ publication, sent: false, done: false, attempts: 0 });
    this.fill();
    if (publication.late) this.spill();
    else if (this.journal !== undefined) this.timer ??= setTimeout(() => this.spill(), SPILL_AFTER_MS);
    return true;
  }

  /** Removes what is done from the front, and makes more ready. */
  advance(): void {
    let last: number | undefined;
    while (this.ready[0]?.done) last = (this.ready.shift() as Waiting).position ?? last;
    if (last !== undefined) this.journal?.acknowledge(last);
    this.fill();
  }

  /** Leaves out what is ready and went from the disk meanwhile, as there was no room or it grew too old. */
  prune(): void {
    const gone = this.journal?.acknowledged ?? 0;
    const left = this.ready.filter(({ position }) => position === undefined || position > gone);
    this.ready.splice(0, this.ready.length, ...left);
    this.fill();
  }

  /** Counts one as dropped that is given up; `advance` then takes it out. */
  giveUp(waiting: Waiting): void {
    waiting.done = true;
    this.left += 1;
  }

  /** Has all that is in memory only written to disk. */
  spill(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { journal } = this;
    if (journal === undefined) return;
    for (const waiting of this.ready) {
      if (waiting.position === undefined && !waiting.done) waiting.position = write(journal, waiting);
    }
    const loaded = this.ready.map(({ position = 0 }) => position);
    this.from = Math.max(this.from, ...loaded.map((position) => position + 1));
    for (const waiting of this.fresh) if (write(journal, waiting) === undefined) this.left += 1;
    this.fresh = [];
    this.freshBytes = 0;
    this.fill();
  }

  /** Ends when all that is not acknowledged is on disk. */
  async close(): Promise<void> {
    await this.opening;
    this.spill();
    this.closed = true;
    await this.reading;
    await this.journal?.close();
  }

  private async open(opened: Promise<Journal | undefined>): Promise<void> {
    this.journal = await opened;
    this.opening = undefined;
    this.from = (this.journal?.acknowledged ?? 0) + 1;
    this.fill();
    if (this.fresh.length > 0) this.spill();
  }

  private fill(): void {
    if (this.opening !== undefined || this.reading !== undefined || this.closed) return;
    if (this.journal !== undefined && this.from < this.journal.next) {
      const room = this.room();
      // In blocks, as each reading opens a file.
      if (room.records >= MAX_READY / 2 && room.bytes >= MAX_READY_BYTES / 2) {
        this.reading = this.read(this.journal, room);
      }
    } else {
      while (this.fresh.length > 0 && this.room().records > 0 && this.room().bytes > 0) {
        const waiting = this.fresh.shift() as Waiting;
        this.freshBytes -= waiting.publication.payload.length;
        this.ready.push(waiting);
      }
    }
    this.onReady();
  }

  /** How many more may be ready. */
  private room(): { records: number; bytes: number } {
    const bytes = this.ready.reduce((sum, { publication }) => sum + publication.payload.length, 0);
    return { records: MAX_READY - this.ready.length, bytes: MAX_READY_BYTES - bytes };
  }

  private async read(journal: Journal, room: { records: number; bytes: number }): Promise<void> {
    const end = journal.next;
    const found = await journal.read(this.from, room);
    for (const { position, data } of found) {
      const publication = decodePublication(data);
      if (publication === undefined) this.left += 1;
      else this.ready.push({ publication, position, sent: false, done: false, attempts: 0 });
    }
    this.from = found.length > 0 ? (found.at(-1) as { position: number }).position + 1 : end;
    this.reading = undefined;
    this.fill();
  }
}

/** The record's position; undefined where the disk has had no room for a while. */
function write(journal: Journal, { publication }: Waiting): number | undefined {
  return journal.append(encodePublication(publication));
}
