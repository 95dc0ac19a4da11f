/**
 * MQTT subscribers in a process of their own. Each follows the metrics, the alarms and one edge of the grid, some also
 * the whole snapshot, as screens and archives do.
 */
import { connect as connectSocket } from 'node:net';
import { MqttClient } from 'mqtt';

export interface SubscriberOrder {
  port: number;
  count: number;
  /** How many of them follow the whole snapshot. */
  archives: number;
}

export interface SubscriberFigures {
  messages: number;
  bytes: number;
  /** Ticks whose metrics reached every subscriber, and all that reached one. */
  complete_ticks: number;
  ticks: number;
  /** Sorted, milliseconds: from the first subscriber that got a tick's metrics to each of the others. */
  spread_ms: number[];
  /** The same of those that follow the whole snapshot, which comes before the metrics. */
  archive_spread_ms: number[];
}

/** The broker takes 128 connections from one address. */
const PER_ADDRESS = 100;

interface Arrival {
  at_ms: number;
  archive: boolean;
}

const clients: MqttClient[] = [];
let messages = 0;
let bytes = 0;
let arrivals = new Map<number, Arrival[]>();

process.on('message', async (order: SubscriberOrder | 'reset' | 'read') => {
  if (order === 'reset') {
    [messages, bytes, arrivals] = [0, 0, new Map()];
  } else if (order === 'read') {
    process.send?.(figures());
  } else {
    await subscribe(order);
    process.send?.('subscribed');
  }
});

async function subscribe({ port, count, archives }: SubscriberOrder): Promise<void> {
  for (let i = 0; i < count; i++) {
    const client = await connect(port, `127.0.0.${1 + Math.floor(i / PER_ADDRESS)}`);
    client.on('message', (topic, payload) => take(topic, payload, i < archives));
    await client.subscribeAsync(['gridloom/+/metrics', 'gridloom/+/alarms/+', `gridloom/+/edge/L${i + 1}`]);
    if (i < archives) await client.subscribeAsync('gridloom/+/snapshot');
    clients.push(client);
  }
}

/** From an address of the loopback network of its choice. */
async function connect(port: number, localAddress: string): Promise<MqttClient> {
  const client = new MqttClient(() => connectSocket({ port, host: '127.0.0.1', localAddress }), {
    protocolVersion: 4,
  });
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', reject);
  });
  return client;
}

function take(topic: string, payload: Buffer, archive: boolean): void {
  messages += 1;
  bytes += payload.length;
  if (!topic.endsWith('/metrics')) return;
  const { sequence } = JSON.parse(payload.toString()) as { sequence: number };
  const times = arrivals.get(sequence) ?? [];
  times.push({ at_ms: performance.now(), archive });
  arrivals.set(sequence, times);
}

/** The newest tick may still be under way. */
function figures(): SubscriberFigures {
  const ticks = [...arrivals].sort(([a], [b]) => a - b).slice(0, -1);
  return {
    messages,
    bytes,
    ticks: ticks.length,
    complete_ticks: ticks.filter(([, times]) => times.length === clients.length).length,
    spread_ms: spread(ticks, false),
    archive_spread_ms: spread(ticks, true),
  };
}

function spread(ticks: readonly [number, Arrival[]][], archives: boolean): number[] {
  return ticks
    .flatMap(([, arrived]) =>
      arrived.filter(({ archive }) => archive === archives).map(({ at_ms }) => at_ms - arrived[0]!.at_ms),
    )
    .sort((a, b) => a - b);
}
