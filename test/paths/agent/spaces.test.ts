import { strict as assert } from 'node:assert';
import type { Network } from '../../../lib/contract';
import { builtinNetwork, compileGrid, loadNetwork } from '../../../lib/grid';
import { nominalState } from '../../../lib/paths/agent/nominal-state';
import { MeshedSpace } from '../../../lib/paths/agent/meshed/meshed-space';
import { standingCost } from '../../../lib/paths/agent/pricing';
import { RadialSpace } from '../../../lib/paths/agent/radial/radial-space';
import { sparableBranches } from '../../../lib/paths/agent/scenarios';
import { createSpace, spaceKindOf } from '../../../lib/paths/agent/spaces';
import type { SwitchingState } from '../../../lib/paths/agent/types';
import { reconfigure } from '../../../lib/paths';
import { createPowerFlow } from '../../../lib/powerflow';
import { connection, drawStates, workshop } from './states';

for (const name of ['ieee33', 'riverside']) {
  describe(`configurations of ${name}`, () => {
    const { grid, scale_mw, space, scenarios } = workshop(name);
    const states = drawStates(scenarios, 40, 11);
    const library = [space.begin(states[0]) ? space.optimum(1).live : new Uint8Array()];

    it('are those of its kind', () => {
      assert.equal(space instanceof RadialSpace, name === 'ieee33');
      assert.equal(space instanceof MeshedSpace, name === 'riverside');
      assert.equal(spaceKindOf(grid), name === 'ieee33' ? 'radial' : 'meshed');
    });

    it('are legal, keep first, close nothing that is not available, and count their operations', () => {
      for (const state of states) {
        assert.ok(space.begin(state));
        const options = space.options(library);
        assert.equal(options[0].kind, 'keep');
        assert.ok(options.length > 1);
        for (const { live, operations, kind } of [...options.slice(1), space.greedy()]) {
          const { whole, loops } = connection(grid, live);
          assert.ok(whole, kind);
          if (name === 'ieee33') assert.equal(loops, 0);
          assert.ok(live.every((on, k) => on <= state.available[k]));
          const changed = live.reduce((n, on, k) => n + (on === state.point.live[k] ? 0 : 1), 0);
          assert.equal(operations, changed);
        }
      }
    });

    it('are estimated near to what AC power flow says', () => {
      let worst = 0;
      for (const state of states) {
        space.begin(state);
        for (const option of space.options(library).slice(1, 6)) {
          const { loss_mw, risk_mw } = space.solve(option);
          worst = Math.max(worst, Math.abs(option.estimate!.loss_mw - loss_mw) / loss_mw);
          const off = Math.abs(option.estimate!.risk_mw - risk_mw);
          assert.ok(off <= 0.15 * risk_mw + 1e-9, `risk ${option.estimate!.risk_mw}, solved ${risk_mw}`);
        }
      }
      assert.ok(worst < 0.15, `an estimate is ${worst} off`);
    });

    it('are solved as Newton’s method does', () => {
      const flow = createPowerFlow(grid);
      for (const state of states.slice(0, 10)) {
        space.begin(state);
        for (const { live } of space.options(library).slice(1, 8)) {
          const outcome = flow.solve({ ...state.point, live });
          assert.equal(outcome.status, 'converged');
          if (outcome.status !== 'converged') continue;
          const { loss_mw } = space.solve({ live });
          assert.ok(Math.abs(loss_mw - outcome.state.loss_mw) < 1e-8 * scale_mw);
        }
      }
    });

    it('have the optimum that reconfiguration finds', () => {
      for (const state of states.slice(0, 8)) {
        space.begin(state);
        const found = space.optimum(1);
        assert.ok(found.exact);
        const outcome = reconfigure(
          grid,
          state.point,
          {
            method: 'exact',
            radial: name === 'ieee33',
            risk_weight: state.weights.risk_weight,
            failure_probability: state.failure_probability,
            locks: [...state.available.keys()]
              .filter((k) => state.available[k] === 0)
              .map((branch) => ({ branch, closed: false })),
          },
          { clock: () => 0 },
        );
        const ours = standingCost(space.solve(found), state, scale_mw);
        const theirs = standingCost(space.solve({ live: outcome.live }), state, scale_mw);
        assert.ok(Math.abs(ours - theirs) <= 1e-9 * theirs);
      }
    });

    it('are completed where a fault has taken a branch from them', () => {
      const [state] = states;
      const spare = sparableBranches(grid);
      const closed = spare.find((k) => library[0][k] === 1)!;
      const available = new Uint8Array(grid.branchCount).fill(1);
      available[closed] = 0;
      space.begin({ ...state, available });
      const completed = space.complete(library[0]);
      assert.equal(completed[closed], 0);
      assert.ok(connection(grid, completed).whole);
    });
  });
}

describe('configurations of odd grids', () => {
  const riverside = () => structuredClone(builtinNetwork('riverside'));
  const begun = (network: Network, changes: (state: SwitchingState) => void = () => undefined) => {
    const grid = compileGrid(network);
    const space = createSpace(grid, 2);
    const state = nominalState(grid);
    changes(state);
    assert.ok(space.begin(state));
    return { grid, space, state };
  };

  it('leave alone what may not be switched, also where that has failed', () => {
    const network = riverside();
    network.branches[2].switchable = false;
    const { space } = begun(network, ({ point, available }) => {
      available[2] = 0;
      point.live[2] = 0;
    });
    const options = space.options([]);
    assert.ok(options.length > 3);
    for (const { live } of [...options, space.greedy()]) assert.equal(live[2], 0);
  });

  it('are known whole beside a bus that is out of service', () => {
    const network = riverside();
    network.buses.push({ id: 'spare', name: 'spare', in_service: false });
    const { space } = begun(network);
    assert.equal(space.options([]).length, 25);
  });

  it('are there where a loop may not be switched', () => {
    const network = riverside();
    for (const branch of network.branches) branch.switchable = false;
    const { space } = begun(network);
    assert.equal(space.options([]).length, 1);
  });

  it('reckon with reactive power that a generator feeds in', () => {
    const network = riverside();
    network.generators.push({ id: 'pq', bus: 'S3', p_mw: 0, q_mvar: 20, vm_pu: 1, voltage_control: false });
    const { space } = begun(network);
    for (const option of space.options([]).slice(1, 6)) {
      const { loss_mw } = space.solve(option);
      assert.ok(Math.abs(option.estimate!.loss_mw - loss_mw) < 0.06 * loss_mw);
    }
  });

  it('are no more than fit, in meshed grids of many switches', async () => {
    const network = await loadNetwork({ source: 'generated', num_nodes: 100, num_generators: 10, seed: 1 });
    const { grid, space, state } = begun(network);
    const options = space.options([nominalState(grid).point.live]);
    assert.ok(options.length > 20 && options.length <= 64, `${options.length}`);
    const spare = sparableBranches(grid);
    for (const k of spare.slice(0, 5)) {
      const available = state.available.map((on, branch) => (branch === k ? 0 : on));
      const live = state.point.live.map((on, branch) => on & available[branch]);
      assert.ok(space.begin({ ...state, available, point: { ...state.point, live } }));
      space.optimum(1);
    }
  });
});
