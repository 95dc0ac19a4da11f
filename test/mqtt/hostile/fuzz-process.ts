// Sends spoilt packets to a broker in this process: node --expose-gc fuzz-process.js PACKETS SEED. Ends with code 0 and its
// figures as JSON, or with what was thrown where nobody caught it.
import { connect, type Socket } from 'node:net';
import { setImmediate, setTimeout as wait } from 'node:timers/promises';
import { generate } from 'mqtt-packet';
import { openBroker } from '../../../lib/mqtt';
import type { Statistics } from '../../../lib/mqtt/embedded/statistics';
import { connectPacket, portOf, ready, settings } from '../clients';
import { hello, somePacket, spoil } from './packets';
import { seeded } from './random';

const packets = Number(process.argv[2]);
const random = seeded(Number(process.argv[3]));

async function main(): Promise<void> {
  const broker = await ready(openBroker(settings()));
  const port = portOf(broker.state().address);
  // What came through, not what was sent to a connection that had ended.
  const { statistics } = broker as unknown as { statistics: Statistics };
  let sent = 0;
  let spoilt = 0;
  let connections = 0;
  let heapAtFirst = 0;

  async function oneClient(): Promise<void> {
    const socket = arrive(port);
    let ended = false;
    socket.on('close', () => {
      ended = true;
    });
    connections += 1;
    const first = random.chance(0.8)
      ? connectPacket(`client-${random.below(100)}`, random.chance(0.5))
      : generate(hello(random));
    socket.write(random.chance(0.9) ? first : spoil(first, random));
    for (let i = 0; i < 40 && !ended; i += 1) {
      const packet = somePacket(random);
      const bytes = random.chance(0.3) ? spoil(packet, random) : packet;
      sent += 1;
      if (bytes !== packet) spoilt += 1;
      // In pieces, as networks do.
      const cut = random.below(bytes.length + 1);
      socket.write(bytes.subarray(0, cut));
      if (random.chance(0.3)) await setImmediate();
      socket.write(bytes.subarray(cut));
      if (random.chance(0.5)) await setImmediate();
    }
    await wait(5);
    socket.resetAndDestroy();
  }

  while (statistics.packetsReceived < packets) {
    await Promise.all(Array.from({ length: 20 }, oneClient));
    if (heapAtFirst === 0 && statistics.packetsReceived > packets / 5) heapAtFirst = heap();
  }
  while ((broker.state().clients ?? 0) > 0) await wait(10);
  const grown = heap() - heapAtFirst;
  const alive = await stillServes(port);
  const { refused, error } = broker.state();
  await broker.close();
  process.stdout.write(
    JSON.stringify({
      received: statistics.packetsReceived,
      sent,
      spoilt,
      connections,
      grown,
      alive,
      refused,
      error,
    }),
  );
}

function arrive(port: number): Socket {
  return connect(port, '127.0.0.1')
    .on('error', () => {})
    .on('data', () => {});
}

function heap(): number {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A new client subscribes and hears what it publishes. */
async function stillServes(port: number): Promise<boolean> {
  const socket = arrive(port);
  const heard: Buffer[] = [];
  const found = new Promise<boolean>((resolve) => {
    socket.on('close', () => resolve(false));
    socket.on('data', (chunk: Buffer) => {
      heard.push(chunk);
      if (Buffer.concat(heard).includes('still here')) resolve(true);
    });
  });
  socket.write(connectPacket('healthy', true));
  socket.write(generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'healthy', qos: 0 }] }));
  socket.write(
    generate({ cmd: 'publish', topic: 'healthy', payload: 'still here', qos: 0, retain: false, dup: false }),
  );
  const alive = await found;
  socket.destroy();
  return alive;
}

void main();
