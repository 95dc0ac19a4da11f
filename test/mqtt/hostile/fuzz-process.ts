// Sends spoilt packets to a broker in this process, through everything but the network: node fuzz-process.js PACKETS SEED.
// Ends with code 0 and its figures as JSON, or with what was thrown where nobody caught it.
import { type Duplex, duplexPair } from 'node:stream';
import { setImmediate, setTimeout as wait } from 'node:timers/promises';
import { generate } from 'mqtt-packet';
import { Copies } from '../../../lib/mqtt/embedded/copies';
import { GuardedSocket } from '../../../lib/mqtt/embedded/guarded-socket';
import { guards } from '../../../lib/mqtt/embedded/guards';
import { Statistics } from '../../../lib/mqtt/embedded/statistics';
import { Store } from '../../../lib/mqtt/embedded/store';
import { Subscriptions } from '../../../lib/mqtt/embedded/subscriptions';
import { Turns } from '../../../lib/mqtt/embedded/turns';
import { Users } from '../../../lib/mqtt/embedded/users';
import { connectPacket } from '../clients';
import { hello, somePacket, spoil } from './packets';
import { seeded } from './random';

const packets = Number(process.argv[2]);
const random = seeded(Number(process.argv[3]));

async function main(): Promise<void> {
  const { Aedes } = await import('aedes');
  const statistics = new Statistics();
  const store = new Store(
    () => {},
    () => {},
  );
  const users = new Users({ users: [], shared: {}, anonymous: true, certificateNames: false });
  const subscriptions = new Subscriptions();
  const turns = new Turns();
  const copies = new Copies();
  const aedes = await Aedes.createBroker(guards({ users, store, statistics, subscriptions, copies }));
  copies.takeOver(aedes);
  subscriptions.watch(aedes);
  aedes.on('clientDisconnect', ({ id }) => store.sessions.leave(id, Date.now()));
  // A broker that reports an error has one.
  aedes.on(
    'error' as never,
    ((error: Error) => {
      throw error;
    }) as never,
  );

  const arrive = (): { client: Duplex; guarded: GuardedSocket } => {
    const [client, server] = duplexPair();
    client.on('error', () => {});
    client.on('data', () => {});
    server.on('error', () => {});
    const guarded = new GuardedSocket(server, { address: 'fuzz' }, statistics, turns);
    aedes.handle(guarded);
    return { client, guarded };
  };

  let sent = 0;
  let spoilt = 0;
  let connections = 0;
  let heapAtFirst = 0;
  while (sent < packets) {
    const together = Array.from({ length: 20 }, async () => {
      const { client, guarded } = arrive();
      connections += 1;
      const first = random.chance(0.8)
        ? connectPacket(`client-${random.below(100)}`, random.chance(0.5))
        : generate(hello(random));
      client.write(random.chance(0.9) ? first : spoil(first, random));
      for (let turn = 0; turn < 6; turn += 1) await setImmediate();
      for (let i = 0; i < 60 && !guarded.destroyed; i += 1) {
        const packet = somePacket(random);
        const bytes = random.chance(0.3) ? spoil(packet, random) : packet;
        sent += 1;
        if (bytes !== packet) spoilt += 1;
        // In pieces, as networks do.
        const cut = random.below(bytes.length + 1);
        client.write(bytes.subarray(0, cut));
        if (random.chance(0.2)) await setImmediate();
        client.write(bytes.subarray(cut));
        if (random.chance(0.3)) await setImmediate();
      }
      await setImmediate();
      guarded.destroy();
    });
    await Promise.all(together);
    if (heapAtFirst === 0 && sent > packets / 5) heapAtFirst = heap();
  }
  await wait(1_000);
  const grown = heap() - heapAtFirst;
  const alive = await stillServes(arrive);
  aedes.close(() => {});
  process.stdout.write(
    JSON.stringify({
      sent,
      spoilt,
      connections,
      grown,
      alive,
      clients: aedes.connectedClients,
      refused: statistics.refused,
    }),
  );
}

function heap(): number {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A new client subscribes and hears what it publishes. */
async function stillServes(arrive: () => { client: Duplex }): Promise<boolean> {
  const { client } = arrive();
  const heard: Buffer[] = [];
  client.on('data', (chunk: Buffer) => heard.push(chunk));
  client.write(connectPacket('healthy', true));
  client.write(generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'healthy', qos: 0 }] }));
  client.write(
    generate({ cmd: 'publish', topic: 'healthy', payload: 'still here', qos: 0, retain: false, dup: false }),
  );
  for (let tries = 0; tries < 200; tries += 1) {
    if (Buffer.concat(heard).includes('still here')) return true;
    await wait(10);
  }
  return false;
}

void main();
