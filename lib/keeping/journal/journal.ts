import { type FileHandle, open, rm } from 'node:fs/promises';
import { gridError } from '../../errors';
import {
  BATCH_BYTES,
  JOURNAL_BYTES,
  LEAST_SEGMENTS,
  MAX_RECORD_BYTES,
  READ_BYTES,
  READ_RECORDS,
  RETRY_MS,
  SEGMENT_BYTES,
  SYNC_MS,
} from '../limits';
import { findSegments } from './find';
import { encodeFrame, type Frame } from './frame';
import type { JournalOptions, JournalRecord } from './options';
import { SegmentReader } from './reader';
import { createSegment, type Segment, writeAt } from './segment';
import { Waiting } from './waiting';

const NOTHING = new Uint8Array();

/**
 * A log of records on disk, bounded in bytes and age. Records have positions 1, 2, 3 …; whoever works through them reads
 * from a position and acknowledges up to one, and what is acknowledged is removed by and by.
 *
 * A record outlasts the process (`kill -9`) once it is written, which begins at the next turn of the event loop, and a
 * power failure `sync_ms` later, or when `flush` has resolved. So does an acknowledgement: one that was given in the very
 * last moment may be lost, and its records are then read again (each at least once). A record half written when the
 * process ended is cut off when the journal is opened.
 *
 * Nothing but `open` and a wrong argument throws: where the disk fails, records wait in memory, which is bounded too, and
 * writing is tried again.
 */
export class Journal {
  /** Records that went before they were acknowledged, as the journal was full, too old or not readable, since it was opened. */
  lost = 0;
  /** Records that were not taken, since more waited to be written than memory may hold. */
  refused = 0;
  /** What was cut off at the end when it was opened. */
  torn_bytes = 0;

  private readonly waiting = new Waiting();
  private segments: Segment[] = [];
  private active: FileHandle | undefined;
  private next_ = 1;
  private acknowledged_ = 0;
  /** What the disk has of it. */
  private acknowledgedThere = 0;
  /** Operations on the files, one after another. */
  private turn: Promise<unknown> = Promise.resolve();
  private planned = false;
  private retry: NodeJS.Timeout | undefined;
  private sync: NodeJS.Timeout | undefined;
  private unsynced = false;
  private failed = false;
  private closed = false;
  private readonly reader = new SegmentReader();

  private constructor(private readonly options: JournalOptions) {}

  /** Throws FOLDER_NOT_WRITABLE where there is no such folder and none can be made. */
  static async open(options: JournalOptions): Promise<Journal> {
    const journal = new Journal(options);
    try {
      const found = await findSegments(options.folder, options.onFault);
      journal.segments = found.segments;
      journal.next_ = found.next;
      journal.torn_bytes = found.torn_bytes;
      journal.acknowledged_ = journal.acknowledgedThere = found.acknowledged;
      const last = found.segments.at(-1);
      if (last !== undefined) journal.active = await open(last.file, 'r+');
      await journal.inTurn(() => journal.trim());
      return journal;
    } catch (error) {
      const got = (error as Error).message;
      throw gridError('FOLDER_NOT_WRITABLE', {
        at: options.folder,
        got,
        allowed: 'a folder that can be written',
      });
    }
  }

  /** The position of the next record. */
  get next(): number {
    return this.next_;
  }

  /** The position up to which records are acknowledged. */
  get acknowledged(): number {
    return this.acknowledged_;
  }

  /** Records that are not acknowledged. */
  get unacknowledged(): number {
    return this.next_ - 1 - this.acknowledged_;
  }

  /** What it takes on disk. */
  get bytes(): number {
    return this.segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /**
   * The position of the record, or nothing where it was not taken: where the journal is closed, or memory is full since
   * the disk is. Its bytes must not be changed afterwards. Throws INVALID_SETTING where it is longer than 16 MiB.
   */
  append(data: Uint8Array): number | undefined {
    if (data.length > MAX_RECORD_BYTES) {
      throw gridError('INVALID_SETTING', {
        at: 'a record of a journal',
        got: `${data.length} bytes`,
        allowed: `at most ${MAX_RECORD_BYTES}`,
      });
    }
    if (this.closed || !this.waiting.hasRoomFor(data)) {
      this.refused++;
      return undefined;
    }
    const position = this.next_++;
    this.waiting.add({ kind: 'record', position, time_ms: this.now(), data });
    this.plan();
    return position;
  }

  /** Up to and with this position. One that was acknowledged stays so. */
  acknowledge(position: number): void {
    this.acknowledged_ = Math.max(this.acknowledged_, Math.min(position, this.next_ - 1));
    this.plan();
  }

  /** Records from a position on, or from the first that is there, as many as fit: at least one where there is one. */
  read(from: number, { records = READ_RECORDS, bytes = READ_BYTES } = {}): Promise<JournalRecord[]> {
    return this.inTurn(async () => {
      const found: JournalRecord[] = [];
      let room = bytes;
      const take = ({ position, time_ms, data }: Frame): boolean => {
        if (found.length >= records || (found.length > 0 && data.length > room)) return false;
        found.push({ position, time_ms, data });
        room -= data.length;
        return true;
      };
      if (await this.readSegments(from, take)) {
        const rest = this.waiting.from(found.length > 0 ? found[found.length - 1].position + 1 : from);
        for (const frame of rest) if (!take(frame)) break;
      }
      return found;
    });
  }

  /** False where `take` wants no more. What cannot be read is passed over, reported and counted, once. */
  private async readSegments(from: number, take: (record: Frame) => boolean): Promise<boolean> {
    let index = Math.max(
      0,
      this.segments.findLastIndex(({ first }) => first <= from),
    );
    for (let wanted = from; index < this.segments.length; index++) {
      const segment = this.segments[index];
      const end = this.segments[index + 1]?.first ?? this.next_ - this.waiting.count;
      const got = await this.reader.read(segment, wanted, take);
      if (!got.more) return false;
      wanted = Math.max(segment.first, got.wanted);
      if (wanted < end) this.passOver(segment, end - wanted, got.fault);
      wanted = end;
    }
    return true;
  }

  private passOver(segment: Segment, records: number, fault?: Error): void {
    if (segment.damaged) return;
    segment.damaged = true;
    this.lost += records;
    const got = fault?.message ?? `${records} records that are damaged`;
    this.options.onFault(
      gridError('UNREADABLE_STATE', { at: segment.file, got, remedy: 'They are passed over' }),
    );
  }

  /** Whether all of it is on the disk itself now. */
  flush(): Promise<boolean> {
    return this.inTurn(async () => {
      await this.write();
      return !this.failed && (await this.syncNow());
    });
  }

  /** Flushes, and takes nothing more. */
  async close(): Promise<void> {
    this.closed = true;
    await this.flush();
    await this.end();
  }

  /** Closes, and removes the folder. */
  async remove(): Promise<void> {
    this.closed = true;
    await this.end();
    await rm(this.options.folder, { recursive: true, force: true });
  }

  private end(): Promise<void> {
    return this.inTurn(async () => {
      clearTimeout(this.retry);
      clearTimeout(this.sync);
      await this.active?.close();
      this.active = undefined;
      this.segments = [];
    });
  }

  private now(): number {
    return this.options.now?.() ?? Date.now();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private plan(): void {
    if (this.planned || this.closed || this.retry !== undefined) return;
    this.planned = true;
    setImmediate(() => {
      this.planned = false;
      if (!this.closed) void this.inTurn(() => this.write());
    });
  }

  /** Writes what waits, in batches, and removes what is to go. Faults are reported, and it is planned again. */
  private async write(): Promise<void> {
    clearTimeout(this.retry);
    this.retry = undefined;
    try {
      while (this.waiting.count > 0) await this.writeBatch();
      if (this.acknowledged_ > this.acknowledgedThere) await this.writeAcknowledged();
      this.failed = false;
    } catch (error) {
      this.fail(error as Error);
    }
    await this.trim();
    if (this.unsynced && this.sync === undefined && !this.closed) {
      this.sync = setTimeout(() => void this.inTurn(() => this.syncNow()), this.options.sync_ms ?? SYNC_MS);
      this.sync.unref();
    }
  }

  private async writeBatch(): Promise<void> {
    const segment = await this.segmentToWrite();
    const batch = this.waiting.batch(Math.min(BATCH_BYTES, this.segmentBytes - segment.bytes));
    await this.put(segment, Buffer.concat(batch));
    this.waiting.written(batch.length);
  }

  private async writeAcknowledged(): Promise<void> {
    const position = this.acknowledged_;
    const frame = { kind: 'acknowledged', position, time_ms: this.now(), data: NOTHING } as const;
    await this.put(await this.segmentToWrite(), encodeFrame(frame));
    this.acknowledgedThere = position;
  }

  private async put(segment: Segment, bytes: Buffer): Promise<void> {
    const handle = this.active as FileHandle;
    try {
      await writeAt(handle, segment.bytes, bytes);
      if (this.options.sync_ms === 0) await handle.datasync();
    } catch (error) {
      // What is behind is overwritten by the next writing; without it the end would be torn.
      await handle.truncate(segment.bytes).catch(() => undefined);
      throw error;
    }
    segment.bytes += bytes.length;
    this.unsynced = this.options.sync_ms !== 0;
  }

  private get segmentBytes(): number {
    return Math.min(SEGMENT_BYTES, Math.ceil((this.options.max_bytes ?? JOURNAL_BYTES) / LEAST_SEGMENTS));
  }

  /** The last segment, or a new one where it is full, or holds what is old for a journal of this age. */
  private async segmentToWrite(): Promise<Segment> {
    const last = this.segments.at(-1);
    const now_ms = this.now();
    const oldest_ms = (this.options.max_age_ms ?? Number.POSITIVE_INFINITY) / LEAST_SEGMENTS;
    if (last !== undefined && last.bytes < this.segmentBytes && now_ms - last.created_ms < oldest_ms)
      return last;
    if (this.unsynced) await this.active?.datasync();
    const first = this.next_ - this.waiting.count;
    const { segment, handle } = await createSegment(this.options.folder, first, this.acknowledged_, now_ms);
    await this.active?.close();
    this.active = handle;
    // One without a record has the same name, and is overwritten.
    if (last?.first === first) this.segments.pop();
    this.segments.push(segment);
    this.acknowledgedThere = this.acknowledged_;
    return segment;
  }

  /** Removes the oldest segments: acknowledged ones, and those beyond the limits. */
  private async trim(): Promise<void> {
    const { max_bytes = JOURNAL_BYTES, max_age_ms = Number.POSITIVE_INFINITY } = this.options;
    while (this.segments.length > 1) {
      const [oldest, second] = this.segments;
      const last = second.first - 1;
      const done = last <= this.acknowledged_;
      // The second one was begun when the newest record of the oldest was there.
      if (!done && this.bytes <= max_bytes && this.now() - second.created_ms <= max_age_ms) return;
      this.lost += Math.max(0, last - this.acknowledged_);
      this.acknowledged_ = Math.max(this.acknowledged_, last);
      this.segments.shift();
      await rm(oldest.file, { force: true }).catch((error: Error) => this.fail(error));
    }
  }

  private async syncNow(): Promise<boolean> {
    clearTimeout(this.sync);
    this.sync = undefined;
    try {
      if (this.unsynced) await this.active?.datasync();
      this.unsynced = false;
      return true;
    } catch (error) {
      this.fail(error as Error);
      return false;
    }
  }

  private fail(error: Error): void {
    const { folder, onFault, retry_ms = RETRY_MS } = this.options;
    if (!this.failed) {
      onFault(
        gridError('FOLDER_NOT_WRITABLE', {
          at: folder,
          got: error.message,
          allowed: 'a folder that can be written',
        }),
      );
    }
    this.failed = true;
    if (this.closed || this.retry !== undefined) return;
    this.retry = setTimeout(() => void this.inTurn(() => this.write()), retry_ms);
    this.retry.unref();
  }
}
