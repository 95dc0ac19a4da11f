import { strict as assert } from 'node:assert';
import { evaluateDays } from '../../../lib/paths/agent/day-evaluation';
import { evaluateStates } from '../../../lib/paths/agent/evaluation';
import { prepare, untrained } from '../../../lib/paths/agent/model/model';
import { trainAgent } from '../../../lib/paths/agent/training';
import { Random } from '../../../lib/random';
import { workshop } from './states';

/** Without a clock: episodes alone end it, so that runs are the same. */
function train(name: string, episodes: number, seed: number) {
  const { grid, scale_mw, space, scenarios } = workshop(name);
  const options = { seed, episodes, time_limit_ms: Number.POSITIVE_INFINITY };
  return { ...trainAgent(grid, space, scenarios, scale_mw, options, () => 0), grid, space, scenarios };
}

describe('training an agent', () => {
  it('gives the same network for the same seed', () => {
    const [one, two, other] = [train('riverside', 6, 3), train('riverside', 6, 3), train('riverside', 6, 4)];
    assert.deepEqual(one.model, two.model);
    assert.notDeepEqual(one.model.weights, other.model.weights);
  });

  it('learns to decide: near the exact answers, better than untrained, and over days better than hourly greedy', function () {
    this.timeout(120_000);
    const { model, grid, space, scenarios } = train('ieee33', 40, 1);
    const agent = prepare(grid, space, model);
    const options = { states: 40, random: new Random(77), clock: () => 0 };
    const figures = evaluateStates(space, scenarios, agent, untrained(grid, space, model, 5), options);
    assert.equal(figures.exact_references, 40);
    assert.ok(figures.agent.mean_gap_percent <= 0.1, `gap ${figures.agent.mean_gap_percent} %`);
    assert.ok(figures.agent.exact_hits >= 36);
    assert.ok(figures.untrained.mean_gap_percent > 5 * figures.agent.mean_gap_percent + 0.1);
    assert.ok(figures.greedy.mean_gap_percent > figures.agent.mean_gap_percent);
    const switching_cost_mw = 0.1 * model.scale_mw;
    const day = evaluateDays(space, scenarios, agent, { days: 8, random: new Random(9), switching_cost_mw });
    assert.ok(day.agent.cost_mwh < day.hourly_greedy.cost_mwh);
    assert.ok(day.hindsight.cost_mwh <= day.fixed.cost_mwh * (1 + 1e-12));
    assert.ok(day.hindsight.cost_mwh <= day.hourly_greedy.cost_mwh);
  });
});
