import type { Aedes, AedesPublishPacket, Client } from 'aedes' with { 'resolution-mode': 'import' };

/**
 * A client with overlapping subscriptions gets a message once. aedes 1.2 does that by dropping whatever has a lower
 * counter than the message before, and so loses messages: retained ones and those of QoS 1 take longer inside, and
 * are overtaken. Here only a message like the very last one is a copy, which suffices, as the copies of one message
 * are handed out in one go.
 */
export class Copies {
  private readonly last = new WeakMap<Client, number>();

  /** Puts aedes' own test out of action, for all clients of the broker. */
  takeOver(broker: Aedes): void {
    const noneSeen = Object.defineProperty(Object.create(null), broker.id, { get: () => 0, set: () => {} });
    broker.on('client', (client) => {
      (client as Client & { duplicates: object }).duplicates = noneSeen;
    });
  }

  isCopy(client: Client, { brokerCounter }: AedesPublishPacket): boolean {
    if (this.last.get(client) === brokerCounter) return true;
    this.last.set(client, brokerCounter);
    return false;
  }
}
