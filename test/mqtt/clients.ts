import { EventEmitter, once } from 'node:events';
import { connect as openSocket, type Socket } from 'node:net';
import mqtt, { type MqttClient } from 'mqtt';
import { generate } from 'mqtt-packet';
import type { FailureType, Optimization, Snapshot } from '../../lib/contract';
import { type BrokerSettings, type GridBroker, GridPublisher, openBroker } from '../../lib/mqtt';
import { sampleSnapshot } from '../support/snapshot';

/** An optimisation that has found nothing to do. */
export const optimization: Optimization = {
  risk_weight: 2,
  paths: [],
  plan: null,
  outage: null,
  loss_before_mw: 2,
  loss_after_mw: 2,
  episode: { number: 1, loss_mw: 2, risk: 1, reward: -0.1 },
  time_limit_reached: false,
  elapsed_ms: 3,
};

export interface Heard {
  topic: string;
  text: string;
  retain: boolean;
}

/** A real MQTT client that keeps what it hears, and can be asked to wait for more. */
export class Listener {
  readonly heard: Heard[] = [];
  private readonly news = new EventEmitter();

  private constructor(readonly client: MqttClient) {
    client.on('message', (topic, payload, { retain }) => {
      this.heard.push({ topic, text: payload.toString(), retain });
      this.news.emit('heard');
    });
  }

  static async on(address: string, ...filters: string[]): Promise<Listener> {
    const listener = new Listener(await mqtt.connectAsync(address, { reconnectPeriod: 0 }));
    for (const filter of filters) await listener.client.subscribeAsync(filter, { qos: 1 });
    return listener;
  }

  /** A subscriber to all of `gridloom` who has heard everything that is retained there. */
  static async late(address: string): Promise<Listener> {
    // Retained messages come in the order in which their topics were first used: this one comes last.
    const mark = `gridloom/mark-${Math.random()}`;
    const listener = await Listener.on(address, mark);
    listener.client.publish(mark, 'end', { retain: true });
    await listener.topic(mark);
    listener.forget();
    await listener.client.subscribeAsync('gridloom/#');
    await listener.topic(mark);
    listener.heard.pop();
    return listener;
  }

  /** The first message, heard already or to come, that satisfies the condition. */
  async until(wanted: (heard: Heard) => boolean): Promise<Heard> {
    for (let read = 0; ; ) {
      for (; read < this.heard.length; read += 1) {
        const message = this.heard[read] as Heard;
        if (wanted(message)) return message;
      }
      await once(this.news, 'heard');
    }
  }

  async topic(topic: string): Promise<Heard> {
    return this.until((heard) => heard.topic === topic);
  }

  forget(): void {
    this.heard.length = 0;
  }

  async close(): Promise<void> {
    await this.client.endAsync(true);
  }
}

export function settings(changes: Partial<BrokerSettings> = {}): BrokerSettings {
  return { mode: 'embedded', host: '127.0.0.1', port: 0, url: '', ...changes };
}

/** A broker that is ready, on a port of the system's choice unless told otherwise. */
export async function ready(broker: GridBroker): Promise<GridBroker> {
  await stateOf(broker, ({ connected }) => connected);
  return broker;
}

export async function stateOf(
  broker: GridBroker,
  wanted: (state: ReturnType<GridBroker['state']>) => boolean,
): Promise<void> {
  await new Promise<void>((resolve) => {
    let stop = () => {};
    const look = () => {
      if (!wanted(broker.state())) return;
      stop();
      resolve();
    };
    stop = broker.onChange(look);
    look();
  });
}

export async function withBroker(
  body: (broker: GridBroker, address: string) => Promise<void>,
  changes: Partial<BrokerSettings> = {},
): Promise<void> {
  const broker = await ready(openBroker(settings(changes)));
  try {
    await body(broker, broker.state().address);
  } finally {
    await broker.close();
  }
}

export function portOf(address: string): number {
  return Number(new URL(address).port);
}

/** A socket that has said CONNECT and was let in, for doing what no MQTT library would. */
export async function rawClient(address: string, clientId: string): Promise<Socket> {
  const socket = openSocket(portOf(address), '127.0.0.1');
  socket.on('error', () => {});
  socket.write(connectPacket(clientId, true));
  await once(socket, 'data');
  return socket;
}

export function connectPacket(clientId: string, clean: boolean): Buffer {
  return generate({
    cmd: 'connect',
    clientId,
    clean,
    keepalive: 0,
    protocolId: 'MQTT',
    protocolVersion: 4,
  });
}

export interface Collected {
  commands: unknown[];
  errors: string[];
}

export function publisherOn(
  broker: GridBroker,
  changes: Partial<ConstructorParameters<typeof GridPublisher>[1]> = {},
): GridPublisher & { collected: Collected } {
  const collected: Collected = { commands: [], errors: [] };
  const publisher = new GridPublisher(
    broker,
    { root: 'gridloom', alarm_threshold: 0.5, hysteresis: 0.1, element_topics: true, ...changes },
    {
      onCommand: (command) => void collected.commands.push(command),
      onCommandError: (error) => void collected.errors.push(error.message),
      onChange: () => {},
    },
  );
  return Object.assign(publisher, { collected });
}

/** A snapshot whose edges have these failure probabilities, by id; the others have 0.01. */
export function riskySnapshot(sequence: number, probabilities: Record<string, number>): Snapshot {
  const snapshot = sampleSnapshot({ sequence });
  for (const edge of snapshot.edges) {
    const probability = probabilities[edge.id] ?? 0.01;
    edge.risk = {
      failure_probability: probability,
      anomaly_score: 0.5,
      failure_type: 'thermal_overload' satisfies FailureType,
      members: { gradient_boosting: probability, random_forest: probability, isolation_forest: 0.5 },
      model_id: 'test',
      model_version: '1',
    };
  }
  return snapshot;
}
