import { createHash, timingSafeEqual } from 'node:crypto';
import type { AedesOptions, Client } from 'aedes' with { 'resolution-mode': 'import' };
import type { Credentials } from './broker';
import type { Copies } from './copies';
import {
  CONNECT_TIMEOUT_MS,
  DRAIN_TIMEOUT_MS,
  MAX_CLIENT_RETAINED_TOPICS,
  MAX_INBOUND_QOS2,
  MAX_SUBSCRIPTIONS_PER_CLIENT,
} from './limits';

/** CONNACK return codes (MQTT 3.1.1, section 3.2.2.3). */
const IDENTIFIER_REJECTED = 2;
const BAD_USERNAME_OR_PASSWORD = 4;

/** How aedes is set up, and what its clients may do. `onDrop` is called for each message that is left out. */
export function guards(credentials: Credentials, copies: Copies, onDrop: () => void): AedesOptions {
  return {
    // Without a limit on messages under way, one that waits for a slow client holds up nobody else.
    concurrency: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    drainTimeout: DRAIN_TIMEOUT_MS,
    maxInflightInbound: MAX_INBOUND_QOS2,
    ...connecting(credentials),
    authorizeSubscribe: (client, subscription, done) => {
      const { topic } = subscription;
      // aedes would grant a shared subscription and then never deliver.
      const refused = topic.startsWith('$share/') || subscriptionsOf(client) >= MAX_SUBSCRIPTIONS_PER_CLIENT;
      done(null, refused ? null : subscription);
    },
    authorizePublish: retainedLimit(),
    authorizeForward: (client, packet) => {
      // A replay of retained messages is paced by the client's own back-pressure and may take its time.
      if (packet.retain) return packet;
      if (copies.isCopy(client, packet)) return null;
      if (!client.conn.writableNeedDrain) return packet;
      onDrop();
      // A promised delivery cannot be kept: the client has to come again, and then gets what is retained.
      if (packet.qos > 0) client.conn.destroy(new Error('the client does not read'));
      return null;
    },
  };
}

function connecting(credentials: Credentials): Pick<AedesOptions, 'preConnect' | 'authenticate'> {
  const nameless = new WeakSet<Client>();
  return {
    preConnect: (client, packet, done) => {
      // Section 3.1.3.1: an empty client id asks for a clean session.
      if (!packet.clientId && !packet.clean) nameless.add(client);
      // Sessions end with their connection, so that no queue for an absent client can grow.
      packet.clean = true;
      done(null, true);
    },
    authenticate: (client, username, password, done) => {
      if (nameless.has(client)) done(refusal('client id missing', IDENTIFIER_REJECTED), false);
      else if (matches(credentials, username, password)) done(null, true);
      else done(refusal('bad user name or password', BAD_USERNAME_OR_PASSWORD), false);
    },
  };
}

function refusal(message: string, returnCode: number): Error & { returnCode: number } {
  return Object.assign(new Error(message), { returnCode });
}

/** Without a user name set, everybody may come in. */
function matches(credentials: Credentials, username?: string, password?: Buffer): boolean {
  if (!credentials.username) return true;
  return same(credentials.username, username ?? '') && same(credentials.password ?? '', password ?? '');
}

/** Compares digests, in a time that tells nothing of the secret. */
function same(wanted: string, got: string | Buffer): boolean {
  const digest = (value: string | Buffer) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(wanted), digest(got));
}

function subscriptionsOf(client: Client): number {
  return Object.keys((client as Client & { subscriptions: object }).subscriptions).length;
}

/** Clients share a bounded number of retained topics; $SYS is the broker's. */
function retainedLimit(): NonNullable<AedesOptions['authorizePublish']> {
  const topics = new Set<string>();
  return (_client, { topic, retain, payload }, done) => {
    if (topic.startsWith('$SYS/')) return done(new Error('$SYS is reserved'));
    if (retain && payload.length === 0) topics.delete(topic);
    else if (retain && !topics.has(topic)) {
      if (topics.size >= MAX_CLIENT_RETAINED_TOPICS) return done(new Error('too many retained topics'));
      topics.add(topic);
    }
    done(null);
  };
}
