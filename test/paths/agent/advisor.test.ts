import { strict as assert } from 'node:assert';
import { builtinNetwork, compileGrid } from '../../../lib/grid';
import { Advisor, loadAgent, shippedAgent } from '../../../lib/paths/agent';
import { createPowerFlow } from '../../../lib/powerflow';
import { Random } from '../../../lib/random';
import { nominalState } from '../grids';
import { SHAPES, connection } from './states';

function advisorOf(name: string, learning = false, trained = true) {
  const grid = compileGrid(builtinNetwork(name));
  const model = trained ? loadAgent(shippedAgent(grid)!, grid) : null;
  const learnBy = learning ? SHAPES : null;
  return { grid, advisor: new Advisor(grid, { model, seed: 1, learnBy, switchingShare: 0.005 }) };
}

function planOf(turn: ReturnType<Advisor['takeTurn']>) {
  assert.equal(turn.status, 'done');
  return turn.status === 'done' ? turn.plan : null;
}

describe('the agent in the flow', () => {
  it('brings a feeder to its best by steps that keep all supplied, then leaves it as it is', () => {
    const { grid, advisor } = advisorOf('ieee33');
    const state = nominalState(grid);
    const plan = planOf(advisor.takeTurn(state, 0, true))!;
    assert.ok(Math.abs(plan.loss_after_mw - 0.13955) < 1e-5);
    const flow = createPowerFlow(grid);
    const closed = state.closed.slice();
    const vm_set_pu = Float64Array.from(grid.network.generators, ({ vm_pu }) => vm_pu);
    for (const { operation, edge, loss_mw } of plan.steps) {
      closed[grid.branchIndex.get(edge)!] = operation === 'close' ? 1 : 0;
      const outcome = flow.solve({ ...state, vm_set_pu, live: closed });
      assert.equal(outcome.status, 'converged', `${operation} ${edge} leaves all supplied`);
      if (outcome.status === 'converged') assert.ok(Math.abs(outcome.state.loss_mw - loss_mw) < 1e-8);
    }
    assert.equal(connection(grid, closed).loops, 0);
    assert.equal(planOf(advisor.takeTurn({ ...state, closed }, 0, true)), null);
  });

  it('moves supply away from a line that is likely to fail', () => {
    const { grid, advisor } = advisorOf('riverside');
    const state = nominalState(grid);
    state.failure_probability[grid.branchIndex.get('L1')!] = 0.8;
    const plan = planOf(advisor.takeTurn(state, 0.3, true))!;
    assert.ok(plan.risk_after < 0.2 * plan.risk_before);
    assert.ok(plan.steps.some(({ operation, edge }) => operation === 'open' && edge === 'L1'));
  });

  it('works untrained too, since its proposals are checked', () => {
    const { grid, advisor } = advisorOf('ieee33', false, false);
    const plan = planOf(advisor.takeTurn(nominalState(grid), 0, true))!;
    assert.ok(plan.loss_after_mw < 0.141);
  });

  it('learns only where it is told to, and then decides as well', () => {
    const { grid, advisor } = advisorOf('riverside', true);
    const weights = () => {
      const { learner } = advisor as unknown as { learner: { online: { dense: { weights: Float64Array } } } };
      return learner.online.dense.weights.slice();
    };
    const before = weights();
    for (let n = 0; n < 30; n++) advisor.takeTurn(nominalState(grid), 0.1, false);
    assert.deepEqual(weights(), before);
    for (let n = 0; n < 30; n++) advisor.takeTurn({ ...nominalState(grid), hour_of_week: n }, 0.1, true);
    assert.notDeepEqual(weights(), before);
    const plan = planOf(advisor.takeTurn(nominalState(grid), 0.1, true))!;
    assert.deepEqual(
      plan.steps.map(({ operation, edge }) => `${operation} ${edge}`),
      ['close L11', 'close L12'],
    );
  });

  it('gives the same answers to the same states', () => {
    const run = () => {
      const { grid, advisor } = advisorOf('riverside', true);
      return Array.from({ length: 12 }, (_, n) =>
        advisor.takeTurn({ ...nominalState(grid), hour_of_week: 5 * n }, 0.2, true),
      );
    };
    assert.deepEqual(run(), run());
  });

  it('improves what has supply where a part has none, and proposes nothing for a part on its own generator', () => {
    const { grid, advisor } = advisorOf('ieee33');
    const state = nominalState(grid);
    // The lateral behind L18 is cut off, its tie too.
    for (const id of ['L18', 'L33', 'L35']) state.in_service[grid.branchIndex.get(id)!] = 0;
    for (const id of ['B19', 'B20', 'B21', 'B22']) state.demand_mw[grid.busIndex.get(id)!] = 0;
    const plan = planOf(advisor.takeTurn(state, 0, true))!;
    assert.ok(plan.loss_after_mw < plan.loss_before_mw);
    assert.ok(plan.steps.every(({ edge }) => !['L18', 'L33', 'L35'].includes(edge)));

    const meshed = advisorOf('riverside');
    const split = nominalState(meshed.grid);
    for (const id of ['L8', 'L9', 'L10']) split.closed[meshed.grid.branchIndex.get(id)!] = 0;
    assert.equal(planOf(meshed.advisor.takeTurn(split, 1, true)), null);
  });

  it('names the bus where the state has no power flow', () => {
    const { grid, advisor } = advisorOf('ieee33');
    const state = nominalState(grid);
    state.demand_mw.fill(10);
    assert.equal(advisor.takeTurn(state, 0, true).status, 'no_solution');
  });

  it('decides once an hour, however loads stir, and does not undo what it did', () => {
    for (const name of ['ieee33', 'riverside']) {
      const { grid, advisor } = advisorOf(name);
      const random = new Random(3);
      const closed = nominalState(grid).closed;
      let plans = 0;
      for (let tick = 0; tick < 200; tick++) {
        const state = { ...nominalState(grid), sequence: tick + 1, closed, hour_of_week: 12 + tick / 3600 };
        state.demand_mw = state.demand_mw.map((p) => p * (1 + 0.02 * random.normal()));
        const plan = planOf(advisor.takeTurn(state, 0, true));
        if (plan === null) continue;
        plans++;
        for (const { operation, edge } of plan.steps) {
          closed[grid.branchIndex.get(edge)!] = operation === 'close' ? 1 : 0;
        }
      }
      assert.equal(plans, 1, name);
    }
  });

  it('keeps its proposal while it is carried out, and decides anew when a line is likely to fail', () => {
    const { grid, advisor } = advisorOf('ieee33');
    const state = nominalState(grid);
    const plan = planOf(advisor.takeTurn(state, 0.1, true))!;
    const [first, ...rest] = plan.steps;
    state.closed[grid.branchIndex.get(first.edge)!] = 1;
    const steps = planOf(advisor.takeTurn(state, 0.1, true))!.steps;
    assert.deepEqual(new Set(steps.map(({ edge }) => edge)), new Set(rest.map(({ edge }) => edge)));
    state.failure_probability[grid.branchIndex.get(first.edge)!] = 0.9;
    const other = planOf(advisor.takeTurn(state, 1, true));
    assert.notDeepEqual(other?.steps, steps);
  });

  it('closes nothing that has failed, and comes to rest beside a dark bus', () => {
    const { grid, advisor } = advisorOf('riverside');
    const state = nominalState(grid);
    for (const id of ['L1', 'L6', 'L11']) {
      state.in_service[grid.branchIndex.get(id)!] = 0;
      state.closed[grid.branchIndex.get(id)!] = 0;
    }
    state.demand_mw[grid.busIndex.get('S1')!] = 0;
    state.demand_mvar[grid.busIndex.get('S1')!] = 0;
    let plans = 0;
    for (let tick = 0; tick < 6; tick++) {
      const plan = planOf(advisor.takeTurn({ ...state, sequence: tick + 1 }, 0.1, true));
      if (plan === null) continue;
      plans++;
      for (const { operation, edge } of plan.steps) {
        assert.equal(state.in_service[grid.branchIndex.get(edge)!], 1, edge);
        state.closed[grid.branchIndex.get(edge)!] = operation === 'close' ? 1 : 0;
      }
    }
    assert.ok(plans <= 1);
  });
});
