import { strict as assert } from 'node:assert';
import type { Network } from '../../lib/contract';
import { compileGrid, type Grid, generateFeeders, loadNetwork } from '../../lib/grid';
import { createPowerFlow, nominalPoint, type PowerFlowState } from '../../lib/powerflow';

const SIZES: [num_nodes: number, num_feeders: number | undefined, seeds: number][] = [
  [2, undefined, 30],
  [3, undefined, 30],
  [10, undefined, 30],
  [13, 11, 10],
  [20, 1, 10],
  [50, 40, 10],
  [100, undefined, 10],
  [1000, 1, 3],
  [1000, undefined, 5],
  [10_000, undefined, 1],
];

describe('generated feeders', () => {
  for (const [num_nodes, num_feeders, seeds] of SIZES) {
    const networks = (): Network[] =>
      Array.from({ length: seeds }, (_, k) => generateFeeders({ num_nodes, num_feeders, seed: k + 1 }));
    const size = `${num_nodes} nodes${num_feeders === undefined ? '' : ` in ${num_feeders} feeders`}`;

    it(`are radial as switched, a tree behind each substation, with ${size}`, () => {
      for (const network of networks()) {
        const { buses, generators } = network;
        assert.equal(buses.length, num_nodes);
        assert.ok(generators.every(({ slack, bus }) => slack === true && bus.startsWith('P')));
        const closed = network.branches.filter((branch) => branch.closed);
        assert.equal(closed.length, num_nodes - generators.length);
        assert.equal(supplied(network).size, num_nodes, 'every bus is reached, from one substation');
        if (num_feeders !== undefined) assert.equal(feedersOf(network), num_feeders);
      }
    });

    it(`have ties between buses that no line joins, with ${size}`, () => {
      for (const network of networks()) {
        const ties = network.branches.filter((branch) => !branch.closed);
        const pairs = network.branches.map(({ from, to }) => [from, to].sort().join(' '));
        assert.equal(new Set(pairs).size, pairs.length, 'no two lines between the same buses');
        assert.ok(ties.length <= Math.max(1, num_nodes / 10));
        if (num_nodes >= 100) assert.ok(ties.length >= num_nodes / 30, `${ties.length} ties`);
        assert.ok(ties.every(({ switchable = true, rating_mva }) => switchable && rating_mva! > 0));
      }
    });

    it(`are plausible by the AC power flow, with ${size}`, () => {
      for (const network of networks()) {
        const grid = compileGrid(network);
        const state = solve(grid);
        const lowest = state.vm_pu.reduce((least, v) => Math.min(least, v), 9);
        const highest = state.vm_pu.reduce((most, v) => Math.max(most, v), 0);
        assert.ok(lowest > 0.945 && highest < 1.05, `voltages from ${lowest} to ${highest}`);
        assert.ok(lowest < 0.985, `the ends of feeders are at ${lowest}`);
        const losses = state.loss_mw / grid.demand_mw.reduce((sum, p) => sum + p, 0);
        assert.ok(losses > 0.007 && losses < 0.05, `losses are ${losses}`);
        const loading = largestLoading(grid, state);
        assert.ok(loading < 0.8 && loading > 0.1, `the fullest line is loaded to ${loading}`);
      }
    });
  }

  it('can be supplied over any tie in place of the line to one of its ends', () => {
    const network = generateFeeders({ num_nodes: 300, seed: 4 });
    const grid = compileGrid(network);
    const flow = createPowerFlow(grid);
    const lineTo = new Map(network.branches.filter(({ closed }) => closed).map(({ id, to }) => [to, id]));
    const suppliedWithout = (tie: string, end: string): boolean => {
      if (!lineTo.has(end)) return false;
      const point = nominalPoint(grid);
      point.live[grid.branchIndex.get(tie)!] = 1;
      point.live[grid.branchIndex.get(lineTo.get(end)!)!] = 0;
      const outcome = flow.solve(point);
      return outcome.status === 'converged' && outcome.state.vm_pu.every((v) => v > 0.88);
    };
    const ties = network.branches.filter(({ closed }) => !closed);
    assert.equal(ties.length, 15);
    for (const { id, from, to } of ties)
      assert.ok(suppliedWithout(id, from) || suppliedWithout(id, to), `${id} joins nothing`);
  });

  it('are the same for the same seed, and others for another', () => {
    const make = (seed: number): string => JSON.stringify(generateFeeders({ num_nodes: 200, seed }));
    assert.equal(make(7), make(7));
    assert.notEqual(make(7), make(8));
  });

  it('lie where their lines are: no line is shorter than the straight way', () => {
    const { buses, branches } = generateFeeders({ num_nodes: 400, seed: 5 });
    const at = new Map(buses.map((bus) => [bus.id, bus]));
    for (const { id, from, to, length_km } of branches) {
      const [a, b] = [at.get(from)!, at.get(to)!];
      const straight = Math.hypot(a.x! - b.x!, a.y! - b.y!);
      assert.ok(length_km! >= straight - 0.002 && length_km! < 4 * straight + 0.3, `${id}: ${length_km}`);
    }
  });

  it('serve all classes of customers, with power factors from 0.85 to 0.99', () => {
    const { loads } = generateFeeders({ num_nodes: 400, seed: 6 });
    assert.deepEqual([...new Set(loads.map(({ customer }) => customer))].sort(), [
      'commercial',
      'industrial',
      'residential',
    ]);
    for (const { id, p_mw, q_mvar } of loads) {
      const factor = p_mw / Math.hypot(p_mw, q_mvar);
      assert.ok(factor > 0.845 && factor < 0.995, `${id}: ${factor}`);
    }
  });

  it('are loaded by name', async () => {
    const choice = { source: 'feeders', num_nodes: 30, num_feeders: 2, seed: 1 } as const;
    assert.deepEqual(await loadNetwork(choice), generateFeeders(choice));
  });

  const wrong: [options: [num_nodes: number, num_feeders: number | undefined, seed: number], says: RegExp][] =
    [
      [[1, undefined, 1], /num_nodes; got 1; allowed: a whole number from 2 to 50000/],
      [[50_001, undefined, 1], /num_nodes; got 50001; allowed/],
      [[Number.NaN, 1, 1], /num_nodes; got NaN; allowed/],
      [[10, 0, 1], /num_feeders; got 0; allowed: a whole number from 1 to 9/],
      [[10, 10, 1], /num_feeders; got 10; allowed: a whole number from 1 to 9/],
      [[12, 11, 1], /num_feeders; got 11; allowed: a whole number from 1 to 10/],
      [[10, 1.5, 1], /num_feeders; got 1.5; allowed/],
      [[2500, 2, 1], /num_feeders; got 2; allowed: a whole number from 3 to 2272/],
      [[10, 1, 0.5], /seed; got 0.5; allowed: a whole number/],
    ];
  for (const [[num_nodes, num_feeders, seed], says] of wrong) {
    it(`refuse ${num_nodes} nodes, ${num_feeders} feeders, seed ${seed}, and say what is allowed`, () => {
      assert.throws(() => generateFeeders({ num_nodes, num_feeders, seed }), {
        code: 'INVALID_SETTING',
        message: says,
      });
    });
  }
});

function solve(grid: Grid): PowerFlowState {
  const outcome = createPowerFlow(grid).solve(nominalPoint(grid));
  assert.ok(outcome.status === 'converged');
  return outcome.state;
}

function largestLoading(grid: Grid, state: PowerFlowState): number {
  let largest = 0;
  for (let k = 0; k < grid.branchCount; k++) {
    const from_mva = Math.hypot(state.p_from_mw[k], state.q_from_mvar[k]);
    const to_mva = Math.hypot(state.p_to_mw[k], state.q_to_mvar[k]);
    largest = Math.max(largest, from_mva / grid.rating_mva[k], to_mva / grid.rating_mva[k]);
  }
  return largest;
}

/** The substation of each bus, over closed lines; a bus that two reach fails. */
function supplied({ generators, branches }: Network): Map<string, string> {
  const lines = branches.filter(({ closed }) => closed);
  const source = new Map(generators.map(({ bus }) => [bus, bus]));
  // Lines stand in the order in which they leave the substations.
  for (const { from, to } of lines) {
    assert.ok(source.has(from) && !source.has(to), `${from} – ${to}`);
    source.set(to, source.get(from)!);
  }
  return source;
}

function feedersOf({ generators, branches }: Network): number {
  const substations = new Set(generators.map(({ bus }) => bus));
  return branches.filter(({ from, closed }) => closed && substations.has(from)).length;
}
