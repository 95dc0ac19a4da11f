import { setTimeout as wait } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';

/** A publisher and a subscriber who behave, and what comes of their messages. */
export class Pair {
  private sent = 0;
  private readonly heard: number[] = [];
  readonly delays: number[] = [];

  private constructor(
    private readonly publisher: MqttClient,
    private readonly subscriber: MqttClient,
  ) {
    subscriber.on('message', (_topic, payload) => {
      const [number, at] = payload.toString().split(' ').map(Number) as [number, number];
      this.heard.push(number);
      this.delays.push(performance.now() - at);
    });
  }

  static async on(address: string): Promise<Pair> {
    const enter = (clientId: string) =>
      mqtt.connectAsync(address, { clientId, username: 'healthy', password: 'secret', reconnectPeriod: 0 });
    const pair = new Pair(await enter('publisher'), await enter('subscriber'));
    await pair.subscriber.subscribeAsync('healthy/#', { qos: 1 });
    return pair;
  }

  /** Fifty messages a second, of both kinds of quality, until the other is done. */
  async publishWhile(busy: Promise<unknown>): Promise<void> {
    let done = false;
    void busy.finally(() => {
      done = true;
    });
    while (!done) {
      this.publisher.publish('healthy/a', `${this.sent} ${performance.now()}`, {
        qos: this.sent % 2 === 0 ? 0 : 1,
      });
      this.sent += 1;
      await wait(20);
    }
  }

  /** Waits for all messages, as long as the test may take; gives those that did not come before a connection ended. */
  async lost(): Promise<number[]> {
    while (this.heard.length < this.sent) {
      if (!this.publisher.connected || !this.subscriber.connected) break;
      await wait(20);
    }
    const there = new Set(this.heard);
    return Array.from({ length: this.sent }, (_, number) => number).filter((number) => !there.has(number));
  }

  /** The delay in ms that 99 of 100 messages kept below. */
  get p99(): number {
    return this.delays.toSorted((a, b) => a - b)[Math.floor(this.delays.length * 0.99)] ?? 0;
  }

  get connected(): boolean {
    return this.publisher.connected && this.subscriber.connected;
  }

  async close(): Promise<void> {
    await this.publisher.endAsync(true);
    await this.subscriber.endAsync(true);
  }
}
