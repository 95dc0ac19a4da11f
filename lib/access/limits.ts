/**
 * What access control allows at most. Memory and work are bounded by these figures, whatever a client does;
 * docs/access.md lists them for users.
 */

const KIB = 1024;
const MIB = 1024 * KIB;

/** Keys that one grid-api may have at the same time. */
export const MAX_KEYS = 100;

/** The longest file of keys that is read. */
export const MAX_KEY_FILE_BYTES = 256 * KIB;

/** Characters of a key's name. */
export const MAX_KEY_NAME = 64;

/** Days after which a key expires at the latest, where it is given a time at all. */
export const MAX_KEY_DAYS = 3650;

/** The longest token (JWT) that is looked at. */
export const MAX_TOKEN_CHARACTERS = 8 * KIB;

/** The longest key set that is taken from an issuer, and how long the fetch may take. */
export const MAX_JWKS_BYTES = 256 * KIB;
export const JWKS_TIMEOUT_MS = 5_000;

/** How long a key set is used, and the least time between two fetches because of an unknown key. */
export const JWKS_CACHE_MS = 10 * 60_000;
export const JWKS_COOLDOWN_MS = 30_000;

/** Clients (addresses, keys, subjects) whose rates are remembered; beyond them the one unheard of longest is forgotten. */
export const MAX_RATED_CLIENTS = 10_000;

/** Requests per second of one address: what counts before it is known who asks. */
export const ADDRESS_REQUESTS_PER_S = 1000;

/** Failed authentications of one address: as many at once, and one more every so many seconds. */
export const FAILURES_AT_ONCE = 10;
export const SECONDS_PER_FAILURE = 6;

/** Entries that wait to be written to the audit log. Beyond them entries are dropped, and their number is written. */
export const MAX_AUDIT_WAITING = 1000;

/** The size at which the file of the audit log is put aside, and how many of them are kept beside the newest. */
export const MAX_AUDIT_FILE_BYTES = 5 * MIB;
export const AUDIT_FILES_KEPT = 4;

/** Entries that one answer gives, and the bytes that are read for it. */
export const MAX_AUDIT_ANSWER = 500;
export const MAX_AUDIT_READ_BYTES = 512 * KIB;

/** Characters of one text in an entry. */
export const MAX_AUDIT_TEXT = 200;

/** Answers that are kept for requests with an Idempotency-Key, their bytes together, and for how long. */
export const MAX_REPLAYS = 1000;
export const MAX_REPLAY_BYTES = 16 * MIB;
export const REPLAY_MS = 60 * 60_000;

/** Characters of an Idempotency-Key. */
export const MAX_IDEMPOTENCY_KEY = 255;
