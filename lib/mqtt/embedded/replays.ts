import type { Client } from 'aedes' with { 'resolution-mode': 'import' };

/** Replays of retained messages: one after another for each client, however often it asks, and no longer than it is there. */
export class Replays {
  /** The end of the last one that was asked for. */
  private readonly last = new WeakMap<Client, Promise<void>>();

  to<T>(client: Client, messages: AsyncIterable<T>): AsyncIterable<T> {
    const before = this.last.get(client);
    let done = () => {};
    const end = new Promise<void>((resolve) => {
      done = resolve;
    });
    this.last.set(client, end);
    return replay(client, messages, before, done);
  }
}

async function* replay<T>(
  client: Client,
  messages: AsyncIterable<T>,
  before: Promise<void> | undefined,
  done: () => void,
): AsyncGenerator<T> {
  try {
    await before;
    if (client.closed) return;
    for await (const message of messages) {
      if (client.closed) return;
      yield message;
    }
  } finally {
    done();
  }
}
