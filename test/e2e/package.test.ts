import { strict as assert } from 'node:assert';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { connect, type MqttClient } from 'mqtt';
import type { Metrics, OperatorMessage, Optimization, Snapshot, SupplyPath } from '../../lib/contract';
import { InstalledPackage, type RunningNodeRed, readFlow, startNodeRed } from '../support/installed';

/** The package as a user gets it, under the oldest and the newest Node-RED that it is made for. */
describe('installed package', function () {
  this.timeout(240_000);
  let installed: InstalledPackage;
  before(() => {
    installed = new InstalledPackage();
  });
  after(() => installed?.remove());

  for (const nodeRed of ['node-red', 'node-red-4']) {
    describe(`in ${nodeRed === 'node-red' ? 'Node-RED 5' : 'Node-RED 4.1'}, with the default flow`, () => {
      let running: RunningNodeRed;
      let watcher: Watcher;
      before(async () => {
        running = await startNodeRed(nodeRed, installed, readFlow(installed, 'flows/smart-grid.json'));
        watcher = new Watcher(await connected(running.mqtt));
        await watcher.client.subscribeAsync('gridloom/#', { qos: 1 });
      });
      after(async () => {
        await watcher?.client.endAsync();
        await running?.stop();
      });
      afterEach(function () {
        if (this.currentTest?.state === 'failed') console.log(running.log());
      });

      const get = async <T>(path: string): Promise<T> => {
        const response = await fetch(`${running.base}${path}`);
        assert.equal(response.status, 200, `${path}: ${response.status}`);
        return (await response.json()) as T;
      };

      it('sends a snapshot every 3 seconds, supply equal to demand plus losses', async () => {
        const snapshots: Snapshot[] = [];
        while (snapshots.length < 3)
          snapshots.push(await watcher.next<Snapshot>('gridloom/riverside/snapshot'));
        for (const [k, { sequence, metrics, timestamp }] of snapshots.entries()) {
          assert.ok(Math.abs(metrics.generation_mw - metrics.demand_mw - metrics.loss_mw) < 1e-4);
          if (k === 0) continue;
          assert.equal(sequence, snapshots[k - 1].sequence + 1);
          const gap_s = (Date.parse(timestamp) - Date.parse(snapshots[k - 1].timestamp)) / 1000;
          assert.ok(gap_s > 2 && gap_s < 5, `${gap_s} s between two snapshots`);
        }
      });

      it('rates every line with the model of the package', async () => {
        const isRated = ({ edges }: { edges: unknown[] }): boolean => edges.length === 12;
        await watcher.next<{ edges: unknown[] }>('gridloom/riverside/risk', isRated);
        const { edges } = await get<{ edges: { failure_probability: number; failure_type: string }[] }>(
          '/api/grid/risk',
        );
        assert.equal(edges.length, 12);
        for (const [k, { failure_probability }] of edges.entries()) {
          assert.ok(failure_probability >= 0 && failure_probability <= 1);
          assert.ok(k === 0 || failure_probability <= edges[k - 1].failure_probability, 'highest first');
        }
      });

      it('answers all endpoints', async () => {
        const paths = [
          'health',
          'openapi.json',
          ...['state', 'paths', 'risk', 'loss', 'statistics', 'node/S3', 'data-source'].map(
            (name) => `grid/${name}`,
          ),
        ];
        for (const name of paths) await get(`/api/${name}`);
        const health = await get<{ status: string; broker: { connected: boolean } }>('/api/health');
        assert.equal(health.status, 'ok');
        assert.equal(health.broker.connected, true);
        const optimized = await fetch(`${running.base}/api/grid/optimize`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"risk_weight": 2}',
        });
        assert.equal(optimized.status, 200);
        const answer = (await optimized.json()) as Optimization;
        assert.equal(answer.risk_weight, 2);
        assert.equal(answer.paths.length, 6);
        assert.equal(answer.what_if, true);
        assert.equal(
          (await get<Optimization>('/api/grid/paths')).risk_weight,
          0.1,
          'nothing else has changed',
        );
        assert.equal((await fetch(`${running.base}/api/grid/node/S99`)).status, 404);
      });

      it('moves the paths away from a line that trips, and back', async () => {
        const usersOf = (paths: SupplyPath[]): string[] =>
          paths.filter(({ edges }) => edges.includes('L4')).map(({ node }) => node);
        const before = await get<{ paths: SupplyPath[] }>('/api/grid/paths');
        assert.ok(usersOf(before.paths).includes('S4'), 'the steelworks hang on L4');
        const command = (payload: object): Promise<unknown> =>
          watcher.client.publishAsync('gridloom/riverside/command', JSON.stringify(payload), { qos: 1 });

        await command({ command: 'inject_fault', edge: 'L4' });
        await watcher.next<Optimization>(
          'gridloom/riverside/paths',
          ({ paths }) => usersOf(paths).length === 0,
        );
        const during = await get<{ paths: SupplyPath[] }>('/api/grid/paths');
        const steelworks = during.paths.find(({ node }) => node === 'S4')!;
        assert.equal(steelworks.reachable, true);
        assert.ok(!steelworks.edges.includes('L4'));
        const state = await get<Snapshot>('/api/grid/state');
        assert.equal(state.edges.find(({ id }) => id === 'L4')!.in_service, false);

        await command({ command: 'restore' });
        await watcher.next<Optimization>(
          'gridloom/riverside/paths',
          ({ paths }) => usersOf(paths).length > 0,
        );
      });

      it('goes round the whole circle: a fault, a plan, an operator who accepts it, supply for all', async () => {
        const press = async (button: string): Promise<void> => {
          const { status } = await fetch(`${running.base}/inject/${button}`, { method: 'POST' });
          assert.equal(status, 200, button);
        };
        const told = (kind: string): Promise<OperatorMessage> =>
          watcher.next<OperatorMessage>('gridloom/riverside/operator', (message) => message.kind === kind);
        const dark = told('loads_without_supply');
        const proposal = watcher.next<Optimization>(
          'gridloom/riverside/paths',
          ({ plan }) => plan?.purpose === 'restoration',
        );
        await press('gridloom-trip-two');
        assert.deepEqual((await dark).nodes, ['S4']);
        const plan = (await proposal).plan!;
        assert.deepEqual([plan.released, plan.unserved_after_mw], [false, 0]);
        assert.ok((await get<Snapshot>('/api/grid/state')).metrics.unserved_mw > 10);

        const done = told('plan_done');
        const lit = watcher.next<Metrics>(
          'gridloom/riverside/metrics',
          ({ unserved_mw }) => unserved_mw === 0,
        );
        await press('gridloom-accept');
        assert.equal((await done).plan_id, plan.id);
        await lit;
        const state = await get<Snapshot>('/api/grid/state');
        assert.equal(state.metrics.unserved_mw, 0);
        assert.equal(state.nodes.find(({ id }) => id === 'S4')!.energized, true);
        const { outage } = await get<Optimization>('/api/grid/paths');
        assert.equal(outage, null);
      });

      it('ends cleanly and says offline', async () => {
        const offline = watcher.nextText('gridloom/riverside/status', (text) => text === 'offline');
        await running.stop();
        await offline;
        assert.doesNotMatch(running.log(), /\[error\]|UnhandledPromise|Error:/);
      });
    });
  }
});

describe('examples', function () {
  this.timeout(60_000);
  let installed: InstalledPackage;
  let running: RunningNodeRed | undefined;
  let client: MqttClient | undefined;
  before(() => {
    installed = new InstalledPackage();
  });
  // However the test ends: what still runs would keep the whole run from its end.
  after(async () => {
    await client?.endAsync(true);
    await running?.stop();
    installed?.remove();
  });

  it('deploy together without an error or a missing type', async () => {
    const files = readdirSync(path.join(installed.packageDir, 'examples'));
    assert.ok(files.length >= 6);
    const flow = files.flatMap((file) => readFlow(installed, `examples/${file}`));
    const ids = flow.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, 'ids of examples do not collide');
    running = await startNodeRed('node-red', installed, flow);
    client = await connected(running.mqtt);
    const online = new Watcher(client).nextText('gridloom/two-nodes/status', (text) => text === 'online');
    await client.subscribeAsync('#');
    await online;
    await running.stop();
    assert.doesNotMatch(running.log(), /\[error\]|missing types|UnhandledPromise/);
  });
});

/** A client, once the broker takes it: Node-RED says that flows have started a moment before their listeners listen. */
async function connected(url: string): Promise<MqttClient> {
  const client = connect(url, { reconnectPeriod: 100 });
  client.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    client.once('connect', () => resolve());
  });
  return client;
}

/** Waits for messages on topics. */
class Watcher {
  constructor(readonly client: MqttClient) {}

  async next<T>(topic: string, wanted: (document: T) => boolean = () => true): Promise<T> {
    const text = await this.nextText(topic, (candidate) => wanted(JSON.parse(candidate) as T));
    return JSON.parse(text) as T;
  }

  nextText(topic: string, wanted: (text: string) => boolean): Promise<string> {
    return new Promise((resolve) => {
      const look = (at: string, payload: Buffer): void => {
        const text = payload.toString();
        if (at !== topic || text === '' || !wanted(text)) return;
        this.client.off('message', look);
        resolve(text);
      };
      this.client.on('message', look);
    });
  }
}
