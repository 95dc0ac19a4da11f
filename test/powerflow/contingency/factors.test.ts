import { strict as assert } from 'node:assert';
import { builtinNetwork, compileGrid, type Grid } from '../../../lib/grid';
import { createDcPowerFlow, distributionFactors, nominalPoint } from '../../../lib/powerflow';
import { bridgesOf } from '../../../lib/powerflow/bridges';
import { near } from '../../support/kirchhoff';
import { randomNetwork } from '../../support/random-network';
import { referenceGrid } from '../reference-case';

describe('distribution factors', () => {
  it('tell every outage of random networks as a new DC power flow does', () => {
    let told = 0;
    for (let seed = 1; seed <= 40; seed++) told += compareOutages(compileGrid(randomNetwork(seed)));
    assert.ok(told > 300, `${told} outages were no bridges`);
  });

  for (const name of ['case118', 'case300']) {
    it(`tell every outage of ${name}`, function () {
      assert.ok(compareOutages(referenceGrid(this, name)) > 150);
    });
  }

  it('of a transfer are what one megawatt more at one end and less at the other does', function () {
    const grid = referenceGrid(this, 'case118');
    const flow = createDcPowerFlow(grid);
    const before = flowsOf(grid, flow.solve(nominalPoint(grid)));
    const factors = distributionFactors(grid, nominalPoint(grid).live)!;
    for (const k of [0, 7, 50, 120]) {
      factors.outage(k);
      const point = nominalPoint(grid);
      point.demand_mw[grid.from[k]] -= 1;
      point.demand_mw[grid.to[k]] += 1;
      const after = flowsOf(grid, flow.solve(point));
      for (let l = 0; l < grid.branchCount; l++)
        near(after[l] - before[l], factors.ptdf[l], 1e-9, `branch ${l} for a transfer along ${k}`);
    }
  });

  it('has none for a branch that is open', () => {
    const grid = compileGrid(builtinNetwork('ieee33'));
    const { live } = nominalPoint(grid);
    assert.equal(distributionFactors(grid, live)!.outage(live.indexOf(0)), false);
  });
});

/** The number of outages compared; where there is no factor the branch must be a bridge, and the other way round. */
function compareOutages(grid: Grid): number {
  const point = nominalPoint(grid);
  const factors = distributionFactors(grid, point.live)!;
  const bridge = bridgesOf(grid, point.live);
  const flow = createDcPowerFlow(grid);
  const before = flowsOf(grid, flow.solve(point));
  let told = 0;
  for (let k = 0; k < grid.branchCount; k++) {
    if (point.live[k] === 0) continue;
    assert.equal(factors.outage(k), bridge[k] === 0, `whether branch ${k} has another way round`);
    if (bridge[k] === 1) continue;
    told++;
    point.live[k] = 0;
    const after = flowsOf(grid, flow.solve(point));
    point.live[k] = 1;
    for (let l = 0; l < grid.branchCount; l++)
      near(before[l] + factors.lodf[l] * before[k], after[l], 1e-6, `branch ${l} without ${k}`);
  }
  return told;
}

function flowsOf(grid: Grid, outcome: ReturnType<ReturnType<typeof createDcPowerFlow>['solve']>) {
  assert.ok(outcome.status !== 'not_converged', grid.network.id);
  return outcome.state.p_from_mw.slice();
}
