import { strict as assert } from 'node:assert';
import type { Branch, Network, Shunt } from '../../../lib/contract';
import { compileGrid } from '../../../lib/grid';
import { reconfigure } from '../../../lib/paths';
import { nominalPoint } from '../../../lib/powerflow';
import { tiedNetwork } from './networks';

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

function boundAndLoss(network: Network): [number | null, number] {
  const grid = compileGrid(network);
  const outcome = reconfigure(grid, nominalPoint(grid), { method: 'exchange' }, { clock: () => 0 });
  assert.equal(outcome.status, 'solved');
  return [outcome.lower_bound_mw, outcome.final!.loss_mw];
}

/** The bound has half the resistance: two lines side by side, of which one must open. */
function holds(network: Network): void {
  const [bound, loss] = boundAndLoss(network);
  assert.ok(bound !== null && bound > 0 && 2 * bound <= loss, `${bound} twice against ${loss}`);
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
