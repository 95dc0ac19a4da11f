import type { Aedes, Client } from 'aedes' with { 'resolution-mode': 'import' };
import { MAX_SUBSCRIPTIONS_PER_CLIENT } from '../limits';

/**
 * The filters of each client, counted when they are granted: of one packet with many filters aedes asks for all before
 * it keeps any.
 */
export class Subscriptions {
  private readonly byClient = new Map<Client, Set<string>>();

  watch(broker: Aedes): void {
    broker.on('unsubscribe', (filters, client) => {
      const held = this.byClient.get(client);
      for (const filter of filters) held?.delete(filter);
    });
    broker.on('clientDisconnect', (client) => this.byClient.delete(client));
  }

  get size(): number {
    let sum = 0;
    for (const held of this.byClient.values()) sum += held.size;
    return sum;
  }

  /** False where the client has as many as it may have. */
  add(client: Client, filter: string): boolean {
    // One that left meanwhile would not be taken out again.
    if (client.closed) return false;
    const held = this.byClient.get(client) ?? new Set();
    if (!held.has(filter) && held.size >= MAX_SUBSCRIPTIONS_PER_CLIENT) return false;
    this.byClient.set(client, held.add(filter));
    return true;
  }
}
