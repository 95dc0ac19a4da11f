import type { GridError } from '../../errors';

export interface JournalOptions {
  /** The journal's own: nothing else is in it. One `Journal` a folder. */
  folder: string;
  /** Gets what could not be read (UNREADABLE_STATE) or written (FOLDER_NOT_WRITABLE): once until it is well again. */
  onFault(error: GridError): void;
  /** What it takes on disk at most, give or take a segment. Beyond it the oldest segment goes. */
  max_bytes?: number;
  /** Records older than this go, segment by segment; kept however old where nothing is said. */
  max_age_ms?: number;
  /** How long after its writing a record is on the disk itself, and outlasts a power failure; 0: before the next is written. */
  sync_ms?: number;
  /** Between a writing that failed and the next. */
  retry_ms?: number;
  /** Milliseconds since 1970; the machine's clock where nothing is said. */
  now?(): number;
}

export interface JournalRecord {
  position: number;
  /** When it was appended, milliseconds since 1970. */
  time_ms: number;
  data: Uint8Array;
}
