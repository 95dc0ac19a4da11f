/** What a connection to an external broker allows at most; docs/mqtt.md lists these figures for users. */

const MIB = 1024 * 1024;

/** Waits between attempts to reach the broker: doubled from the first to the last, and varied by chance. */
export const FIRST_RECONNECT_MS = 500;
export const LAST_RECONNECT_MS = 30_000;

/** What one attempt may take. */
export const REACH_TIMEOUT_MS = 10_000;

/** A connection that stood this long begins with the first wait again when it breaks. */
export const STEADY_MS = 10_000;

/** How often the broker is asked whether it is there; one and a half times this without an answer ends the connection. */
export const KEEPALIVE_S = 15;

/** MQTT 5: a connection that is back within this time was never `offline`. */
export const WILL_DELAY_S = 5;

/** What may wait to be sent. Beyond it publications at QoS 0 are dropped. */
export const MAX_EXTERNAL_BACKLOG_BYTES = 16 * MIB;

/** Publications that must arrive and are under way: so many before the first is acknowledged. */
export const MAX_UNDER_WAY = 32;

/** Those that are ready to be sent, read from disk in blocks: so many, or so many bytes and one more. */
export const MAX_READY = 256;
export const MAX_READY_BYTES = 4 * MIB;

/** Publications that must arrive and are kept in memory. Beyond it they go to disk, or are dropped where none is used. */
export const MAX_WAITING = 1000;
export const MAX_WAITING_BYTES = 16 * MIB;

/** A longer publication is not stored, but sent at once or not at all. */
export const MAX_STORED_BYTES = 15 * MIB;

/** A publication that is not acknowledged this long after it was handed over is written to disk. */
export const SPILL_AFTER_MS = 200;

/**
 * A publication at which this many connections in a row ended is dropped, and what comes on its topic afterwards too, for a
 * while: brokers that speak MQTT 3.1.1 have no other way to say that it is too long, or not allowed.
 */
export const MAX_ATTEMPTS = 5;
export const REFUSAL_MS = 600_000;

/** The longest that a publication may be kept on disk: a year. */
export const MAX_STORE_HOURS = 8760;
