import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { Client } from 'aedes' with { 'resolution-mode': 'import' };
import { Replays } from '../../lib/mqtt/embedded/replays';

async function* three(): AsyncGenerator<number> {
  yield* [1, 2, 3];
}

describe('replays of retained messages', () => {
  it('end with their client', async () => {
    const client = { closed: false };
    const got: number[] = [];
    for await (const message of new Replays().to(client as Client, three())) {
      got.push(message);
      client.closed = message === 2;
    }
    assert.deepEqual(got, [1, 2]);
  });

  it('come one after another to each client, and at once to different ones', async () => {
    const replays = new Replays();
    const got: string[] = [];
    const read = async (name: string, client: object) => {
      for await (const message of replays.to(client as Client, three())) {
        got.push(`${name}${message}`);
        await setImmediate();
      }
    };
    const one = { closed: false };
    await Promise.all([read('a', one), read('b', one), read('x', { closed: false })]);
    assert.deepEqual(
      got.filter((message) => !message.startsWith('x')),
      ['a1', 'a2', 'a3', 'b1', 'b2', 'b3'],
    );
    assert.ok(got.indexOf('x3') < got.indexOf('b2'));
  });
});
