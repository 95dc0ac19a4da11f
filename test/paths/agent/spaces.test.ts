import { strict as assert } from 'node:assert';
import { MeshedSpace } from '../../../lib/paths/agent/meshed/meshed-space';
import { standingCost } from '../../../lib/paths/agent/pricing';
import { RadialSpace } from '../../../lib/paths/agent/radial/radial-space';
import { sparableBranches } from '../../../lib/paths/agent/scenarios';
import { spaceKindOf } from '../../../lib/paths/agent/spaces';
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
      assert.ok(connection(grid, completed).whole || name === 'riverside');
    });
  });
}
