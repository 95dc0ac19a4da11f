import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Snapshot } from '../../lib/contract';
import { planOf } from '../support/plans';
import { Plant, simulatorFlow } from './plant';
import { writtenSince } from './told';

const stateFile = (plant: Plant): string => path.join(plant.userDir, 'gridloom/sim/run.state');

async function command(plant: Plant, body: object): Promise<void> {
  await plant.until(async () => {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(`${plant.base}/command`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    }).catch(() => undefined);
    return answer?.ok || undefined;
  });
}

const edge = (snapshot: Snapshot, id: string) => snapshot.edges.find((one) => one.id === id)!;

/** One run, and no number told twice. */
function checkGrowing(snapshots: readonly Snapshot[]): void {
  for (let k = 1; k < snapshots.length; k++) {
    assert.equal(snapshots[k].run_id, snapshots[k - 1].run_id);
    assert.ok(
      snapshots[k].sequence > snapshots[k - 1].sequence,
      `${snapshots[k].sequence} after ${snapshots[k - 1].sequence}`,
    );
  }
}

describe('a run of the simulator in a process that is ended', function () {
  this.timeout(90_000);
  let plant: Plant;
  afterEach(() => plant.remove());

  it('goes on after kill -9: run, numbers, switches, faults, demand that is held, and scenario', async () => {
    plant = new Plant(() =>
      simulatorFlow({ time_step_s: 60, start_time: '2026-01-31T00:00:00Z', scenario: 'storm' }),
    );
    await plant.start();
    await plant.seen(() => true);
    await command(plant, { command: 'set_switch', edge: 'L11', closed: true });
    await command(plant, { command: 'inject_fault', edge: 'L2' });
    const before = await plant.seen((one) => edge(one, 'L11').closed && !edge(one, 'L2').in_service);
    // Written at once; how long a disk takes that others use is not for this test to say.
    const seen_ms = Date.now();
    await plant.until(() => (writtenSince(stateFile(plant), seen_ms) ? true : undefined));
    await plant.seen(({ sequence }) => sequence > before.sequence + 5);
    await plant.kill();
    const told = plant.snapshots();
    const last = told.at(-1)!;
    await plant.start();
    const after = await plant.seen(() => true, told.length);
    checkGrowing(plant.snapshots());
    assert.ok(after.sequence - last.sequence <= 200);
    assert.equal(edge(after, 'L11').closed, true);
    assert.equal(edge(after, 'L2').in_service, false);
    assert.match(after.data_source!.description, /scenario storm/);
    const back_s = (Date.parse(last.timestamp) - Date.parse(after.timestamp)) / 1000;
    assert.ok(back_s <= 60 * 20, `simulated time goes on from ${back_s} s before`);
    assert.ok(edge(after, 'L1').age_years >= edge(told[0], 'L1').age_years);
  });

  it('goes on without a gap after an orderly end, tick for tick as one that never stopped', async () => {
    const sim = { time_step_s: 60, start_time: '2026-01-31T00:00:00Z', acceleration: 1000 };
    plant = new Plant(() => simulatorFlow(sim));
    await plant.start();
    await plant.seen(({ sequence }) => sequence === 5);
    await plant.kill('SIGTERM');
    const told = plant.snapshots().length;
    await plant.start();
    await plant.seen(() => true, told + 5);
    await plant.kill('SIGTERM');
    const all = plant.snapshots();
    checkGrowing(all);
    assert.equal(all[told].sequence, told + 1);
    const whole = new Plant(() => simulatorFlow(sim));
    try {
      await whole.start();
      await whole.seen(({ sequence }) => sequence === all.length + 2);
      const at = new Map(whole.snapshots().map((one) => [one.timestamp, one.edges]));
      const times = all.map(({ timestamp }) => Date.parse(timestamp));
      assert.deepEqual(
        times,
        times.map((_, k) => times[0] + 60_000 * k),
      );
      for (const { timestamp, edges } of all) assert.deepEqual(edges, at.get(timestamp), timestamp);
    } finally {
      await whole.remove();
    }
  });

  it('carries a plan on that was being carried out', async () => {
    plant = new Plant(() => simulatorFlow({ interval_s: 0.2, time_step_s: 1 }));
    await plant.start();
    await plant.seen(() => true);
    await command(plant, planOf(['close L11', 'open L4', 'close L12'], { min_operation_interval_s: 15 }));
    await plant.seen((one) => edge(one, 'L11').closed);
    await plant.seen((one) => edge(one, 'L11').closed && one.sequence > 8);
    await plant.kill();
    const told = plant.snapshots().length;
    await plant.start();
    const done = await plant.seen((one) => edge(one, 'L12').closed && !edge(one, 'L4').closed, told);
    assert.ok(edge(done, 'L11').closed);
    checkGrowing(plant.snapshots());
  });

  it('begins anew with another seed, and after a damaged file, and says so', async () => {
    let seed = 1;
    plant = new Plant(() => simulatorFlow({ seed }));
    await plant.start();
    await plant.until(() => existsSync(stateFile(plant)) || undefined);
    await plant.kill();
    const first = plant.snapshots();
    seed = 2;
    await plant.start();
    await plant.seen(() => true, first.length);
    assert.match(plant.log, /another network, seed or setting.*begins anew/);
    await plant.seen(({ sequence }) => sequence > 15, first.length);
    await plant.kill();
    const second = plant.snapshots().slice(first.length);
    assert.notEqual(second[0].run_id, first[0].run_id);
    assert.equal(second[0].sequence, 1);
    writeFileSync(stateFile(plant), 'broken');
    await plant.start();
    const third = await plant.seen(() => true, first.length + second.length);
    assert.notEqual(third.run_id, second[0].run_id);
    assert.match(plant.log, /A kept state cannot be used.*set aside as run.state.corrupt-1/);
  });

  it('sweeps what nodes kept that are gone, once nothing was written there for a month', async () => {
    plant = new Plant(() => simulatorFlow());
    for (const name of ['gone', 'tab-sim', 'gone-sim']) {
      const folder = path.join(plant.userDir, 'gridloom', name);
      mkdirSync(folder, { recursive: true });
      utimesSync(folder, 1e9, 1e9);
    }
    await plant.start();
    await plant.seen(({ sequence }) => sequence > 3);
    await plant.until(() => existsSync(stateFile(plant)) || undefined);
    assert.deepEqual(readdirSync(path.join(plant.userDir, 'gridloom')).sort(), ['sim', 'tab-sim']);
  });

  it('keeps nothing where it is not to', async () => {
    plant = new Plant(() => simulatorFlow({ keepState: false }));
    await plant.start();
    await plant.seen(({ sequence }) => sequence > 15);
    await plant.kill('SIGTERM');
    assert.deepEqual(readdirSync(plant.userDir).includes('gridloom'), false);
  });
});
