import type { Aedes, Client } from 'aedes' with { 'resolution-mode': 'import' };
import { MAX_SUBSCRIPTIONS, MAX_SUBSCRIPTIONS_PER_CLIENT, MAX_WILDCARDS_PER_CLIENT } from '../limits';
import { isWild } from './filters';

interface Held {
  readonly all: Set<string>;
  /** Those of them with wildcards. */
  readonly wild: Set<string>;
}

/**
 * The filters of each client, counted when they are granted: of one packet with many filters aedes asks for all before
 * it keeps any.
 */
export class Subscriptions {
  private readonly byClient = new Map<Client, Held>();
  private total = 0;

  watch(broker: Aedes): void {
    broker.on('unsubscribe', (filters, client) => {
      const held = this.byClient.get(client);
      for (const filter of filters) {
        if (held?.all.delete(filter) === true) this.total -= 1;
        held?.wild.delete(filter);
      }
    });
    broker.on('clientDisconnect', (client) => {
      this.total -= this.byClient.get(client)?.all.size ?? 0;
      this.byClient.delete(client);
    });
  }

  get size(): number {
    return this.total;
  }

  /** False where the client has as many as it may have, of all kinds or of those with wildcards, or has left. */
  hasRoomFor(client: Client, filter: string): boolean {
    if (client.closed) return false;
    const held = this.byClient.get(client);
    if (held?.all.has(filter) === true) return true;
    if (this.total >= MAX_SUBSCRIPTIONS) return false;
    if (held === undefined) return true;
    if (held.all.size >= MAX_SUBSCRIPTIONS_PER_CLIENT) return false;
    return !isWild(filter) || held.wild.size < MAX_WILDCARDS_PER_CLIENT;
  }

  add(client: Client, filter: string): void {
    const held = this.byClient.get(client) ?? { all: new Set(), wild: new Set() };
    this.byClient.set(client, held);
    if (!held.all.has(filter)) this.total += 1;
    held.all.add(filter);
    if (isWild(filter)) held.wild.add(filter);
  }
}
