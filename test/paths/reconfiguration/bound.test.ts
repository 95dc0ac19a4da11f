import { strict as assert } from 'node:assert';
import type { Branch, Network, Shunt } from '../../../lib/contract';
import { compileGrid } from '../../../lib/grid';
import { reconfigure } from '../../../lib/paths';
import { Assessor } from '../../../lib/paths/reconfiguration/assessor';
import { boundLoads } from '../../../lib/paths/reconfiguration/bound';
import { Deadline } from '../../../lib/paths/reconfiguration/deadline';
import { ExactSearch } from '../../../lib/paths/reconfiguration/exact';
import { ExchangeSearch } from '../../../lib/paths/reconfiguration/exchange';
import { createProblem } from '../../../lib/paths/reconfiguration/problem';
import { nominalPoint } from '../../../lib/powerflow';
import { Random } from '../../../lib/random';
import { tiedNetwork } from './networks';

const still = { clock: () => 0 };

/** One line and a load behind it, where the bound has nothing to leave out but what its conditions ask for. */
function oneLine(line: Partial<Branch>, load: { p_mw: number; q_mvar: number }, b_mvar: number): Network {
  const network = tiedNetwork({ buses: 3, ties: 2, seed: 1 });
  const shunts: Shunt[] = [{ id: 'S', bus: 'B1', g_mw: 0, b_mvar }];
  const between = { from: 'B0', to: 'B1', closed: true };
  const branches = [{ ...network.branches[0], ...line, ...between, id: 'L1' }];
  branches.push({ ...branches[0], id: 'L2', closed: false });
  const buses = network.buses.slice(0, 2).map((bus) => ({ ...bus, vm_max_pu: 1.3 }));
  return { ...network, buses, branches, shunts, loads: [{ id: 'D', bus: 'B1', ...load }] };
}

/** The bound before any search, and the losses of the best answer. */
function boundAndLoss(network: Network): [number | undefined, number] {
  const grid = compileGrid(network);
  const outcome = reconfigure(grid, nominalPoint(grid), { method: 'exchange' }, still);
  assert.equal(outcome.status, 'solved');
  const problem = createProblem(grid, nominalPoint(grid));
  const assessor = new Assessor(problem);
  const deadline = new Deadline(still, 1);
  const { best, bestTree } = new ExchangeSearch(assessor, deadline);
  const search = new ExactSearch(assessor, deadline, boundLoads(problem), best, bestTree);
  return [search.root_mw, outcome.final!.loss_mw];
}

/** The bound has half the resistance: two lines side by side, of which one must open. */
function holds(network: Network): void {
  const [bound, loss] = boundAndLoss(network);
  assert.ok(bound !== undefined && bound > 0 && 2 * bound <= loss, `${bound} twice against ${loss}`);
}

describe('reconfiguration: conditions of the lower bound', () => {
  it('is as near as voltage and losses leave it where only demand is taken', () => {
    const plain = oneLine({ r_pu: 0.002, x_pu: 0.002 }, { p_mw: 1, q_mvar: 1 }, 0);
    holds(plain);
    const [bound, loss] = boundAndLoss(plain);
    assert.ok(2 * bound! > 0.998 * loss);
  });

  it('allows for voltages that a capacitor raises', () => {
    // The capacitor stands ahead of the load, behind a line without resistance: its current costs nothing.
    const network = oneLine({ r_pu: 0.002, x_pu: 0.002 }, { p_mw: 2, q_mvar: 0 }, 0);
    network.buses.push({ id: 'B2', name: '', vm_max_pu: 1.3 });
    network.branches.push({ ...network.branches[0], id: 'L0', to: 'B2', r_pu: 0, x_pu: 0.3 });
    for (const branch of network.branches.slice(0, 2)) branch.from = 'B2';
    network.shunts = [{ id: 'S', bus: 'B2', g_mw: 0, b_mvar: 5 }];
    holds(network);
    const [bound, loss] = boundAndLoss(network);
    assert.ok(2 * bound! > 0.6 * loss);
  });

  it('allows for reactive power that charging feeds in where it is taken', () => {
    holds(oneLine({ r_pu: 0.002, x_pu: 0.01, b_pu: 0.2 }, { p_mw: 0.1, q_mvar: 2 }, 1));
    holds(oneLine({ r_pu: 0.002, x_pu: 0.01, b_pu: 0.4 }, { p_mw: 0.1, q_mvar: 2 }, 0));
  });
});

/** A tree under a heavy load, with power factors and ratios x/r at random: its bound has to hold as it is. */
function heavyTree(seed: number, weight: number): Network {
  const random = new Random(seed, 7);
  const network = tiedNetwork({ buses: 12, ties: 0, seed, slacks: 1 + (seed % 2) });
  for (const load of network.loads) {
    load.p_mw *= weight;
    load.q_mvar = load.p_mw * random.between(0, seed % 3 === 0 ? 0.3 : 1.5);
    if (seed % 5 === 0 && random.next() < 0.3) load.p_mw = 0;
  }
  for (const branch of network.branches) {
    branch.x_pu = branch.r_pu * random.between(0, 2);
    if (seed % 4 === 0 && random.next() < 0.2) branch.r_pu = 0;
    if (seed % 6 === 1) branch.b_pu = random.between(0, 0.01);
  }
  if (seed % 6 === 2) network.shunts = [{ id: 'S', bus: 'B7', g_mw: 0, b_mvar: random.between(0, 2) }];
  for (const bus of network.buses) Object.assign(bus, { vm_min_pu: 0.3, vm_max_pu: 1.2 });
  for (const generator of network.generators) generator.vm_pu = 1 + (seed % 3) * 0.03;
  return network;
}

describe('reconfiguration: what drops of voltage add to the lower bound', () => {
  it('never brings it above the losses of a tree, however heavy its load', () => {
    let closest = 0;
    let fedIn = 0;
    for (let seed = 1; seed <= 60; seed++) {
      for (const weight of [0.5, 1, 1.5, 2, 3]) {
        const network = heavyTree(seed, weight);
        const grid = compileGrid(network);
        if (reconfigure(grid, nominalPoint(grid), { method: 'exchange' }, still).status !== 'solved')
          continue;
        const [bound, loss] = boundAndLoss(network);
        assert.ok(bound! <= loss * (1 + 1e-9), `seed ${seed}, ${weight} times: ${bound} above ${loss}`);
        const { drop_mw } = boundLoads(createProblem(grid, nominalPoint(grid)))!;
        assert.ok(drop_mw >= 0);
        if (drop_mw > 0 && network.shunts !== undefined) fedIn++;
        closest = Math.max(closest, drop_mw / (loss - bound! + drop_mw));
      }
    }
    assert.ok(fedIn > 0);
    assert.ok(closest > 0.7, `at best ${closest} of what is missing without it`);
  });

  it('does not take the largest ratio x/r for all branches', () => {
    for (const ratios of [
      [3, 0, 0],
      [0, 3, 0],
      [0, 0, 3],
      [0, 2, 2],
    ]) {
      const network = tiedNetwork({ buses: 4, ties: 0, seed: 1 });
      for (const [k, branch] of network.branches.entries()) {
        Object.assign(branch, { from: `B${k}`, to: `B${k + 1}`, r_pu: 0.05, x_pu: 0.05 * ratios[k] });
      }
      network.loads = [{ id: 'D', bus: 'B3', p_mw: 4, q_mvar: 4 }];
      for (const bus of network.buses) bus.vm_min_pu = 0.3;
      const [bound, loss] = boundAndLoss(network);
      assert.ok(bound! <= loss, `${ratios}: ${bound} above ${loss}`);
    }
  });
});
