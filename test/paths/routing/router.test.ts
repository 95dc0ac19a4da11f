import { strict as assert } from 'node:assert';
import { dijkstra } from 'graphology-shortest-path';
import { builtinNetwork, compileGrid, type Grid } from '../../../lib/grid';
import { type BranchState, createRouter, incidenceOf, supplyGraph } from '../../../lib/paths/routing';
import { Random } from '../../../lib/random';
import { nominalState, randomBranchState, randomGrid } from '../grids';

const routerOf = (grid: Grid) => createRouter(grid, incidenceOf(supplyGraph(grid)));

const carries = (state: BranchState, branch: number) =>
  state.closed[branch] === 1 && state.in_service[branch] === 1;

/** The cheapest of all simple paths, by walking every one of them. */
function bruteForce(grid: Grid, state: BranchState, weight: number): Float64Array {
  const cost = new Float64Array(grid.busCount).fill(Number.POSITIVE_INFINITY);
  const visited = new Set<number>();
  const walk = (bus: number, paid: number): void => {
    cost[bus] = Math.min(cost[bus]!, paid);
    visited.add(bus);
    for (let branch = 0; branch < grid.branchCount; branch++) {
      const ends = [grid.from[branch]!, grid.to[branch]!];
      if (!ends.includes(bus) || !carries(state, branch)) continue;
      const next = ends[0] === bus ? ends[1]! : ends[0]!;
      if (!visited.has(next)) {
        walk(next, paid + grid.r_pu[branch]! + weight * state.failure_probability[branch]!);
      }
    }
    visited.delete(bus);
  };
  for (const bus of grid.generatorBus) walk(bus, 0);
  return cost;
}

/** Branches of a bus's path, from the bus back to its generator. */
function pathOf(grid: Grid, arrival: Int32Array, bus: number): number[] {
  const path: number[] = [];
  for (let here = bus; arrival[here] !== -1; ) {
    const branch = arrival[here]!;
    assert.ok(path.length < grid.busCount, 'the arrivals form no circle');
    path.push(branch);
    here = grid.from[branch] === here ? grid.to[branch]! : grid.from[branch]!;
  }
  return path;
}

/** For each bus with a path, the buses of it, itself the first. */
function cheapestTo(grid: Grid, state: BranchState): string[][] {
  const { arrival_branch, cost } = routerOf(grid).route(state, 0);
  const { branches, buses } = grid.network;
  const reached = buses.filter((_, bus) => cost[bus] !== Number.POSITIVE_INFINITY);
  return reached.map(({ id }) => {
    const passed = [id];
    for (const branch of pathOf(grid, arrival_branch, grid.busIndex.get(id)!)) {
      const { from, to } = branches[branch];
      passed.push(from === passed.at(-1) ? to : from);
    }
    return passed;
  });
}

const near = (got: number, wanted: number, what: string) =>
  assert.ok(got === wanted || Math.abs(got - wanted) < 1e-12, `${what}: ${got}, wanted ${wanted}`);

describe('routing', () => {
  const cases = Array.from({ length: 40 }, (_, seed) => {
    const grid = randomGrid({ buses: 7, extraBranches: 6, generators: 1 + (seed % 2), seed });
    return { grid, state: randomBranchState(grid, new Random(1000 + seed)), weight: (seed % 5) * 0.05 };
  });

  it('finds the cheapest of all paths', () => {
    for (const { grid, state, weight } of cases) {
      const { cost } = routerOf(grid).route(state, weight);
      const wanted = bruteForce(grid, state, weight);
      for (let bus = 0; bus < grid.busCount; bus++) near(cost[bus]!, wanted[bus]!, `bus ${bus}`);
    }
  });

  it('gives costs that are the sum of their parts, over branches that carry', () => {
    for (const { grid, state, weight } of cases) {
      const routes = routerOf(grid).route(state, weight);
      for (let bus = 0; bus < grid.busCount; bus++) {
        if (routes.cost[bus] === Number.POSITIVE_INFINITY) {
          assert.equal(routes.arrival_branch[bus], -1);
          assert.equal(routes.resistance_pu[bus], Number.POSITIVE_INFINITY);
          continue;
        }
        const path = pathOf(grid, routes.arrival_branch, bus);
        assert.ok(path.every((branch) => carries(state, branch)));
        const resistance = path.reduce((sum, branch) => sum + grid.r_pu[branch]!, 0);
        const risk = path.reduce((sum, branch) => sum + state.failure_probability[branch]!, 0);
        near(routes.resistance_pu[bus]!, resistance, 'resistance');
        near(routes.cost[bus]!, resistance + weight * risk, 'cost');
      }
    }
  });

  it('costs more and accepts more resistance as risk weighs more', () => {
    for (const { grid, state } of cases) {
      const router = routerOf(grid);
      let before = router.route(state, 0);
      for (const weight of [0.01, 0.1, 1, 10]) {
        const after = router.route(state, weight);
        for (let bus = 0; bus < grid.busCount; bus++) {
          assert.ok(after.cost[bus]! >= before.cost[bus]!);
          assert.ok(after.resistance_pu[bus]! >= before.resistance_pu[bus]! - 1e-12);
        }
        before = after;
      }
    }
  });

  it('takes the better of two parallel lines, and the other one when that fails', () => {
    const network = structuredClone(builtinNetwork('riverside'));
    const twin = structuredClone(network.branches.find(({ id }) => id === 'L4')!);
    network.branches.push({ ...twin, id: 'L4b', r_pu: twin.r_pu / 2 });
    const grid = compileGrid(network);
    const router = routerOf(grid);
    const state = nominalState(grid);
    const steelworks = grid.busIndex.get('S4')!;
    const arrival = () => network.branches[router.route(state, 0.1).arrival_branch[steelworks]!]!.id;
    assert.equal(arrival(), 'L4b');
    state.in_service[grid.branchIndex.get('L4b')!] = 0;
    assert.equal(arrival(), 'L4');
    state.closed[grid.branchIndex.get('L4')!] = 0;
    assert.notEqual(arrival(), 'L4');
  });

  it('leads past buses that are out of service', () => {
    const network = structuredClone(builtinNetwork('riverside'));
    const before = compileGrid(network);
    const state = nominalState(before);
    state.closed.fill(1);
    const through = network.buses.findIndex(
      ({ id }, bus) =>
        before.isSource[bus] === 0 && cheapestTo(before, state).some((path) => path.slice(1).includes(id)),
    );
    assert.ok(through >= 0);
    network.buses[through].in_service = false;
    network.loads = network.loads.filter(({ bus }) => bus !== network.buses[through].id);
    const grid = compileGrid(network);
    const { cost } = routerOf(grid).route(state, 0);
    assert.equal(cost[through], Number.POSITIVE_INFINITY);
    for (const path of cheapestTo(grid, state)) assert.ok(!path.includes(network.buses[through].id));
  });

  it('settles ties by the order of the branches, also where they cost nothing', () => {
    const network = structuredClone(builtinNetwork('riverside'));
    for (const branch of network.branches) Object.assign(branch, { r_pu: 0, closed: true });
    const grid = compileGrid(network);
    const { arrival_branch, cost } = routerOf(grid).route(nominalState(grid), 0);
    assert.ok(cost.every((value) => value === 0));
    assert.deepEqual(
      [...arrival_branch].map((branch) => network.branches[branch]?.id ?? null),
      [null, null, 'L1', 'L2', 'L7', 'L4', 'L5', 'L3'],
    );
    for (let bus = 0; bus < grid.busCount; bus++) pathOf(grid, arrival_branch, bus);
  });

  it('agrees with the Dijkstra of graphology-shortest-path', () => {
    const grid = randomGrid({ buses: 120, extraBranches: 60, generators: 3, seed: 5 });
    const state = randomBranchState(grid, new Random(8), 0.9);
    const graph = supplyGraph(grid);
    graph.forEachEdge((edge, { index }) => {
      if (!carries(state, index)) graph.dropEdge(edge);
    });
    // The package takes one source: a node that is joined to every generator at no cost.
    graph.addNode('source', { index: -1 });
    for (const generator of grid.network.generators) graph.addEdge('source', generator.bus, { index: -1 });
    const weightOf = (index: number) =>
      index < 0 ? 0 : grid.r_pu[index]! + 0.1 * state.failure_probability[index]!;
    const paths = dijkstra.singleSource(graph, 'source', (_edge, attributes) => weightOf(attributes.index));
    const { cost } = routerOf(grid).route(state, 0.1);
    for (const [bus, { id }] of grid.network.buses.entries()) {
      const nodes = paths[id];
      let wanted = nodes === undefined ? Number.POSITIVE_INFINITY : 0;
      for (let step = 1; nodes !== undefined && step < nodes.length; step++) {
        const parallel = graph.edges(nodes[step - 1]!, nodes[step]!);
        wanted += Math.min(...parallel.map((edge) => weightOf(graph.getEdgeAttribute(edge, 'index'))));
      }
      near(cost[bus]!, wanted, id);
    }
  });
});
