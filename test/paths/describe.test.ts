import { strict as assert } from 'node:assert';
import { builtinNetwork, compileGrid } from '../../lib/grid';
import { describeOptimization, openOptimizer } from '../../lib/paths';
import { Random } from '../../lib/random';
import { nominalState, randomBranchState, randomNetwork } from './grids';

const near = (got: number | null, wanted: number) =>
  assert.ok(got !== null && Math.abs(got - wanted) < 1e-9, `${got}, wanted ${wanted}`);

describe('describeOptimization', () => {
  it('writes each path from its generator to its node, with figures that add up', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const network = randomNetwork({ buses: 60, extraBranches: 25, generators: 3, seed });
      const grid = compileGrid(network);
      const state = nominalState(grid, randomBranchState(grid, new Random(seed), 0.85));
      const result = openOptimizer({ network, seed: 1 }).optimize(state, 0.3);
      const loss_mw = Float64Array.from(grid.from, (_, k) => (k % 7) / 100);
      const { paths } = await describeOptimization(grid, state, result, loss_mw);
      const substations = network.buses.filter((_, bus) => grid.isSource[bus] === 0);
      assert.deepEqual(
        paths.map((path) => path.node),
        substations.map(({ id }) => id),
      );
      for (const path of paths) {
        if (!path.reachable) {
          assert.deepEqual([path.nodes, path.edges, path.generator, path.cost], [[], [], null, null]);
          continue;
        }
        assert.equal(path.nodes[0], path.generator);
        assert.equal(path.nodes.at(-1), path.node);
        assert.ok(network.generators.some(({ bus }) => bus === path.generator));
        const branches = path.edges.map((id) => grid.branchIndex.get(id)!);
        for (const [step, branch] of branches.entries()) {
          const { from, to } = network.branches[branch];
          const ends = [path.nodes[step], path.nodes[step + 1]];
          assert.deepEqual(ends.toSorted(), [from, to].toSorted());
        }
        const probability = (branch: number) => state.failure_probability[branch];
        near(
          path.resistance_pu,
          branches.reduce((sum, branch) => sum + grid.r_pu[branch], 0),
        );
        near(path.risk_cost, 0.3 * branches.reduce((sum, branch) => sum + probability(branch), 0));
        near(path.cost, path.resistance_pu! + path.risk_cost!);
        near(
          path.loss_mw!,
          branches.reduce((sum, branch) => sum + loss_mw[branch], 0),
        );
        assert.equal(path.cost, result.cost[grid.busIndex.get(path.node)!], 'to the last bit');
        near(
          path.hold_probability,
          branches.reduce((product, branch) => product * (1 - probability(branch)), 1),
        );
      }
      assert.ok(paths.some((path) => path.reachable));
    }
  });

  it('lets other work in between while it writes long lists', async () => {
    const network = builtinNetwork('riverside');
    const buses = Array.from({ length: 400 }, (_, bus) => ({ id: `B${bus}`, name: '', base_kv: 10 }));
    const feeder = {
      ...network,
      buses,
      generators: [{ id: 'g', bus: 'B0', p_mw: 0, vm_pu: 1, slack: true }],
      loads: [],
      branches: buses.slice(1).map((bus, index) => ({
        ...network.branches[0],
        id: `L${index}`,
        from: `B${index}`,
        to: bus.id,
        closed: true,
        b_pu: 0,
      })),
    };
    const grid = compileGrid(feeder);
    const state = nominalState(grid);
    const result = openOptimizer({ network: feeder, seed: 1 }).optimize(state, 0);
    let turns = 0;
    const count = () => {
      turns++;
      pending = setImmediate(count);
    };
    let pending = setImmediate(count);
    const { paths } = await describeOptimization(grid, state, result, new Float64Array(grid.branchCount));
    clearImmediate(pending);
    assert.equal(paths.at(-1)!.nodes.length, 400);
    assert.ok(turns >= 3, `${turns} turns`);
  });
});
