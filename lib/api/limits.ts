/** What the API allows at most. Memory is bounded by these figures, whatever a client does; docs/http-api.md lists them. */

const KIB = 1024;

/** Bodies below this length are sent as they are: compressed they would fill a packet all the same. */
export const COMPRESS_FROM_BYTES = KIB;

/** Documents of one tick that were asked for with a query (selections, tables, pages), and their bytes. */
export const MOST_SELECTIONS = 64;
export const MOST_SELECTION_BYTES = 16 * KIB * KIB;

/** Answers of one tick with alternatives that are kept. */
export const MOST_COMPUTED = 64;
export const MOST_COMPUTED_BYTES = 16 * KIB * KIB;

/** Documents that are made for queries at the same time, and as many more as may wait for it. */
export const MOST_MAKING = 4;
export const MOST_WAITING_TO_BE_MADE = 256;

/** Bytes of distinct answers that clients have not taken yet; beyond it the oldest are cut off. */
export const MOST_UNDELIVERED_BYTES = 128 * KIB * KIB;

/** Points of a history on one page, and where the query does not say. */
export const MOST_POINTS = 1000;
export const USUAL_POINTS = 100;

/** Entries of the audit log where the query does not say how many. */
export const USUAL_AUDIT_ENTRIES = 100;

/** Open live streams: of all clients, and of one address. */
export const MOST_STREAMS = 512;
export const MOST_STREAMS_PER_ADDRESS = 256;

/** Alarms and plans that wait for one slow reader; beyond it the oldest give way, and the reader is told how many. */
export const MOST_WAITING_NEWS = 100;

/** Alarms and plans that a reader which comes back can still get. */
export const MOST_REPLAYED_NEWS = 256;

/** Bytes handed to a connection at once: the next only when these have gone. */
export const STREAM_PIECE_BYTES = 256 * KIB;

/** Bytes handed to all connections together between two turns of the event loop. */
export const STREAM_TURN_BYTES = 2 * KIB * KIB;

/** How often the readers are looked after. */
export const STREAM_BEAT_MS = 5_000;

/** After that time without an event a comment is sent, so that nobody on the way takes the stream for dead. */
export const STREAM_IDLE_MS = 15_000;

/** A reader that takes nothing for that time is cut off. */
export const STREAM_STALL_MS = 30_000;

/** Bytes of distinct events that are on their way to readers; beyond it who is at the oldest is cut off. */
export const MOST_STREAM_BYTES = 64 * KIB * KIB;

/** What a browser is told to wait before it connects again. */
export const STREAM_RETRY_MS = 3_000;
