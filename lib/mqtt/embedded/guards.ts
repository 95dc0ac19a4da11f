import type { Aedes, AedesOptions, AedesPublishPacket, Client } from 'aedes' with {
  'resolution-mode': 'import',
};
import {
  COMPARISON_COST,
  CONNECT_TIMEOUT_MS,
  DELIVERY_COST,
  DRAIN_TIMEOUT_MS,
  MAX_CLIENT_OUTPUT_BYTES,
  MAX_INBOUND_QOS2,
  MAX_TOPIC_LEVELS,
} from '../limits';
import { type Admitted, connecting } from './connecting';
import type { Copies } from './copies';
import { isFilter, isWild } from './filters';
import type { GuardedSocket } from './guarded-socket';
import { RefusedPublication } from './parting';
import type { Statistics } from './statistics';
import type { Store } from './store';
import type { Subscriptions } from './subscriptions';
import { SYS_ROOT } from './sys-topics';
import { topicFits } from './topic-limits';
import type { Users } from './users';

export interface Guarded {
  readonly users: Users;
  readonly store: Store;
  readonly statistics: Statistics;
  readonly subscriptions: Subscriptions;
  readonly copies: Copies;
  readonly admitted: Admitted;
}

type ForwardedPacket = AedesPublishPacket & { clientId?: string };

/** How aedes is set up, and what its clients may do. */
export function guards({ users, store, statistics, subscriptions, copies, admitted }: Guarded): AedesOptions {
  return {
    persistence: store,
    // Without a limit on messages under way, one that waits for a slow client holds up nobody else.
    concurrency: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    drainTimeout: DRAIN_TIMEOUT_MS,
    maxInflightInbound: MAX_INBOUND_QOS2,
    maxTopicLevels: MAX_TOPIC_LEVELS,
    ...connecting(users, store, statistics, admitted),
    authorizeSubscribe: (client, subscription, done) => {
      const { topic } = subscription;
      // The number first, as it costs least: there may be thousands in a packet.
      const refused =
        !subscriptions.hasRoomFor(client, topic) ||
        !store.sessions.hasRoomFor(client.id, topic) ||
        // aedes would grant a shared subscription and then never deliver.
        topic.startsWith('$share/') ||
        !topicFits(topic) ||
        !isFilter(topic.split('/')) ||
        admitted.get(client)?.maySubscribe(topic) !== true;
      if (refused) {
        statistics.refuse('subscribe');
        return done(null, null);
      }
      subscriptions.add(client, topic);
      // What is retained is compared with it, one by one.
      if (isWild(topic)) (client.conn as GuardedSocket).charge(store.retained.size * COMPARISON_COST);
      store.grant(subscription);
      done(null, subscription);
    },
    authorizePublish: (client, packet, done) => {
      const { topic, retain } = packet;
      const payload = packet.payload as Buffer;
      if (
        topic.startsWith('$SYS/') ||
        !topicFits(topic) ||
        admitted.get(client as Client)?.mayPublish(topic) !== true
      ) {
        statistics.refuse('publish');
        return done(new RefusedPublication('this topic may not be published on'));
      }
      if (retain && !store.retained.admits(topic, payload)) {
        statistics.refuse('retained');
        return done(new RefusedPublication('too many retained messages'));
      }
      // Tells the store who left it.
      if (client !== null) Object.assign(packet, { clientId: client.id });
      done(null);
    },
    authorizeForward: (client, packet: ForwardedPacket) => {
      const conn = client.conn as GuardedSocket;
      // A replay is the receiver's doing.
      if (packet.retain) conn.charge(DELIVERY_COST);
      else chargeFor(client, packet.clientId, 1);
      if (!readable(packet.topic) || admitted.get(client)?.mayRead(packet.topic) !== true) {
        store.discard(client, packet);
        return null;
      }
      if (conn.writableLength > MAX_CLIENT_OUTPUT_BYTES) return cutOff(conn, statistics);
      // A replay of retained messages is paced by the client's own back-pressure and may take its time.
      if (packet.retain) return packet;
      if (copies.isCopy(client, packet)) return null;
      if (!conn.writableNeedDrain) return packet;
      statistics.dropped += 1;
      // A promised delivery cannot be kept: the client has to come again, and then gets what is retained or queued.
      return packet.qos > 0 ? cutOff(conn, statistics) : null;
    },
  };
}

function cutOff(conn: GuardedSocket, statistics: Statistics): null {
  if (conn.destroyed) return null;
  statistics.refuse('slow_reader');
  conn.destroy(new Error('the client does not read'));
  return null;
}

/** A message to many costs its sender more than one to few. */
function chargeFor(receiver: Client, clientId: string | undefined, deliveries: number): void {
  if (clientId === undefined) return;
  const { broker } = receiver as Client & { broker: Aedes };
  chargeClient(broker, clientId, deliveries);
}

export function chargeClient(broker: Aedes, clientId: string, deliveries: number): void {
  const { clients } = broker as Aedes & { clients: Record<string, Client> };
  (clients[clientId]?.conn as GuardedSocket | undefined)?.charge(deliveries * DELIVERY_COST);
}

/** aedes tells itself which clients come and go, which is no client's business. */
function readable(topic: string): boolean {
  return topic[0] !== '$' || topic.startsWith(SYS_ROOT);
}
