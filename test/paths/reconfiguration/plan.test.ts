import { strict as assert } from 'node:assert';
import { compileGrid, type Grid } from '../../../lib/grid';
import { type ReconfigurationOptions, reconfigure } from '../../../lib/paths';
import { createPowerFlow, nominalPoint } from '../../../lib/powerflow';
import { isSupplied } from './brute-force';
import { tiedNetwork } from './networks';

const still = { clock: () => 0 };

/** Whether some order of single operations supplies all and overloads nothing at every step, by trying all orders. */
function orderExists(grid: Grid, target: Uint8Array): boolean {
  const flow = createPowerFlow(grid);
  const point = nominalPoint(grid);
  const keeps = (): boolean => {
    if (!isSupplied(grid, point.live)) return false;
    const solved = flow.solve(point, { start: 'flat' });
    if (solved.status !== 'converged') return false;
    const { p_from_mw, q_from_mvar, p_to_mw, q_to_mvar } = solved.state;
    return grid.rating_mva.every((mva, k) => {
      const most = Math.max(Math.hypot(p_from_mw[k], q_from_mvar[k]), Math.hypot(p_to_mw[k], q_to_mvar[k]));
      return !(mva > 0) || most <= mva * (1 + 1e-6);
    });
  };
  const goesOn = (): boolean => {
    const left = [...target.keys()].filter((k) => point.live[k] !== target[k]);
    return (
      left.length === 0 ||
      left.some((k) => {
        point.live[k] ^= 1;
        const found = keeps() && goesOn();
        point.live[k] ^= 1;
        return found;
      })
    );
  };
  return goesOn();
}

/** Ratings that present and future keep, and a step on the way may not. */
function tight(seed: number, radial: boolean): Grid {
  const network = tiedNetwork({ buses: 12, ties: 4, seed });
  for (const branch of network.branches) branch.rating_mva = 100;
  const free = compileGrid(network);
  const { live } = reconfigure(free, nominalPoint(free), options(radial, free), still);
  const flow = createPowerFlow(free);
  const loads = [nominalPoint(free).live, live].map((closed) => {
    const solved = flow.solve({ ...nominalPoint(free), live: closed }, { start: 'flat' });
    assert.ok(solved.status === 'converged');
    const { p_from_mw, q_from_mvar } = solved.state;
    return p_from_mw.map((p, k) => Math.hypot(p, q_from_mvar[k]));
  });
  for (const [k, branch] of network.branches.entries()) {
    branch.rating_mva = 1.02 * Math.max(0.05, loads[0][k], loads[1][k]);
  }
  return compileGrid(network);
}

/** Risks that make some lines not worth closing where loops are allowed. */
function options(radial: boolean, { branchCount }: Grid): ReconfigurationOptions {
  const failure_probability = Float64Array.from({ length: branchCount }, (_, k) => (k % 3) / 10);
  return { method: 'exact', radial, failure_probability, risk_weight: radial ? 0 : 0.05 };
}

describe('reconfiguration: the order of operations', () => {
  for (const radial of [true, false]) {
    it(`of ${radial ? 'radial' : 'meshed'} answers overloads nothing on the way where any order does not, and says so where every order does`, () => {
      const found = { legal: 0, none: 0 };
      for (let seed = 1; seed <= 30; seed++) {
        const grid = tight(seed, radial);
        const outcome = reconfigure(grid, nominalPoint(grid), options(radial, grid), still);
        if (outcome.status !== 'solved' || outcome.steps.length === 0) continue;
        const legal = outcome.steps.every((step) => step.legal);
        assert.equal(legal, orderExists(grid, outcome.live), `seed ${seed}`);
        if (legal) found.legal++;
        else {
          found.none++;
          assert.match(outcome.reason!, /no order of operations was found that does: step \d+ leaves them/);
        }
      }
      assert.ok(found.legal > 0 && found.none > 0, JSON.stringify(found));
    });
  }
});
