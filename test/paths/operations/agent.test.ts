import { strict as assert } from 'node:assert';
import { builtinNetwork, compileGrid, type Grid } from '../../../lib/grid';
import { SwitchingAgent } from '../../../lib/paths/operations/agent';
import { greedy, type Policy, playEpisode, uniform } from '../../../lib/paths/operations/episode';
import { FEATURES } from '../../../lib/paths/operations/features';
import { MAX_OPTIONS } from '../../../lib/paths/operations/options';
import { OPERATION_COST } from '../../../lib/paths/operations/task';
import { incidenceOf, supplyGraph } from '../../../lib/paths/routing';
import type { OptimizerState } from '../../../lib/paths/types';
import { createPowerFlow } from '../../../lib/powerflow';
import { Random } from '../../../lib/random';
import { nominalState } from '../grids';

const grid = compileGrid(builtinNetwork('riverside'));
const incidence = incidenceOf(supplyGraph(grid));
const RISK_WEIGHT = 1;

/** The default grid under loads from half to 1.3 of nominal, with a few branches that may well fail. */
function drawState(random: Random): OptimizerState {
  const state = nominalState(grid);
  for (let bus = 0; bus < grid.busCount; bus++) {
    const share = 0.5 + 0.8 * random.next();
    state.demand_mw[bus] *= share;
    state.demand_mvar[bus] *= share;
  }
  for (let branch = 0; branch < grid.branchCount; branch++)
    state.failure_probability[branch] = random.next() ** 4;
  return state;
}

function drawStates(count: number, seed: number): OptimizerState[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => drawState(random));
}

/** Losses and objective of a configuration, by a solver of the test's own. */
function solve(subject: Grid, state: OptimizerState, closed: Uint8Array) {
  const vm_set_pu = Float64Array.from(subject.network.generators, (generator) => generator.vm_pu);
  const live = closed.map((value, branch) => value & state.in_service[branch]);
  const outcome = createPowerFlow(subject).solve({ ...state, vm_set_pu, live });
  assert.notEqual(outcome.status, 'not_converged');
  const flow = outcome.status === 'not_converged' ? undefined : outcome.state;
  let risk_mw = 0;
  for (let branch = 0; branch < subject.branchCount; branch++) {
    const carried = Math.max(Math.abs(flow!.p_from_mw[branch]), Math.abs(flow!.p_to_mw[branch]));
    risk_mw += state.failure_probability[branch] * carried;
  }
  return { loss_mw: flow!.loss_mw, risk_mw, energized: flow!.energized.slice() };
}

describe('switching agent', () => {
  it('plans only what is legal, solved and worth it', () => {
    const agent = new SwitchingAgent(grid, incidence, 1);
    let plans = 0;
    for (const [index, state] of drawStates(120, 4).entries()) {
      if (index % 3 === 0) state.in_service[index % grid.branchCount] = 0;
      const turn = agent.takeTurn(state, RISK_WEIGHT);
      assert.equal(turn.status, 'done');
      if (turn.status !== 'done' || turn.plan === null) continue;
      plans++;
      const { plan } = turn;
      const closed = state.closed.slice();
      const before = solve(grid, state, closed);
      let sum = 0;
      for (const { operation, edge, loss_mw } of plan.steps) {
        const branch = grid.branchIndex.get(edge)!;
        assert.equal(state.in_service[branch], 1, 'what failed is not switched');
        assert.equal(closed[branch], operation === 'close' ? 0 : 1);
        closed[branch] = operation === 'close' ? 1 : 0;
        const now = solve(grid, state, closed);
        assert.ok(Math.abs(now.loss_mw - loss_mw) < 1e-6);
        assert.deepEqual(now.energized, before.energized, 'nothing is cut off');
        sum += OPERATION_COST;
      }
      const after = solve(grid, state, closed);
      assert.ok(Math.abs(plan.loss_before_mw - before.loss_mw) < 1e-6);
      assert.ok(Math.abs(plan.loss_after_mw - after.loss_mw) < 1e-6);
      assert.ok(Math.abs(plan.risk_after - after.risk_mw) < 1e-5);
      // What breaks limits beforehand may be worth losses; where nothing does, the two other parts must fall.
      const value = ({ loss_mw, risk_mw }: typeof after) => loss_mw + RISK_WEIGHT * risk_mw;
      if (agent.task.base.worth.penalty_mw === 0) assert.ok(value(after) < (1 - sum) * value(before));
      const kinds = plan.steps.map(({ operation }) => operation);
      assert.deepEqual(kinds, kinds.toSorted(), 'closing comes before opening');
    }
    assert.ok(plans > 60, `${plans} plans`);
  });

  it('offers no operation that would cut off, and none on what failed or may not be switched', () => {
    const network = structuredClone(builtinNetwork('riverside'));
    network.branches.find(({ id }) => id === 'L12')!.switchable = false;
    const radial = compileGrid(network);
    const agent = new SwitchingAgent(radial, incidenceOf(supplyGraph(radial)), 1);
    const index = (id: string) => radial.branchIndex.get(id)!;
    const state = nominalState(radial);
    for (const id of ['L6', 'L9', 'L10']) state.closed[index(id)] = 0;
    state.in_service[index('L9')] = 0;
    assert.equal(agent.task.begin(state, 0.1), null);
    const offered = agent.task.options(agent.task.base);
    const ids = offered.branches.map((branch) => network.branches[branch].id);
    // Both stations and all substations hang on one another without a ring: only ties can be closed.
    assert.deepEqual(ids.toSorted(), ['L10', 'L11', 'L6']);
    assert.equal(offered.rows.length, ids.length * FEATURES);
    assert.ok(offered.rows.every(Number.isFinite));
    assert.ok(ids.length <= MAX_OPTIONS);
  });

  it('gives the same answers for the same seed', () => {
    const run = (seed: number) => {
      const agent = new SwitchingAgent(grid, incidence, seed);
      return drawStates(60, 11).map((state) => agent.takeTurn(state, RISK_WEIGHT));
    };
    assert.deepEqual(run(5), run(5));
    assert.notDeepEqual(run(5), run(6));
  });

  it('has an answer for a grid without load', () => {
    const state = nominalState(grid, {
      demand_mw: new Float64Array(grid.busCount),
      demand_mvar: new Float64Array(grid.busCount),
      generation_mw: new Float64Array(grid.generatorCount),
      generation_mvar: new Float64Array(grid.generatorCount),
    });
    const turn = new SwitchingAgent(grid, incidence, 1).takeTurn(state, 0.1);
    assert.equal(turn.status, 'done');
    if (turn.status === 'done') {
      for (const figure of [turn.episode.loss_mw, turn.episode.risk, turn.episode.reward]) {
        assert.ok(Number.isFinite(figure));
      }
    }
  });

  it('learns: by its values alone it beats chance, what it was, and the best single operation', function () {
    this.timeout(60_000);
    const held = drawStates(80, 999);
    const agent = new SwitchingAgent(grid, incidence, 1);
    const { task } = agent;
    /** Mean of the objective (with the cost of the operations) where a policy ends, over that before it. */
    const rate = (policy: Policy): number => {
      let sum = 0;
      for (const state of held) {
        task.begin(state, RISK_WEIGHT);
        sum += task.price(playEpisode(task, policy, 4)) / task.base.worth.objective_mw;
      }
      return sum / held.length;
    };
    let single = 0;
    for (const state of held) {
      task.begin(state, RISK_WEIGHT);
      const prices = task.options(task.base).branches.map((branch) => {
        const { situation } = task.step(task.base, branch);
        return situation === null ? Number.POSITIVE_INFINITY : task.price(situation);
      });
      single += Math.min(task.price(task.base), ...prices) / task.base.worth.objective_mw / held.length;
    }
    const chance = rate(uniform(new Random(5)));
    const untrained = rate(greedy(agent.learner));
    for (const state of drawStates(400, 101)) agent.takeTurn(state, RISK_WEIGHT);
    const trained = rate(greedy(agent.learner));
    const figures = JSON.stringify({ chance, untrained, single, trained });
    assert.ok(trained < chance - 0.3, figures);
    assert.ok(trained < untrained - 0.2, figures);
    assert.ok(trained < single, figures);
  });
});
