import { generate, type Packet } from 'mqtt-packet';
import type { Random } from './random';

/** Packets that a client may send, of every kind, with values that are often at an edge. */
export function somePacket(random: Random): Buffer {
  const messageId = random.pick([1, 2, 3, 255, 256, 65_535]);
  const topic = random.pick([
    'a',
    'a/b',
    'evil/x',
    '/',
    'ä/ö',
    'x'.repeat(300),
    '$SYS/broker/x',
    'a/b/c/d/e/f/g/h',
  ]);
  const filter = random.pick(['#', '+', 'a/+', '+/+/#', '$share/g/a', '$SYS/#', topic]);
  const qos = random.pick([0, 1, 2] as const);
  const payload = Buffer.alloc(random.pick([0, 1, 127, 128, 5_000]), 120);
  const packet = random.pick<() => Packet>([
    () => ({
      cmd: 'publish',
      topic,
      payload,
      qos,
      retain: random.chance(0.3),
      dup: qos > 0 && random.chance(0.2),
      messageId,
    }),
    () => ({
      cmd: 'subscribe',
      messageId,
      subscriptions: [
        { topic: filter, qos },
        { topic, qos },
      ],
    }),
    () => ({ cmd: 'unsubscribe', messageId, unsubscriptions: [filter, topic] }),
    () => ({ cmd: random.pick(['puback', 'pubrec', 'pubcomp'] as const), messageId }),
    () => ({ cmd: 'pubrel', messageId }),
    () => ({ cmd: 'pingreq' }),
    () => ({ cmd: 'disconnect' }),
    () => hello(random),
  ])();
  return generate(packet);
}

export function hello(random: Random): Packet {
  const will = {
    topic: random.pick(['a', 'will/#', 'x/y']),
    payload: Buffer.from('w'),
    qos: 1,
    retain: true,
  } as const;
  const protocolVersion = random.pick([3, 4, 4, 4, 5] as const);
  const clean = random.chance(0.7);
  // Those that the library would not write are written by hand where they are tested.
  const nameless = clean && protocolVersion !== 3 && random.chance(0.2);
  return {
    cmd: 'connect',
    clientId: nameless ? '' : random.pick(['one', 'two', '+', '../x', 'x'.repeat(200)]),
    clean,
    keepalive: random.pick([0, 1, 60, 65_535]),
    protocolId: protocolVersion === 3 ? 'MQIsdp' : 'MQTT',
    protocolVersion,
    ...(random.chance(0.3) ? { will } : {}),
    ...(random.chance(0.3) ? { username: 'evil', password: Buffer.from('secret') } : {}),
  };
}

/** The packet with something wrong: bits flipped, bytes taken out, put in or repeated, the end cut off, the length a lie. */
export function spoil(packet: Buffer, random: Random): Buffer {
  const at = random.below(packet.length);
  const some = Buffer.from(Array.from({ length: 1 + random.below(8) }, () => random.below(256)));
  switch (random.below(7)) {
    case 0: {
      const flipped = Buffer.from(packet);
      for (let times = 1 + random.below(4); times > 0; times -= 1) {
        const where = random.below(packet.length);
        flipped[where] = (flipped[where] as number) ^ (1 << random.below(8));
      }
      return flipped;
    }
    case 1:
      return Buffer.concat([packet.subarray(0, at), packet.subarray(at + 1 + random.below(4))]);
    case 2:
      return Buffer.concat([packet.subarray(0, at), some, packet.subarray(at)]);
    case 3:
      return packet.subarray(0, at);
    case 4: {
      const lied = Buffer.from(packet);
      lied[1] = random.below(256);
      return lied;
    }
    case 5: {
      const typed = Buffer.from(packet);
      typed[0] = random.below(256);
      return typed;
    }
    default:
      return packet;
  }
}
