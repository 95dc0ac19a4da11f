import { strict as assert } from 'node:assert';
import { builtinNetwork, compileGrid, type Grid } from '../../../lib/grid';
import { createEstimator, type Measurement } from '../../../lib/powerflow';
import { Admittance } from '../../../lib/powerflow/admittance';
import { MeasurementModel } from '../../../lib/powerflow/estimation/model';
import { planEstimation } from '../../../lib/powerflow/estimation/plan';
import { rowsOf } from '../../../lib/powerflow/estimation/rows';
import { Random } from '../../../lib/random';
import { randomNetwork } from '../../support/random-network';
import { measure, solveNominal } from './measured';

const id = (bus: number): string => `B${bus}`;

describe('observability', () => {
  it('names the buses behind a branch that nothing measures', () => {
    const grid = compileGrid(builtinNetwork('ieee33'));
    const truth = measure(grid, solveNominal(grid), { flows: true });
    // The lateral from bus 3 over 23 and 24 to 25 loses all its sensors but the voltage of its end.
    const silent = [23, 24, 25].map(id);
    const branches = grid.network.branches.filter(
      ({ from, to }) => silent.includes(from) || silent.includes(to),
    );
    const left = truth.filter(
      ({ element, quantity }) =>
        !(silent.includes(element) && !(quantity === 'vm_pu' && element === id(25))) &&
        !branches.some((branch) => branch.id === element) &&
        element !== id(3),
    );
    const outcome = createEstimator(grid).estimate(left, { pseudo: false });
    assert.equal(outcome.status, 'unobservable');
    const names = outcome.observability.unobservable.map((bus) => grid.network.buses[bus].id);
    assert.deepEqual(names, silent);
    assert.equal(outcome.observability.islands, 4);
    const helped = createEstimator(grid).estimate(left);
    assert.equal(helped.status, 'estimated');
    const standing = new Set(helped.pseudo.map(({ bus }) => grid.network.buses[bus].id));
    // Bus 3 touches the silent lateral and has no sensor either.
    assert.deepEqual([...standing].sort(), [id(23), id(24), id(25), id(3)].sort());
  });

  it('needs a voltage, and takes the slack’s set point where none is measured', () => {
    const grid = compileGrid(builtinNetwork('ieee14'));
    const truth = measure(grid, solveNominal(grid), { flows: true }).filter(
      ({ quantity }) => quantity !== 'vm_pu',
    );
    const bare = createEstimator(grid).estimate(truth, { pseudo: false });
    assert.equal(bare.status, 'unobservable');
    assert.equal(bare.observability.unobservable.length, 14);
    assert.equal(bare.observability.islands, 1);
    const helped = createEstimator(grid).estimate(truth);
    assert.equal(helped.status, 'estimated');
    assert.deepEqual(new Set(helped.pseudo.map(({ quantity }) => quantity)), new Set(['vm_pu']));
  });

  it('says the same as the rank of the derivatives, whatever is measured of random networks', () => {
    let observable = 0;
    for (let seed = 1; seed <= 120; seed++) {
      const random = new Random(seed, 12);
      const grid = compileGrid(randomNetwork(1 + (seed % 30)));
      const share = random.between(0.2, 0.95);
      const all = measure(grid, solveNominal(grid), { flows: true });
      // One voltage, and P and Q of a place together: then both halves of the decoupled model are asked the same.
      const places = new Map<string, boolean>();
      const some = all.filter(({ element, quantity }, k) => {
        if (quantity === 'vm_pu') return k === 0;
        const place = `${element} ${quantity.slice(2, 6)}`;
        if (!places.has(place)) places.set(place, random.next() < share);
        return places.get(place);
      });
      const outcome = createEstimator(grid).estimate(some, { pseudo: false });
      const isObservable = outcome.status !== 'unobservable';
      observable += isObservable ? 1 : 0;
      assert.equal(isObservable, hasFullRank(grid, some), `seed ${seed}`);
    }
    assert.ok(observable > 20 && observable < 100, `${observable} of 120 are observable`);
  });

  it('is complete with what stands in, whatever is measured', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = new Random(seed, 13);
      const grid = compileGrid(randomNetwork(seed));
      const all = measure(grid, solveNominal(grid), { flows: true });
      const share = random.between(0, 0.5);
      const outcome = createEstimator(grid).estimate(all.filter(() => random.next() < share));
      assert.equal(outcome.status, 'estimated', `seed ${seed}`);
    }
  });
});

/** Whether H, all quantities together, has a rank of as many as there are unknowns; by elimination with full pivoting. */
function hasFullRank(grid: Grid, measurements: readonly Measurement[]): boolean {
  const { state } = solveNominal(grid);
  const zero = zeroInjectionsOf(grid);
  const rows = rowsOf(grid, [...measurements, ...zero]);
  const plan = planEstimation(grid, rows);
  const y = new Admittance(grid, plan.branches, plan.order);
  y.assemble(Uint8Array.from(grid.network.branches, ({ closed }) => (closed ? 1 : 0)));
  const model = new MeasurementModel(grid, rows, y, plan.order.rank);
  const { bus } = plan.order;
  model.evaluate(
    Float64Array.from(bus, (at) => state.vm_pu[at]),
    Float64Array.from(bus, (at) => state.va_rad[at]),
  );
  const matrix = rows.map((_, r) => {
    const row = new Float64Array(2 * grid.busCount);
    for (let a = model.start[r]; a < model.start[r + 1]; a++) row[model.column[a]] += model.value[a];
    const size = Math.hypot(...row);
    return row.map((value) => value / size);
  });
  return rankOf(matrix) === 2 * grid.busCount - 1;
}

function zeroInjectionsOf(grid: Grid): Measurement[] {
  const connected = new Set([
    ...grid.network.loads.map(({ bus }) => bus),
    ...grid.network.generators.filter(({ in_service }) => in_service !== false).map(({ bus }) => bus),
  ]);
  return grid.network.buses
    .filter(({ id }) => !connected.has(id))
    .flatMap(({ id }) =>
      (['p_injection_mw', 'q_injection_mvar'] as const).map((quantity) => ({
        quantity,
        element: id,
        value: 0,
        sigma: 1,
      })),
    );
}

function rankOf(matrix: Float64Array[]): number {
  const rows = [...matrix];
  for (let rank = 0; ; rank++) {
    let [best, pivot, column] = [1e-8, -1, -1];
    for (let r = rank; r < rows.length; r++)
      for (const [c, value] of rows[r].entries())
        if (Math.abs(value) > best) [best, pivot, column] = [Math.abs(value), r, c];
    if (pivot < 0) return rank;
    [rows[rank], rows[pivot]] = [rows[pivot], rows[rank]];
    for (let r = rank + 1; r < rows.length; r++) {
      const factor = rows[r][column] / rows[rank][column];
      if (factor !== 0) for (let c = 0; c < rows[r].length; c++) rows[r][c] -= factor * rows[rank][c];
    }
  }
}
