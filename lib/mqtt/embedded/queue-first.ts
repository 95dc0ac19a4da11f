import type { Aedes, AedesOptions, AedesPublishPacket, Client } from 'aedes' with {
  'resolution-mode': 'import',
};
import { MAX_QUEUE_BYTES, MAX_QUEUE_MESSAGES } from '../limits';
import type { Deliver, Delivering } from './highest-qos';

/** What came for a client while it was still getting what had waited for it. */
class Held {
  private readonly packets: AedesPublishPacket[] = [];
  private bytes = 0;
  /** Messages that it got out of its queue, by their number in the broker. */
  private readonly given = new Set<number>();

  give({ brokerCounter }: AedesPublishPacket): void {
    this.given.add(brokerCounter);
  }

  /** False where there is too much. */
  add(packet: AedesPublishPacket): boolean {
    this.packets.push(packet);
    this.bytes += packet.payload.length;
    return this.packets.length <= MAX_QUEUE_MESSAGES && this.bytes <= MAX_QUEUE_BYTES;
  }

  /** Those that were not in the queue when it was gone through. */
  rest(): AedesPublishPacket[] {
    return this.packets.filter(({ brokerCounter }) => !this.given.has(brokerCounter));
  }
}

/**
 * A client that comes back to its session gets what waited for it, and then what is new (MQTT 3.1.1, section 4.6). aedes 1.2
 * delivers new messages while the queue is still being sent, so that they overtake it or come twice.
 */
export class QueueFirst {
  private readonly held = new WeakMap<Client, { packets: Held; deliver: Deliver }>();

  apply(options: AedesOptions): AedesOptions {
    const { preConnect, authorizeForward } = options;
    return {
      ...options,
      preConnect: (client, packet, done) => {
        const begin: typeof done = (error, admitted) => {
          if (admitted && !packet.clean) this.hold(client);
          done(error, admitted);
        };
        if (preConnect === undefined) begin(null, true);
        else preConnect(client, packet, begin);
      },
      authorizeForward: (client, packet) => {
        const forwarded = authorizeForward === undefined ? packet : authorizeForward(client, packet);
        if (forwarded) this.held.get(client)?.packets.give(packet);
        return forwarded;
      },
    };
  }

  watch(broker: Aedes): void {
    broker.on('clientReady', (client) => {
      const waiting = this.held.get(client);
      this.held.delete(client);
      for (const packet of waiting?.packets.rest() ?? []) waiting?.deliver(packet, () => {});
    });
  }

  private hold(client: Client): void {
    const delivering = client as Client & Delivering;
    const { deliverQoS: deliver } = delivering;
    this.held.set(client, { packets: new Held(), deliver });
    delivering.deliverQoS = (packet, done) => {
      const waiting = packet.qos > 0 ? this.held.get(client) : undefined;
      if (waiting === undefined) return deliver(packet, done);
      // Its session has it already, so that whoever published it need not wait.
      setImmediate(done);
      if (!waiting.packets.add(packet)) client.conn.destroy(new Error('the client does not read'));
    };
  }
}
