/** What is kept on disk, and in memory until it is there, at most; docs/operations.md lists these figures for users. */

const KIB = 1024;
const MIB = 1024 * KIB;

/** A state file beyond this is not read. */
export const MAX_STATE_BYTES = 64 * MIB;

/** Between two writings of one state file, unless it is flushed. */
export const STATE_INTERVAL_MS = 1000;

/** Files that could not be used, of one name: the oldest are removed. */
export const MAX_SET_ASIDE = 3;

/** After a writing that failed, such as on a full disk. */
export const RETRY_MS = 5000;

/** What a journal takes on disk where nothing is said, and what one of its segments takes at most. */
export const JOURNAL_BYTES = 64 * MIB;
export const SEGMENT_BYTES = MIB;

/** A journal holds at least so many segments, so that little goes at a time. */
export const LEAST_SEGMENTS = 8;

export const MAX_RECORD_BYTES = 16 * MIB;

/** Records of a journal that wait in memory to be written: while the disk is slow, or full. */
export const MAX_WAITING_BYTES = 32 * MIB;

/** Written at once. */
export const BATCH_BYTES = 4 * MIB;

/** Read at once. */
export const CHUNK_BYTES = 256 * KIB;

/** What one reading of a journal gives where nothing is said. */
export const READ_RECORDS = 1000;
export const READ_BYTES = 4 * MIB;

/** What was written is on the disk itself after this long, where nothing is said. */
export const SYNC_MS = 1000;

/** What a node kept that is gone, unless it took it with it, is removed after this long. */
export const ABANDONED_MS = 30 * 86_400_000;
