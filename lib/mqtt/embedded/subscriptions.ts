import type { Aedes, Client } from 'aedes' with { 'resolution-mode': 'import' };
import { MAX_SUBSCRIPTIONS_PER_CLIENT, MAX_WILDCARDS_PER_CLIENT } from '../limits';

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

  watch(broker: Aedes): void {
    broker.on('unsubscribe', (filters, client) => {
      const held = this.byClient.get(client);
      for (const filter of filters) {
        held?.all.delete(filter);
        held?.wild.delete(filter);
      }
    });
    broker.on('clientDisconnect', (client) => this.byClient.delete(client));
  }

  get size(): number {
    let sum = 0;
    for (const { all } of this.byClient.values()) sum += all.size;
    return sum;
  }

  /** False where the client has as many as it may have, of all kinds or of those with wildcards, or has left. */
  hasRoomFor(client: Client, filter: string): boolean {
    if (client.closed) return false;
    const held = this.byClient.get(client);
    if (held === undefined || held.all.has(filter)) return true;
    if (held.all.size >= MAX_SUBSCRIPTIONS_PER_CLIENT) return false;
    return !isWild(filter) || held.wild.size < MAX_WILDCARDS_PER_CLIENT;
  }

  add(client: Client, filter: string): void {
    const held = this.byClient.get(client) ?? { all: new Set(), wild: new Set() };
    this.byClient.set(client, held);
    held.all.add(filter);
    if (isWild(filter)) held.wild.add(filter);
  }
}

function isWild(filter: string): boolean {
  return filter.includes('+') || filter.includes('#');
}
