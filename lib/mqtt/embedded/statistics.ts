/** What clients are refused, and why. */
export type Refusal =
  | 'connections'
  | 'protocol_version'
  | 'client_id'
  | 'credentials'
  | 'anonymous'
  | 'locked'
  | 'logins'
  | 'sessions'
  | 'packet'
  | 'publish'
  | 'subscribe'
  | 'retained'
  | 'slow_reader';

/** What has gone through the broker since it started. */
export class Statistics {
  packetsReceived = 0;
  packetsSent = 0;
  bytesReceived = 0;
  bytesSent = 0;
  publishReceived = 0;
  publishSent = 0;
  /** Messages left out: to slow clients, full queues, and without a broker. */
  dropped = 0;
  /** Clients that are in. aedes counts one that takes over another's place twice. */
  clients = 0;
  /** The most clients there were at a time. */
  clientsMaximum = 0;
  readonly refused: Partial<Record<Refusal, number>> = {};

  enter(): void {
    this.clients += 1;
    this.clientsMaximum = Math.max(this.clientsMaximum, this.clients);
  }

  refuse(why: Refusal): void {
    this.refused[why] = (this.refused[why] ?? 0) + 1;
  }
}
