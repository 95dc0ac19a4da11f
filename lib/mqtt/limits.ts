/**
 * What the broker and the publisher allow at most. Memory is bounded by these figures, whatever a client does;
 * docs/mqtt.md lists them for users.
 */

const KIB = 1024;
const MIB = 1024 * KIB;

/** The longest packet that a client may send. aedes itself would buffer 255 MiB. */
export const MAX_PACKET_BYTES = 4 * MIB;

/** The longest packet of any kind but PUBLISH: CONNECT with a last will, SUBSCRIBE with its filters. */
export const MAX_CONTROL_PACKET_BYTES = 64 * KIB;

/** What one client may send, on average and at once; one that sends more is read more slowly. */
export const PACKETS_PER_SECOND = 2_000;
export const PACKETS_AT_ONCE = 500;
export const BYTES_PER_SECOND = 4 * MIB;

/** What counts as part of a packet: a delivery that it causes, an acknowledgement, a byte of SUBSCRIBE and of PUBLISH. */
export const DELIVERY_COST = 0.05;
export const ACKNOWLEDGEMENT_COST = 0.1;
export const SUBSCRIBE_BYTE_COST = 1 / 8;
export const PUBLISH_BYTE_COST = 1 / (2 * KIB);
/** Each retained topic that a filter with wildcards is compared with. */
export const COMPARISON_COST = 1 / 200;

/** What all clients together may send, in packets: who has sent least goes first, a few packets at each turn. */
export const COST_PER_SECOND = 20_000;
export const COST_PER_TURN = 4;
export const TURNS_AT_ONCE = 2;

/** One that sends no more than this goes first whatever the others did. */
export const LIGHT_PER_SECOND = 100;
export const LIGHT_AT_ONCE = 50;

/** Names that a client may use. */
export const MAX_CLIENT_ID_BYTES = 256;
export const MAX_TOPIC_BYTES = KIB;
export const MAX_TOPIC_LEVELS = 32;

/** What may wait to be sent to one client. Beyond it QoS 0 messages to that client are dropped. */
export const MAX_CLIENT_BACKLOG_BYTES = MIB;

/** What may wait where back-pressure does not help, as in many replays at once. Beyond it the connection is closed. */
export const MAX_CLIENT_OUTPUT_BYTES = 16 * MIB;

/** How long a client with a full backlog may go without reading before its connection is closed. */
export const DRAIN_TIMEOUT_MS = 10_000;

/** How long a new connection may take to send its CONNECT. */
export const CONNECT_TIMEOUT_MS = 10_000;

export const MAX_CONNECTIONS = 512;
export const MAX_CONNECTIONS_PER_ADDRESS = 128;

/** Topic filters that one client may hold. */
export const MAX_SUBSCRIPTIONS_PER_CLIENT = 1000;

/** Of all clients together, and once more of all sessions. */
export const MAX_SUBSCRIPTIONS = 50_000;

/** Those of one client with wildcards: as many of one client's as a message may match. */
export const MAX_WILDCARDS_PER_CLIENT = 50;

/** Topics that clients together (not the publisher) may leave retained messages on. */
export const MAX_CLIENT_RETAINED_TOPICS = 10_000;

/** Topics and payloads of those messages, together. */
export const MAX_CLIENT_RETAINED_BYTES = 32 * MIB;

/** Sessions that outlive their connection: of all users, and of one. */
export const MAX_SESSIONS = 512;
export const MAX_SESSIONS_PER_USER = 128;

/** What waits for one absent client, and for all of them. Beyond it new messages for it are dropped. */
export const MAX_QUEUE_MESSAGES = 1_000;
export const MAX_QUEUE_BYTES = 4 * MIB;
export const MAX_QUEUES_BYTES = 64 * MIB;

/** How long a session waits for its client. */
export const SESSION_EXPIRY_MS = 24 * 3_600_000;

/** Time between looks at what has expired. */
export const SWEEP_MS = 60_000;

/** What sessions and retained messages take on disk at most, and how much may be outdated before it is written anew. */
export const MAX_KEPT_BYTES = 512 * MIB;
export const KEPT_SLACK_BYTES = 8 * MIB;

/** QoS 2 messages that a session remembers so that none is published twice. */
export const MAX_REMEMBERED_QOS2 = 1_000;

/** Wrong passwords within the window that lock a name at an address, and an address; and for how long. */
export const MAX_FAILURES_PER_NAME = 10;
export const MAX_FAILURES_PER_ADDRESS = 50;
export const FAILURE_WINDOW_MS = 60_000;
export const LOCK_MS = 30_000;
/** Addresses and names that are watched at a time. */
export const MAX_WATCHED = 4_096;

/** Passwords that wait to be checked. Beyond it clients are told to come again. */
export const MAX_WAITING_LOGINS = 64;

/** QoS 2 messages of one client that wait for their PUBREL. */
export const MAX_INBOUND_QOS2 = 20;

/** Time that clients get to read what was sent to them when the broker closes. */
export const CLOSE_GRACE_MS = 500;

/** How long a connection stands, unread, on which was published what may not be: so often its client comes again at most. */
export const REFUSED_WAIT_MS = 1_000;

/** Waits between attempts to open a port that is taken: doubled from the first to the last. */
export const FIRST_RETRY_MS = 500;
export const LAST_RETRY_MS = 30_000;

/** Alarms that are remembered of earlier runs, until the next snapshot tells which edges there are. */
export const MAX_RECALLED_ALARMS = 10_000;

/** The longest command that is read. */
export const MAX_COMMAND_BYTES = 16 * KIB;

/** Elements published between two turns of the event loop. */
export const ELEMENTS_PER_SLICE = 50;
