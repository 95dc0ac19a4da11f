/**
 * What the broker and the publisher allow at most. Memory is bounded by these figures, whatever a client does;
 * docs/mqtt.md lists them for users.
 */

const KIB = 1024;
const MIB = 1024 * KIB;

/** The longest packet that a client may send. aedes itself would buffer 255 MiB. */
export const MAX_PACKET_BYTES = 4 * MIB;

/** What may wait to be sent to one client. Beyond it QoS 0 messages to that client are dropped. */
export const MAX_CLIENT_BACKLOG_BYTES = MIB;

/** How long a client with a full backlog may go without reading before its connection is closed. */
export const DRAIN_TIMEOUT_MS = 10_000;

/** How long a new connection may take to send its CONNECT. */
export const CONNECT_TIMEOUT_MS = 10_000;

export const MAX_CONNECTIONS = 512;
export const MAX_CONNECTIONS_PER_ADDRESS = 128;

/** Topic filters that one client may hold. */
export const MAX_SUBSCRIPTIONS_PER_CLIENT = 1000;

/** Topics that clients together (not the publisher) may leave retained messages on. */
export const MAX_CLIENT_RETAINED_TOPICS = 10_000;

/** QoS 2 messages of one client that wait for their PUBREL. */
export const MAX_INBOUND_QOS2 = 20;

/** Time that clients get to read what was sent to them when the broker closes. */
export const CLOSE_GRACE_MS = 500;

/** Waits between attempts to open a port that is taken: doubled from the first to the last. */
export const FIRST_RETRY_MS = 500;
export const LAST_RETRY_MS = 30_000;

/** Time between attempts to reach an external broker, and what one attempt may take. */
export const RECONNECT_MS = 2_000;
export const REACH_TIMEOUT_MS = 10_000;

/** What may wait to be sent to an external broker. Beyond it publications are dropped. */
export const MAX_EXTERNAL_BACKLOG_BYTES = 16 * MIB;

/** QoS 1 publications that an external broker has not acknowledged. */
export const MAX_UNACKNOWLEDGED = 1000;

/** The longest command that is read. */
export const MAX_COMMAND_BYTES = 16 * KIB;

/** Elements published between two turns of the event loop. */
export const ELEMENTS_PER_SLICE = 50;
