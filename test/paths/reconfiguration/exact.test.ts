import { strict as assert } from 'node:assert';
import type { Grid } from '../../../lib/grid';
import { reconfigure } from '../../../lib/paths';
import { Assessor } from '../../../lib/paths/reconfiguration/assessor';
import { boundLoads } from '../../../lib/paths/reconfiguration/bound';
import { Deadline } from '../../../lib/paths/reconfiguration/deadline';
import { ExactSearch } from '../../../lib/paths/reconfiguration/exact';
import { ExchangeSearch } from '../../../lib/paths/reconfiguration/exchange';
import { LoopSpace } from '../../../lib/paths/reconfiguration/loop-space';
import { createProblem } from '../../../lib/paths/reconfiguration/problem';
import { nominalPoint } from '../../../lib/powerflow';
import { everyConfiguration } from './brute-force';
import { type Shape, tiedGrid } from './networks';

const still = { clock: () => 0 };

const SHAPES: Record<string, Omit<Shape, 'seed'>> = {
  'one slack': { buses: 8, ties: 3 },
  'three slacks': { buses: 10, ties: 4, slacks: 3 },
  'lines with charging': { buses: 8, ties: 3, charged: true },
  transformers: { buses: 8, ties: 3, transformers: 0.4 },
  'buses that feed in': { buses: 8, ties: 3, feedingIn: 0.3 },
};

function exactSearch(grid: Grid, bounded: boolean): ExactSearch {
  const problem = createProblem(grid, nominalPoint(grid));
  const assessor = new Assessor(problem);
  const deadline = new Deadline(still, 1);
  const { best, bestTree } = new ExchangeSearch(assessor, deadline);
  const search = new ExactSearch(
    assessor,
    deadline,
    bounded ? boundLoads(problem) : undefined,
    best,
    bestTree,
  );
  assert.equal(search.run(), 'complete');
  return search;
}

describe('reconfiguration: exact search', () => {
  for (const [name, shape] of Object.entries(SHAPES)) {
    it(`finds the best of all configurations: ${name}`, () => {
      for (let seed = 1; seed <= 8; seed++) {
        const grid = tiedGrid({ ...shape, seed });
        const least = Math.min(...everyConfiguration(grid).map(({ loss_mw }) => loss_mw));
        for (const bounded of [true, false]) {
          assert.ok(Math.abs(exactSearch(grid, bounded).best.worth.loss_mw - least) < 1e-9);
        }
        const outcome = reconfigure(grid, nominalPoint(grid), { method: 'exact' }, still);
        assert.ok(Math.abs(outcome.final!.loss_mw - least) < 1e-9);
        assert.deepEqual([outcome.proof, outcome.gap_percent], ['enumerated', 0]);
      }
    });
  }

  it('sees every configuration once where nothing bounds it, as many as the matrix-tree theorem says', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const grid = tiedGrid({ buses: 9, ties: 4, slacks: 2, seed });
      const problem = createProblem(grid, nominalPoint(grid));
      const { bestTree } = new ExchangeSearch(new Assessor(problem), new Deadline(still, 1));
      const count = everyConfiguration(grid).length;
      assert.equal(new LoopSpace(problem.graph, bestTree.loads.r, bestTree).configurations(), count);
      assert.equal(exactSearch(grid, false).configurations, count);
    }
  });

  it('never has a bound above any configuration, and has one where demand is only taken', () => {
    let closest = 0;
    for (const [name, shape] of Object.entries(SHAPES)) {
      for (let seed = 1; seed <= 8; seed++) {
        const grid = tiedGrid({ ...shape, seed });
        const search = exactSearch(grid, true);
        const bound = search.root_mw;
        if (name === 'one slack' || name === 'three slacks') assert.ok(bound !== undefined && bound > 0);
        if (name === 'buses that feed in' && grid.demand_mw.some((p) => p < 0))
          assert.equal(bound, undefined);
        if (bound === undefined) continue;
        const least = Math.min(...everyConfiguration(grid).map(({ loss_mw }) => loss_mw));
        assert.ok(bound <= least, `${name}, seed ${seed}: ${bound} above ${least}`);
        const raised = reconfigure(grid, nominalPoint(grid), { method: 'exchange' }, still).lower_bound_mw!;
        assert.ok(
          raised >= bound - 1e-12 && raised <= least * (1 + 1e-9),
          `${name}, seed ${seed}: ${raised}`,
        );
        if (name === 'one slack' || name === 'three slacks') assert.ok(raised >= 0.989 * least);
        closest = Math.max(closest, bound / least);
      }
    }
    assert.ok(closest > 0.8, `the closest bound is at ${closest} of the optimum`);
  });

  it('counts risk and operations in what it makes small, and in its bound', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const grid = tiedGrid({ buses: 8, ties: 3, seed });
      const failure_probability = Float64Array.from(grid.from, (_, k) => ((k * 7 + seed) % 5) / 10);
      const options = { risk_weight: 0.02, switching_cost_mw: 0.001, failure_probability };
      const outcome = reconfigure(grid, nominalPoint(grid), { ...options, method: 'exact' }, still);
      const present = nominalPoint(grid).live;
      const objectives = everyConfiguration(grid).map(({ live, loss_mw }) => {
        const operations = live.reduce((sum, on, k) => sum + (on === present[k] ? 0 : 1), 0);
        return loss_mw + 0.02 * riskOf(grid, live, failure_probability) + 0.001 * operations;
      });
      assert.ok(Math.abs(outcome.final!.objective_mw - Math.min(...objectives)) < 1e-9);
    }
  });
});

/** Σ p × demand that loses its supply when the branch opens, by trying each. */
function riskOf(grid: Grid, live: Uint8Array, probability: Float64Array): number {
  let risk = 0;
  for (let k = 0; k < live.length; k++) {
    if (live[k] === 0) continue;
    const supplied = new Set([0]);
    for (const _ of live) {
      for (let j = 0; j < live.length; j++) {
        if (live[j] === 0 || j === k) continue;
        if (supplied.has(grid.from[j])) supplied.add(grid.to[j]);
        else if (supplied.has(grid.to[j])) supplied.add(grid.from[j]);
      }
    }
    risk += probability[k] * grid.demand_mw.reduce((sum, mw, bus) => sum + (supplied.has(bus) ? 0 : mw), 0);
  }
  return risk;
}
