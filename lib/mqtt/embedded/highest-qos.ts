import type { AedesOptions, AedesPublishPacket, Client } from 'aedes' with { 'resolution-mode': 'import' };
import { MAX_SUBSCRIPTIONS_PER_CLIENT } from '../limits';
import { filterMatches } from './filters';

export type Deliver = (packet: AedesPublishPacket, done: () => void) => void;

/** The part of aedes' client that its types leave out. */
export interface Delivering {
  deliver0: Deliver;
  deliverQoS: Deliver;
  subscriptions: Record<string, { qos: number } | undefined>;
}

/** What one client was granted: QoS by filter. */
class Granted {
  private readonly filters = new Map<string, { levels: string[]; qos: number }>();
  /** The answer for the last message, which is asked for once for each subscription that takes it. */
  private last = { counter: -1, topic: '', qos: 0 };

  constructor(private readonly client: Delivering) {}

  add(filter: string, qos: number): void {
    this.filters.set(filter, { levels: filter.split('/'), qos });
    this.last.counter = -1;
    if (this.filters.size <= MAX_SUBSCRIPTIONS_PER_CLIENT) return;
    for (const held of this.filters.keys()) if (!this.holds(held)) this.filters.delete(held);
  }

  /** The highest QoS of those that take the topic. */
  highest({ topic, brokerCounter }: AedesPublishPacket): number {
    if (this.last.counter === brokerCounter && this.last.topic === topic) return this.last.qos;
    const levels = topic.split('/');
    let qos = 0;
    for (const [filter, granted] of this.filters) {
      if (granted.qos > qos && this.holds(filter) && filterMatches(granted.levels, levels)) qos = granted.qos;
    }
    this.last = { counter: brokerCounter, topic, qos };
    return qos;
  }

  private holds(filter: string): boolean {
    return this.client.subscriptions[filter] !== undefined;
  }
}

/**
 * A message goes to a client at its own QoS or the highest that the client was granted for it, whichever is lower
 * (MQTT 3.1.1, sections 3.3.5 and 3.8.4). aedes 1.2 looks only at the subscription that comes first, at QoS 0, or at the
 * one that has no wildcard.
 */
export function atHighestQos(options: AedesOptions): AedesOptions {
  const clients = new WeakMap<Client, Granted>();
  return {
    ...options,
    preConnect: (client, packet, done) => {
      const delivering = client as Client & Delivering;
      const granted = new Granted(delivering);
      clients.set(client, granted);
      takeOver(delivering, granted);
      if (options.preConnect === undefined) done(null, true);
      else options.preConnect(client, packet, done);
    },
    authorizeSubscribe: (client, subscription, done) => {
      const answer: typeof done = (error, given) => {
        if (given) clients.get(client)?.add(given.topic, given.qos);
        done(error, given);
      };
      if (options.authorizeSubscribe === undefined) answer(null, subscription);
      else options.authorizeSubscribe(client, subscription, answer);
    },
  };
}

function takeOver(client: Delivering, granted: Granted): void {
  const { deliver0, deliverQoS } = client;
  const deliver: Deliver = (packet, done) => {
    const qos = Math.min(packet.qos, packet.qos > 0 ? granted.highest(packet) : 0) as 0 | 1 | 2;
    if (qos === 0) return deliver0(packet, done);
    const exact = client.subscriptions[packet.topic];
    // Otherwise aedes lowers it once more.
    if (exact !== undefined) exact.qos = 2;
    packet.qos = qos;
    deliverQoS(packet, done);
  };
  client.deliver0 = deliver;
  client.deliverQoS = deliver;
}
