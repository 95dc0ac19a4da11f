import { strict as assert } from 'node:assert';
import type { IssuedPlan } from '../../../lib/contract';
import { builtinNetwork, compileGrid, type Grid } from '../../../lib/grid';
import { restore } from '../../../lib/paths';
import { createOptimizer } from '../../../lib/paths/optimizer';
import type { OptimizerInit, OptimizerState } from '../../../lib/paths/types';
import { findIslands } from '../../../lib/powerflow';
import { nominalState } from '../grids';

const riverside = builtinNetwork('riverside');
const grid = compileGrid(riverside);
const still = () => 0;

function optimizerOf(init: Partial<OptimizerInit> = {}, clock = still) {
  return createOptimizer({ network: riverside, seed: 1, ...init }, clock);
}

/** The state after edges have failed: what is dark takes nothing, as a snapshot has it. */
function failed(
  subject: Grid,
  ids: readonly string[],
  changes: Partial<OptimizerState> = {},
): OptimizerState {
  const state = nominalState(subject, changes);
  for (const id of ids) state.in_service[subject.branchIndex.get(id)!] = 0;
  const live = state.closed.map((closed, k) => closed & state.in_service[k]);
  const { energized } = findIslands(subject, live);
  state.demand_mw = state.demand_mw.map((p_mw, bus) => p_mw * energized[bus]);
  state.demand_mvar = state.demand_mvar.map((q_mvar, bus) => q_mvar * energized[bus]);
  return state;
}

const operations = (plan: IssuedPlan | null) =>
  plan?.steps.map(({ operation, edge }) => `${operation} ${edge}`) ?? null;

describe('a plan for loads without supply', () => {
  it('isolates what has failed, supplies again, and says for which state', () => {
    const { plan, outage, loss_after_mw } = optimizerOf().optimize(failed(grid, ['L4', 'L8']), 0.1);
    assert.deepEqual(operations(plan), ['open L4', 'open L8', 'close L12']);
    assert.equal(plan!.purpose, 'restoration');
    assert.equal(plan!.released, false);
    assert.deepEqual(plan!.basis, { open: ['L11', 'L12'], failed: ['L4', 'L8'] });
    assert.deepEqual([plan!.unserved_before_mw, plan!.unserved_after_mw], [45, 0]);
    assert.deepEqual(outage!.nodes, ['S4']);
    assert.deepEqual(outage!.unserved, []);
    assert.equal(loss_after_mw, plan!.loss_after_mw);
    assert.equal(plan!.steps[2].loss_mw, plan!.loss_after_mw);
    assert.ok(plan!.loss_after_mw > plan!.loss_before_mw, 'more is served');
  });

  it('goes by the demand that was seen last, and by the nominal one where none was', () => {
    const optimizer = optimizerOf();
    const blind = optimizer.optimize(failed(grid, ['L4', 'L8']), 0.1);
    assert.deepEqual(blind.outage!.nominal_demand, ['S4']);
    const usual = nominalState(grid);
    usual.demand_mw[grid.busIndex.get('S4')!] = 20;
    assert.equal(optimizer.optimize(usual, 0.1).outage, null);
    const { outage, plan } = optimizer.optimize(failed(grid, ['L4', 'L8']), 0.1);
    assert.deepEqual([outage!.demand_mw, outage!.nominal_demand], [20, []]);
    assert.equal(plan!.unserved_before_mw, 20);
    assert.ok(plan!.loss_after_mw < blind.plan!.loss_after_mw, 'the tie carries less');
  });

  it('says why nothing is done where no switch leads, and improves the rest', () => {
    const state = failed(grid, ['L3', 'L9']);
    for (const id of ['L3', 'L9']) state.closed[grid.branchIndex.get(id)!] = 0;
    state.failure_probability[grid.branchIndex.get('L7')!] = 0.9;
    const { plan, outage, time_limit_reached } = optimizerOf().optimize(state, 1);
    assert.deepEqual(outage!.unserved, [{ node: 'S6', demand_mw: 22, reason: 'no_tie', at: null }]);
    assert.equal(plan!.purpose, 'improvement');
    assert.deepEqual([plan!.unserved_before_mw, plan!.unserved_after_mw], [22, 22]);
    assert.equal(time_limit_reached, false);
  });

  it('names the line that bars a load', () => {
    const weak = structuredClone(riverside);
    weak.branches.find(({ id }) => id === 'L12')!.rating_mva = 30;
    const { plan, outage } = optimizerOf({ network: weak }).optimize(failed(grid, ['L4', 'L8']), 0.1);
    assert.deepEqual(outage!.unserved, [{ node: 'S4', demand_mw: 45, reason: 'rating', at: 'L12' }]);
    assert.deepEqual(operations(plan), ['open L4', 'open L8'], 'the isolation is legal');
    assert.equal(plan!.unserved_after_mw, 45);
  });

  it('isolates alone with a time limit of zero, and proposes no improvement', () => {
    const optimizer = optimizerOf({ time_limit_ms: 0 });
    const dark = optimizer.optimize(failed(grid, ['L4', 'L8']), 0.1);
    assert.deepEqual(operations(dark.plan), ['open L4', 'open L8']);
    assert.equal(dark.outage!.unserved[0].reason, 'time');
    assert.equal(dark.time_limit_reached, true);
    const { plan, episode, loss_before_mw, time_limit_reached } = optimizer.optimize(nominalState(grid), 1);
    assert.deepEqual([plan, time_limit_reached, episode.reward], [null, true, null]);
    assert.ok(loss_before_mw > 0.5);
    assert.deepEqual([episode.number, episode.loss_mw], [2, loss_before_mw]);
    const free = optimizerOf().optimize(nominalState(grid), 1);
    assert.equal(free.loss_before_mw, loss_before_mw);
  });

  it('begins no turn of the agent where the last one took longer than what is left', () => {
    let now = 0;
    let pace = 100;
    const optimizer = optimizerOf({ time_limit_ms: 1000 }, () => (now += pace));
    assert.equal(optimizer.optimize(nominalState(grid), 1).time_limit_reached, false);
    pace = 400;
    const results = Array.from({ length: 6 }, () => optimizer.optimize(nominalState(grid), 1));
    assert.ok(results.some(({ time_limit_reached }) => time_limit_reached));
    pace = 1;
    now = 0;
    const later = Array.from({ length: 12 }, () => optimizer.optimize(nominalState(grid), 1));
    assert.equal(later.at(-1)!.time_limit_reached, false, 'it is tried again');
  });

  it('is that of a restoration after the trip, for every outage of the 33-bus feeder', () => {
    const network = builtinNetwork('ieee33');
    const feeder = compileGrid(network);
    for (const { id } of network.branches.filter(({ closed }) => closed)) {
      const after = restore(feeder, { trip: [id], timeLimit_ms: 1 }, still);
      const { plan, outage } = optimizerOf({ network }).optimize(failed(feeder, [id]), 0);
      assert.deepEqual(
        operations(plan),
        after.operations.map(({ operation, branch }) => `${operation} ${branch}`),
        id,
      );
      assert.ok(Math.abs(outage!.demand_mw - after.lost_mw) < 1e-9, id);
      assert.ok(Math.abs(plan!.unserved_after_mw - after.lost_mw + after.served_mw) < 1e-9, id);
      assert.deepEqual(
        outage!.unserved.map(({ node, reason }) => [node, reason]),
        after.unserved.map(({ bus, reason }) => [bus, reason]),
      );
    }
  });
});

describe('the id of a plan', () => {
  it('is the same for the same operations from the same positions, whatever the loads', () => {
    const idOf = (state: OptimizerState) => optimizerOf().optimize(state, 0.1).plan!.id;
    const state = failed(grid, ['L4', 'L8']);
    const lighter = failed(grid, ['L4', 'L8'], { sequence: 9 });
    lighter.demand_mw = lighter.demand_mw.map((p_mw) => 0.9 * p_mw);
    assert.equal(idOf(state), idOf(lighter));
    assert.match(idOf(state), /^[0-9a-f]{12}$/);
    const opened = failed(grid, ['L4', 'L8']);
    opened.closed[grid.branchIndex.get('L10')!] = 0;
    assert.notEqual(idOf(state), idOf(opened));
  });
});

describe('the watch for failures', () => {
  const risky = (edges: Record<string, number>): OptimizerState => {
    const state = nominalState(grid);
    for (const [id, p] of Object.entries(edges)) state.failure_probability[grid.branchIndex.get(id)!] = p;
    return state;
  };

  it('tells an edge once, and again after it was better', () => {
    const optimizer = optimizerOf({ warn_probability: 0.5 });
    const told = [0.49, 0.5, 0.9, 0.46, 0.6, 0.44, 0.6].map((p) =>
      optimizer.optimize(risky({ L4: p }), 0).warnings.map(({ edge }) => edge),
    );
    assert.deepEqual(told, [[], ['L4'], [], [], [], [], ['L4']]);
  });

  it('prepares for the likeliest first, three a tick', () => {
    const optimizer = optimizerOf();
    const state = risky({ L1: 0.6, L2: 0.9, L4: 0.7, L5: 0.8, L11: 1 });
    const told = () => optimizer.optimize(state, 0).warnings.map(({ edge }) => edge);
    assert.deepEqual([told(), told(), told()], [['L2', 'L5', 'L4'], ['L1'], []], 'L11 is open');
  });

  it('says what would be lost and what could be supplied again', () => {
    const network = builtinNetwork('ieee33');
    const feeder = compileGrid(network);
    const state = nominalState(feeder);
    state.demand_mw = state.demand_mw.map((p_mw) => p_mw / 2);
    state.failure_probability[feeder.branchIndex.get('L7')!] = 0.8;
    const [warning] = optimizerOf({ network }).optimize(state, 0).warnings;
    const whole = restore(feeder, { trip: ['L7'], timeLimit_ms: 1 }, still);
    assert.ok(Math.abs(warning.lost_mw! - whole.lost_mw / 2) < 1e-9);
    assert.equal(warning.served_mw, warning.lost_mw);
    assert.deepEqual(warning.operations[0], { operation: 'open', branch: 'L7' });
    assert.ok(warning.operations.length > 1);
  });

  it('has a word for an edge without which there is no power flow', () => {
    const state = risky({ L4: 0.9 });
    state.demand_mw[grid.busIndex.get('S4')!] = 330;
    const { warnings } = optimizerOf().optimize(state, 0);
    assert.equal(warnings[0].lost_mw, null);
  });
});
