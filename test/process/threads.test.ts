import { strict as assert } from 'node:assert';
import { ask, controlRoomFlow, Plant, post } from './plant';
import type { Death } from './probe';

describe('worker threads that die', function () {
  this.timeout(120_000);
  let plant: Plant;
  afterEach(() => plant.remove());

  /** So that a thread that wants ever more has soon done so. */
  const small = ['--max-old-space-size=160'];

  for (const how of ['exit', 'throw', 'memory'] as Death[]) {
    it(`are replaced (${how}): the simulation, risk, paths and routes go on, and the run is the same`, async () => {
      plant = new Plant((port) => controlRoomFlow(port, { interval_s: 0.2 }), undefined, { node: small });
      await plant.start();
      await plant.seen(() => true);
      await post(plant, 'command', { command: 'set_switch', edge: 'L11', closed: true });
      const switched = (one: { edges: { id: string; closed: boolean }[] }) =>
        one.edges.some(({ id, closed }) => id === 'L11' && closed);
      await plant.seen(switched);
      await ask(plant, 'grid/node/S4?alternatives=2');
      for (let round = 0; round < 2; round++) {
        const told = plant.snapshots();
        plant.letThreadsDie(how);
        await plant.until(() =>
          plant.log.split('A background computation failed').length > round + 1 ? true : undefined,
        );
        const next = await plant.seen(({ sequence }) => sequence > told.at(-1)!.sequence + 3, told.length);
        assert.equal(next.run_id, told[0].run_id);
        assert.ok(switched(next), 'it goes on from where it was');
        assert.ok(next.data_source!.skipped_ticks! > round, 'what was lost is counted');
        assert.ok(next.edges[0].risk !== undefined && next.optimization !== undefined);
        const numbers = plant.snapshots().map(({ sequence }) => sequence);
        assert.deepEqual(
          numbers,
          [...new Set(numbers)].sort((a, b) => a - b),
        );
      }
      const { alternatives: paths } = await ask<{ alternatives: object[] }>(
        plant,
        'grid/node/S4?alternatives=2',
      );
      assert.ok(paths.length > 0);
    });
  }
});
