import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Node, NodeInitializer } from 'node-red';
import { parseSnapshot, type Snapshot } from '../../lib/contract';
import { freePort } from '../../bench/node-red';
import { nextInput, receive, type Wired, withFlow } from '../support/runtime';

import gridBroker = require('../../nodes/grid-broker/grid-broker');
import gridTelemetry = require('../../nodes/grid-telemetry/grid-telemetry');

const CORE = [
  'common/20-inject',
  'common/21-debug',
  'common/90-comment',
  'function/10-function',
  'function/80-template',
  'network/10-mqtt',
].map((name) => require(path.join('@node-red/nodes/core', name)) as NodeInitializer);

function exampleOf(name: string): Wired[] {
  const file = path.resolve(__dirname, `../../../examples/${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Wired[];
}

const nodes = [gridTelemetry, gridBroker, ...CORE];

/** The next snapshot that reaches a node and satisfies the condition. */
async function nextSnapshot(node: Node, wanted: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  for (;;) {
    const snapshot = parseSnapshot((await nextInput(node)).payload);
    if (wanted(snapshot)) return snapshot;
  }
}

const nodeOf = ({ nodes: places }: Snapshot, id: string) => places.find((one) => one.id === id)!;
const edgeOf = ({ edges }: Snapshot, id: string) => edges.find((one) => one.id === id)!;

describe('examples of grid-telemetry', function () {
  this.timeout(60_000);

  it('07-modbus-registers: a snapshot at each scan, and a broken voltmeter marked bad', async () => {
    await withFlow(nodes, exampleOf('07-modbus-registers'), async ({ node }) => {
      const debug = node('gridloom-07-debug');
      const whole = await nextSnapshot(debug, () => true);
      const { good, suspects } = whole.data_source!.points!;
      assert.deepEqual([good, suspects], [6, undefined]);
      assert.ok(Math.abs(nodeOf(whole, 'S4').demand_mw - 45) < 0.5);
      assert.ok(Math.abs(nodeOf(whole, 'S4').vm_pu - 1.011) < 0.002);
      assert.ok(Math.abs(edgeOf(whole, 'L4').current_ka - 0.305) < 0.003);
      assert.ok(Math.abs(edgeOf(whole, 'L4').temperature_c - 42.5) < 1.1);
      assert.deepEqual(
        [edgeOf(whole, 'L12').closed, edgeOf(whole, 'L12').quality?.closed],
        [false, undefined],
      );
      assert.equal(nodeOf(whole, 'S1').origin, 'estimated');
      receive(node('gridloom-07-device'), { payload: 'break' });
      receive(node('gridloom-07-device'), {});
      const broken = await nextSnapshot(debug, (snapshot) => snapshot.data_source!.points!.bad === 1);
      assert.equal(nodeOf(broken, 'S4').quality, 'bad');
      assert.ok(Math.abs(nodeOf(broken, 'S4').vm_pu - 1.011) < 0.002, 'the last good value stays');
    });
  });

  it('08-mqtt-json: meters over a broker, the rest estimated', async () => {
    const port = await freePort();
    const flow = exampleOf('08-mqtt-json');
    for (const one of flow) if (one.type === 'grid-broker' || one.type === 'mqtt-broker') one.port = port;
    await withFlow(nodes, flow, async ({ node }) => {
      const snapshot = await nextSnapshot(
        node('gridloom-08-debug'),
        ({ data_source }) => data_source!.points!.good === 8,
      );
      for (const [id, p_mw] of [
        ['S1', 32],
        ['S3', 30],
        ['S6', 22],
      ] as const) {
        assert.ok(Math.abs(nodeOf(snapshot, id).demand_mw - p_mw) <= 0.021 * p_mw);
        assert.equal(nodeOf(snapshot, id).quality, 'good');
      }
      assert.equal(nodeOf(snapshot, 'S2').origin, 'estimated');
      for (const edge of snapshot.edges)
        assert.deepEqual([Math.round(edge.ambient_temperature_c), edge.humidity_percent], [20, 55]);
    });
  });

  it('09-csv-replay: the hours of a day, one after the other', async () => {
    const flow = exampleOf('09-csv-replay');
    for (const one of flow) if (one.type === 'grid-telemetry') one.speed = 0;
    await withFlow(nodes, flow, async ({ node }) => {
      const debug = node('gridloom-09-debug');
      const first = await nextSnapshot(debug, () => true);
      const hours = [first];
      while (hours.length < 24) hours.push(await nextSnapshot(debug, () => true));
      assert.deepEqual(
        hours.map(({ timestamp }) => new Date(timestamp).getUTCHours()),
        Array.from({ length: 24 }, (_, hour) => hour),
      );
      assert.ok(hours.every(({ source, run_id }) => source === 'replay' && run_id === first.run_id));
      const demands = hours.map(({ metrics }) => metrics.demand_mw);
      assert.ok(Math.max(...demands) > 1.4 * Math.min(...demands), demands.join(' '));
      const anew = await nextSnapshot(debug, () => true);
      assert.deepEqual([anew.timestamp, anew.sequence], [first.timestamp, 1]);
    });
  });
});
