import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ask, controlRoomFlow, type FlowNode, Plant } from './plant';
import type { Counts } from './probe';

/** More where there is time for it: in a full deploy the editor's own MQTT nodes take two seconds to close. */
const LONG = process.env.GRIDLOOM_LONG === '1';
const DEPLOYS = { full: LONG ? 40 : 6, nodes: LONG ? 100 : 20 };

/** So that some stand at once. */
const ALARMS = { alarm_threshold: 1e-5, hysteresis: 0 };

/** Nodes of which each deploy changes one. */
const CHANGED = [
  'gridloom-sim',
  'gridloom-risk',
  'gridloom-paths',
  'gridloom-publish',
  'gridloom-api',
  'gridloom-broker',
];

describe('redeploying', function () {
  this.timeout(600_000);
  let plant: Plant;
  let flows: FlowNode[];

  before(async () => {
    plant = new Plant((port) => {
      flows = controlRoomFlow(port, { interval_s: 0.1 }, { 'gridloom-publish': ALARMS });
      return flows;
    });
    await plant.start();
    await plant.seen(() => true);
  });
  after(() => plant.remove());

  /** Deploys, and waits until snapshots have come through the whole chain again. */
  async function deploy(changed: FlowNode[], type: 'full' | 'nodes'): Promise<void> {
    const told = plant.snapshots().length;
    await plant.deploy(changed, type);
    await plant.until(() => (plant.snapshots().length > told ? true : undefined));
  }

  /** Counts once nothing is under way any more. */
  async function settled(): Promise<Counts> {
    let last = await plant.count();
    for (let tries = 0; tries < 20; tries++) {
      const next = await plant.count();
      if (JSON.stringify(next.resources) === JSON.stringify(last.resources)) return next;
      last = next;
    }
    return last;
  }

  function withChange(k: number): FlowNode[] {
    const id = CHANGED[k % CHANGED.length];
    return flows.map((node) => (node.id === id ? { ...node, name: `changed ${k}` } : node));
  }

  async function leavesNothing(type: 'full' | 'nodes', next: (k: number) => FlowNode[]): Promise<void> {
    for (let k = 0; k < 4; k++) await deploy(next(k), type);
    const before = await settled();
    for (let k = 0; k < DEPLOYS[type]; k++) await deploy(next(k), type);
    const after = await settled();
    // A connection or a timer may just be under way: one that each deploy left behind would make many.
    for (const [kind, count] of Object.entries(after.resources)) {
      assert.ok(count <= before.resources[kind] + 2, `${kind}: ${before.resources[kind]}, then ${count}`);
    }
    assert.equal(after.routes, before.routes);
    assert.ok(after.sessions <= before.sessions + 2, `${after.sessions} sessions`);
    const { status } = await ask<{ status: string }>(plant, 'health');
    assert.equal(status, 'ok');
    assert.ok(after.listeners <= before.listeners, `${after.listeners} listeners`);
    assert.ok(after.heap_mb < 1.1 * before.heap_mb + 2, `${before.heap_mb} MB, then ${after.heap_mb}`);
  }

  it('all of it leaves nothing behind', () => leavesNothing('full', withChange));
  it('one node at a time leaves nothing behind', () => leavesNothing('nodes', withChange));

  it('takes what a deleted node kept with it, and nothing else', async () => {
    const kept = (id: string): string => path.join(plant.userDir, 'gridloom', id);
    const ids = ['gridloom-sim', 'gridloom-paths', 'gridloom-publish', 'gridloom-api'];
    await plant.until(() => ids.every((id) => existsSync(kept(id))) || undefined);
    await plant.deploy(
      flows.filter(({ id }) => id !== 'gridloom-api' && id !== 'gridloom-publish'),
      'nodes',
    );
    await plant.until(
      () => (!existsSync(kept('gridloom-api')) && !existsSync(kept('gridloom-publish'))) || undefined,
    );
    assert.ok(existsSync(kept('gridloom-sim')) && existsSync(kept('gridloom-paths')));
  });
});
