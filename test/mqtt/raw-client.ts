import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type IConnackPacket, type IConnectPacket, generate, type Packet, parser } from 'mqtt-packet';
import { portOf } from './clients';

type Command = Packet['cmd'];
export type Got<C extends Command> = Extract<Packet, { cmd: C }>;

/** An MQTT 3.1.1 client that does only what it is told, packet by packet. */
export class RawClient {
  private readonly got: Packet[] = [];
  private readonly news = new EventEmitter();
  private ended = false;

  private constructor(private readonly socket: Socket) {
    const packets = parser({ protocolVersion: 4 });
    packets.on('packet', (packet) => {
      this.got.push(packet);
      this.news.emit('news');
    });
    socket.on('data', (chunk) => packets.parse(chunk));
    socket.on('error', () => {});
    socket.on('close', () => {
      this.ended = true;
      this.news.emit('news');
    });
  }

  /** A connection on which nothing has been said. */
  static async open(address: string): Promise<RawClient> {
    const socket = connect(portOf(address), '127.0.0.1');
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** A client that has been let in, and the answer to its CONNECT. */
  static async connect(
    address: string,
    options: Partial<IConnectPacket> = {},
  ): Promise<RawClient & { connack: IConnackPacket }> {
    const client = await RawClient.open(address);
    client.connect(options);
    return Object.assign(client, { connack: await client.next('connack') });
  }

  connect(options: Partial<IConnectPacket> = {}): void {
    const usual = { clientId: `raw-${Math.random()}`, clean: true, keepalive: 0 };
    this.send({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, ...usual, ...options });
  }

  send(packet: Packet): void {
    this.sendBytes(generate(packet));
  }

  sendBytes(bytes: Buffer): void {
    this.socket.write(bytes);
  }

  publish(topic: string, payload: string, options: Partial<Got<'publish'>> = {}): void {
    this.send({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain: false, ...options });
  }

  /** The QoS granted for each filter, 128 for a failure. */
  async subscribe(...filters: [topic: string, qos: 0 | 1 | 2][]): Promise<number[]> {
    const subscriptions = filters.map(([topic, qos]) => ({ topic, qos }));
    this.send({ cmd: 'subscribe', messageId: 99, subscriptions });
    return (await this.next('suback')).granted as number[];
  }

  /** The next packet of this kind; those of others stay. Throws where the broker closes first. */
  async next<C extends Command>(cmd: C): Promise<Got<C>> {
    for (;;) {
      const at = this.got.findIndex((packet) => packet.cmd === cmd);
      if (at >= 0) return this.got.splice(at, 1)[0] as Got<C>;
      if (this.ended) throw new Error(`the broker closed the connection before ${cmd}`);
      await once(this.news, 'news');
    }
  }

  /** What came before the answer to a PINGREQ, as the broker keeps the order. */
  async before(): Promise<Packet[]> {
    this.send({ cmd: 'pingreq' });
    await this.next('pingresp');
    return this.got.splice(0);
  }

  /** Ends when the broker has closed the connection; what came before. */
  async closed(): Promise<Packet[]> {
    while (!this.ended) await once(this.news, 'news');
    return this.got;
  }

  async disconnect(): Promise<void> {
    this.send({ cmd: 'disconnect' });
    this.socket.end();
    await this.closed();
  }

  /** As when the network fails: without a DISCONNECT. */
  async vanish(): Promise<void> {
    this.socket.destroy();
    await this.closed();
  }
}
