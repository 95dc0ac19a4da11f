import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { generate } from 'mqtt-packet';
import { hello, somePacket, spoil } from './packets';
import { seeded } from './random';

/** Who does what no MQTT library would, to the broker at a port, until the time is up. */
type Attack = (port: number, until: () => boolean) => Promise<void>;

const sockets = new Set<Socket>();

function dial(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.on('close', () => sockets.delete(socket));
  sockets.add(socket);
  return socket;
}

export function hangUp(): void {
  for (const socket of sockets) socket.destroy();
}

const evil = (clientId: string, clean = true, password = 'secret') =>
  generate({
    ...{ cmd: 'connect', clientId, clean, keepalive: 0, protocolId: 'MQTT', protocolVersion: 4 },
    ...{ username: 'evil', password: Buffer.from(password) },
  } as const);
const publish = (topic: string, payload: Buffer | string, retain = false) =>
  generate({ cmd: 'publish', topic, payload, qos: 0, retain, dup: false });
const subscribe = (...topics: string[]) =>
  generate({ cmd: 'subscribe', messageId: 7, subscriptions: topics.map((topic) => ({ topic, qos: 1 })) });

/** Let in as user `evil`; undefined where it was not. */
async function enter(port: number, clientId: string, clean = true): Promise<Socket | undefined> {
  const socket = dial(port);
  socket.write(evil(clientId, clean));
  const [answer] = await Promise.race([once(socket, 'data'), once(socket, 'close')]).catch(() => []);
  return Buffer.isBuffer(answer) && answer[3] === 0 ? socket : undefined;
}

/** Writes as fast as the socket takes it. */
async function flood(socket: Socket, bytes: Buffer, until: () => boolean): Promise<void> {
  while (!until() && !socket.destroyed) {
    if (!socket.write(bytes))
      await Promise.race([once(socket, 'drain'), once(socket, 'close'), wait(100)]).catch(() => {});
  }
}

async function many(count: number, body: (i: number) => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, i) => body(i)));
}

export const ATTACKS: Record<string, Attack> = {
  /** To compare with. */
  nobody: async (_port, until) => {
    while (!until()) await wait(50);
  },

  /** Subscribers that never read, and one who sends them much. */
  'frozen subscribers': async (port, until) => {
    await many(20, async (i) => {
      const socket = await enter(port, `frozen-${i}`);
      socket?.write(subscribe('evil/#', 'shared/#'));
      socket?.pause();
    });
    const sender = await enter(port, 'sender');
    if (sender !== undefined) await flood(sender, publish('evil/much', Buffer.alloc(100_000)), until);
  },

  /** A header that announces 256 MiB, and the bytes behind it. */
  'packets of 256 MiB': async (port, until) => {
    const header = Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]);
    const body = Buffer.alloc(1_000_000);
    while (!until()) {
      const inside = await enter(port, 'giant');
      for (const socket of [dial(port), inside]) {
        if (socket === undefined) continue;
        socket.resume();
        socket.write(header);
        await flood(socket, body, until);
      }
    }
  },

  'idle sockets': async (port, until) => {
    for (let i = 0; i < 3_000; i += 1) {
      dial(port);
      if (i % 100 === 99) await wait(5);
    }
    while (!until()) await wait(50);
  },

  'malformed packets': async (port, until) => {
    const random = seeded(3);
    await many(20, async (client) => {
      while (!until()) {
        const socket = random.chance(0.5) ? await enter(port, `malformed-${client}`) : dial(port);
        if (socket === undefined) continue;
        socket.resume();
        if (random.chance(0.2)) socket.write(spoil(generate(hello(random)), random));
        for (let i = 0; i < 20 && !socket.destroyed; i += 1) socket.write(spoil(somePacket(random), random));
        socket.end();
        await wait(5);
      }
    });
  },

  'subscription floods': async (port, until) => {
    await many(10, async (client) => {
      const socket = await enter(port, `subscriber-${client}`);
      if (socket === undefined) return;
      socket.resume();
      for (let round = 0; !until() && !socket.destroyed; round += 1) {
        const filters = Array.from({ length: 2_000 }, (_, i) => `evil/${round}/${i}/#`);
        await flood(socket, subscribe(...filters), () => socket.writableNeedDrain || until());
        if (socket.writableNeedDrain) await Promise.race([once(socket, 'drain'), wait(100)]).catch(() => {});
      }
    });
  },

  'forbidden topics': async (port, until) => {
    await many(10, async (client) => {
      while (!until()) {
        const socket = await enter(port, `forbidden-${client}`);
        if (socket === undefined) continue;
        socket.resume();
        socket.write(Buffer.concat([subscribe('healthy/#', '$SYS/#'), publish('healthy/a', 'forged')]));
        await Promise.race([once(socket, 'close'), wait(500)]).catch(() => {});
      }
    });
  },

  'retained floods': async (port, until) => {
    await many(20, async (client) => {
      for (let i = 0; !until(); ) {
        const socket = await enter(port, `retainer-${client}`);
        if (socket === undefined) continue;
        socket.resume();
        while (!until() && !socket.destroyed) {
          i += 1;
          const packet = publish(`evil/${client}/${i}`, Buffer.alloc(random(i)), true);
          if (!socket.write(packet))
            await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => {});
        }
      }
    });
  },

  /** Asking for all that is retained, again and again. */
  'replay floods': async (port, until) => {
    await many(10, async (client) => {
      const socket = await enter(port, `replay-${client}`);
      socket?.resume();
      if (socket !== undefined) await flood(socket, subscribe('evil/#', '#'), until);
    });
  },

  'a herd of publishers': async (port, until) => {
    const packets = Buffer.concat(Array.from({ length: 500 }, () => publish('evil/x', 'x')));
    await many(100, async (client) => {
      const socket = await enter(port, `herd-${client}`);
      if (socket !== undefined) await flood(socket.resume(), packets, until);
    });
  },

  /** Each of whose messages is to go many ways. */
  'overlapping subscriptions': async (port, until) => {
    const levels = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    const overlapping = Array.from({ length: 512 }, (_, bits) =>
      ['evil', ...levels.map((level, i) => ((bits >> i) & 1 ? '+' : level))].join('/'),
    );
    await many(20, async (client) => {
      const socket = await enter(port, `overlap-${client}`);
      socket?.resume().write(subscribe(...overlapping));
    });
    const sender = await enter(port, 'amplifier');
    const packets = Buffer.concat(
      Array.from({ length: 100 }, () => publish(`evil/${levels.join('/')}`, 'x')),
    );
    if (sender !== undefined) await flood(sender.resume(), packets, until);
  },

  'sessions left behind': async (port, until) => {
    for (let i = 0; !until(); i += 1) {
      const socket = await enter(port, `session-${i % 200}`, false);
      if (socket === undefined) continue;
      socket.resume();
      socket.write(
        generate({ cmd: 'subscribe', messageId: 7, subscriptions: [{ topic: 'evil/#', qos: 1 }] }),
      );
      const much = {
        topic: 'evil/x',
        payload: Buffer.alloc(200_000),
        qos: 1,
        retain: false,
        dup: false,
      } as const;
      for (let id = 1; id < 20; id += 1) socket.write(generate({ cmd: 'publish', messageId: id, ...much }));
      await wait(20);
      socket.destroy();
    }
  },

  /** The last, as it locks this address out. */
  'wrong passwords': async (port, until) => {
    await many(30, async (client) => {
      for (let i = 0; !until(); i += 1) {
        const socket = dial(port);
        socket.write(evil(`guess-${client}-${i}`, true, `guess ${i}`));
        await Promise.race([once(socket.resume(), 'close'), wait(500)]).catch(() => {});
      }
    });
  },
};

function random(i: number): number {
  return (i * 7_919) % 20_000;
}
