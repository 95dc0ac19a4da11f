import { strict as assert } from 'node:assert';
import { compileGrid } from '../../../lib/grid';
import { eachExchange } from '../../../lib/paths/reconfiguration/exchange-prices';
import { loadModel, nodeEdges } from '../../../lib/paths/reconfiguration/load-model';
import { LoopSpace } from '../../../lib/paths/reconfiguration/loop-space';
import { createProblem } from '../../../lib/paths/reconfiguration/problem';
import { RadialTree } from '../../../lib/paths/reconfiguration/radial-tree';
import { presentTree } from '../../../lib/paths/reconfiguration/starts';
import { nominalPoint } from '../../../lib/powerflow';
import { Random } from '../../../lib/random';
import { tiedNetwork } from './networks';

function tree(seed: number, rated: boolean) {
  const network = tiedNetwork({ buses: 30, ties: 8, slacks: 2, seed });
  if (rated) for (const branch of network.branches) branch.rating_mva = 2;
  const grid = compileGrid(network);
  const failure_probability = Float64Array.from(grid.from, (_, k) => (k % 7) / 10);
  const options = { failure_probability, risk_weight: 0.1, switching_cost_mw: 0.002 };
  const problem = createProblem(grid, nominalPoint(grid), options);
  const made = new RadialTree(problem, loadModel(problem, nodeEdges(problem), undefined));
  made.set(presentTree(problem));
  return made;
}

/** The same configuration and its cost from the beginning. */
function anew(from: RadialTree): RadialTree {
  const made = new RadialTree(from.problem, from.loads);
  made.set(from.closed);
  return made;
}

describe('reconfiguration: radial tree', () => {
  for (const rated of [false, true]) {
    it(`foretells what every exchange costs, ${rated ? 'with' : 'without'} ratings`, () => {
      for (let seed = 1; seed <= 6; seed++) {
        const here = tree(seed, rated);
        const cost = here.cost();
        for (let tie = 0; tie < here.ties.length; tie++) {
          const exchanges: [number, number][] = [];
          eachExchange(here, tie, (edge, delta) => exchanges.push([edge, delta]));
          assert.ok(exchanges.length > 0);
          for (const [edge, delta] of exchanges) {
            const there = anew(here);
            there.exchange(tie, edge);
            assert.ok(Math.abs(anew(there).cost() - cost - delta) < 1e-9);
          }
        }
      }
    });
  }

  it('keeps its flows, costs and operations through hundreds of exchanges, and back', () => {
    const random = new Random(3);
    const here = tree(4, true);
    const start = here.cost();
    const taken: [number, number][] = [];
    for (let n = 0; n < 300; n++) {
      const tie = random.below(here.ties.length);
      const edges: number[] = [];
      eachExchange(here, tie, (edge) => edges.push(edge));
      taken.push([tie, here.ties[tie]]);
      here.exchange(tie, edges[random.below(edges.length)]);
      const fresh = anew(here);
      assert.ok(Math.abs(here.cost() - fresh.cost()) < 1e-9);
      assert.equal(here.operations, fresh.operations);
    }
    for (const [tie, edge] of taken.reverse()) here.exchange(tie, edge);
    assert.ok(Math.abs(here.cost() - start) < 1e-9);
    assert.equal(here.operations, 0);
  });

  it('opens loops one after the other into exactly the flows of the tree', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const here = tree(seed, false);
      const { r, p, q } = here.loads;
      const space = new LoopSpace(here.problem.graph, r, here);
      const flow = space.meshed(here, p, q)!;
      const meshed = flow.loss;
      let last = meshed;
      for (const tie of here.ties) {
        assert.ok(space.lossWithout(flow, tie) >= last - 1e-12);
        space.open(flow, tie, flow);
        last = flow.loss;
      }
      const direct = new Float64Array(r.length);
      here.directedFlows(p, direct);
      for (const [e, value] of direct.entries()) assert.ok(Math.abs(value - flow.p[e]) < 1e-9);
      const losses = here.cost() - here.extraCost();
      assert.ok(Math.abs(last - losses) < 1e-9 && meshed < losses);
    }
  });
});
