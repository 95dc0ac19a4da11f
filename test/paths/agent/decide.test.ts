import { strict as assert } from 'node:assert';
import { decide } from '../../../lib/paths/agent/decide';
import { Encoder } from '../../../lib/paths/agent/encoder';
import { costOf } from '../../../lib/paths/agent/pricing';
import { ValueNetwork } from '../../../lib/paths/agent/value-network';
import { Random } from '../../../lib/random';
import { drawStates, workshop } from './states';

describe('decisions', () => {
  for (const name of ['ieee33', 'riverside']) {
    it(`are never worse than greedy switching, whatever the network says (${name})`, () => {
      const { grid, scale_mw, space, scenarios } = workshop(name);
      const encoder = new Encoder(grid, space.free, scale_mw);
      let better = 0;
      for (const [n, drawn] of drawStates(scenarios, 60, 5).entries()) {
        const state = { ...drawn, weights: { ...drawn.weights, switching_cost_mw: 0 } };
        const network = new ValueNetwork(encoder.stateSize, encoder.optionSize, new Random(n));
        assert.ok(space.begin(state));
        const { chosen, checked, keep } = decide(space, state, [], encoder, network);
        const greedy = space.greedy();
        const cost = (option: typeof greedy) => costOf(space.solve(option), option, state, scale_mw);
        assert.ok(cost(chosen.option) <= cost(greedy) * (1 + 1e-12));
        assert.ok(cost(chosen.option) <= cost(keep.option) * (1 + 1e-12));
        for (const { option, cost_mw } of checked) assert.ok(Math.abs(cost(option) - cost_mw) < 1e-9);
        if (cost(chosen.option) < cost(greedy) * (1 - 1e-9)) better++;
      }
      if (name === 'ieee33') assert.ok(better > 5, `better than greedy in ${better} states`);
    });
  }

  it('are, with a cost of operations, never worse than greedy by what they go by: cost less what is expected after', () => {
    const { grid, scale_mw, space, scenarios } = workshop('ieee33');
    const encoder = new Encoder(grid, space.free, scale_mw);
    for (const [n, drawn] of drawStates(scenarios, 40, 15).entries()) {
      const state = { ...drawn, weights: { ...drawn.weights, switching_cost_mw: 0.005 * scale_mw } };
      const network = new ValueNetwork(encoder.stateSize, encoder.optionSize, new Random(n));
      assert.ok(space.begin(state));
      const price = ({ cost_mw, future }: { cost_mw: number; future: number }) =>
        cost_mw - (future * scale_mw) / 100;
      const { chosen, greedy, keep } = decide(space, state, [], encoder, network);
      assert.ok(price(chosen) <= Math.min(price(greedy), price(keep)));
      assert.ok(space.begin(state));
      const now = decide(space, state, [], encoder, network, false);
      assert.ok(now.chosen.cost_mw <= Math.min(now.greedy.cost_mw, now.keep.cost_mw), 'by this hour alone');
    }
  });

  it('weigh the time after where operations cost something, by what the network says of it', () => {
    const { grid, scale_mw, space, scenarios } = workshop('ieee33');
    const encoder = new Encoder(grid, space.free, scale_mw);
    const [drawn] = drawStates(scenarios, 1, 8);
    const state = {
      ...drawn,
      weights: { loss_weight: 1, risk_weight: 0, switching_cost_mw: 0.3 * scale_mw },
    };
    const network = new ValueNetwork(encoder.stateSize, encoder.optionSize, new Random(1));
    network.dense.weights.fill(0);
    space.begin(state);
    assert.equal(decide(space, state, [], encoder, network).chosen.option.kind, 'keep', 'dear operations');
    // A future that hangs on how far a configuration is from the best at nominal load.
    const { sizes, weights } = network.dense;
    const usual = encoder.stateSize + encoder.optionSize - 2;
    weights[usual * sizes[1]] = 1;
    const second = sizes[0] * sizes[1] + sizes[1];
    weights[second] = 1;
    const third = second + sizes[1] * sizes[2] + sizes[2];
    weights[third + 1] = -1000;
    space.begin(state);
    const { chosen } = decide(space, state, [], encoder, network);
    assert.notEqual(chosen.option.kind, 'keep');
    assert.ok(chosen.option.operations > 0);
  });
});
