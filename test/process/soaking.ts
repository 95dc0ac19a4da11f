/** Hours of ticks in minutes: the default flow, each tick begun by the end of the one before, with clients that ask and listen. */
import { connect } from 'mqtt';
import { ask, controlRoomFlow, type FlowNode, Plant } from './plant';

export interface Soaked {
  ticks: number;
  requests: number;
  messages: number;
  /** Medians after collection, MB, of the thirds of the time after the first quarter. */
  heap_mb: number[];
  rss_mb: number[];
}

const PATHS = [
  'grid/state',
  'grid/risk',
  'grid/paths',
  'grid/loss',
  'grid/statistics',
  'grid/alarms',
  'health',
  'metrics',
];
const CLIENTS = 4;
const READINGS_A_SECOND = 2;

export async function soak(seconds: number, history_limit: number): Promise<Soaked> {
  let mqttPort = 0;
  const plant = new Plant((port) => {
    mqttPort = port;
    return inCircle(controlRoomFlow(port, { time_step_s: 60 }, { 'gridloom-api': { history_limit } }));
  });
  let over = false;
  const counts = { requests: 0, messages: 0 };
  const client = connect({ host: '127.0.0.1', port: 0, autoUseTopicAlias: false, manualConnect: true });
  try {
    await plant.start();
    const first = await ask<{ sequence: number }>(plant, 'grid/paths');
    Object.assign(client.options, { port: mqttPort });
    client.on('message', () => counts.messages++);
    client.on('connect', () => client.subscribe('gridloom/#'));
    client.connect();
    const asking = Array.from({ length: CLIENTS }, async (_, k) => {
      for (let n = k; !over; n++) {
        const answer = await fetch(`${plant.base}/api/${PATHS[n % PATHS.length]}`);
        await answer.arrayBuffer();
        counts.requests++;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
    const readings: { heap_mb: number; rss_mb: number }[] = [];
    for (let k = 0; k < seconds * READINGS_A_SECOND; k++) {
      const next = new Promise((resolve) => setTimeout(resolve, 1000 / READINGS_A_SECOND));
      readings.push(await plant.count());
      await next;
    }
    over = true;
    await Promise.all(asking);
    const last = await ask<{ sequence: number }>(plant, 'grid/paths');
    const warm = readings.slice(readings.length >> 2);
    const thirds = (of: 'heap_mb' | 'rss_mb') =>
      [0, 1, 2].map((k) =>
        median(
          warm
            .slice(Math.floor((k * warm.length) / 3), Math.floor(((k + 1) * warm.length) / 3))
            .map((one) => one[of]),
        ),
      );
    return {
      ticks: last.sequence - first.sequence,
      ...counts,
      heap_mb: thirds('heap_mb'),
      rss_mb: thirds('rss_mb'),
    };
  } finally {
    over = true;
    await client.endAsync(true).catch(() => undefined);
    await plant.remove();
  }
}

/** What comes out of path-optimize begins the next tick; nothing is recorded, as that alone would fill a disk. */
function inCircle(flow: FlowNode[]): FlowNode[] {
  return flow.map((node) =>
    node.id === 'record'
      ? { ...node, func: "return { payload: 'step' };", outputs: 1, wires: [['gridloom-sim']] }
      : node,
  );
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Number(sorted[sorted.length >> 1].toFixed(2));
}
