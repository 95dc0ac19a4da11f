import { strict as assert } from 'node:assert';
import {
  ageingRate,
  DISTRIBUTION,
  heatTransformer,
  hotSpot_c,
  MEDIUM_ONAF,
  MEDIUM_ONAN,
  settleTransformer,
} from '../../../lib/scada/thermal/transformer';

describe('the heat of a transformer', () => {
  it('follows the worked example of IEC 60076-7, annex: 250 MVA ONAF, six load steps', () => {
    const form = { ...MEDIUM_ONAF, R: 1000, oil_rise_k: 38.3, gradient_k: 1.4 * 14.5 };
    const state = Float64Array.of(25.6 + 12.7, 0, 0);
    // Minute, load factor before it, and the standard's top oil and hot spot there. At 500 min its table is 0.6 K and
    // 1 K below the solution of its own equations; elsewhere they agree to its rounding.
    const steps: [end_min: number, load: number, oil_c: number, hot_c: number, tolerance_k: number][] = [
      [190, 1, 61.9, 83.8, 0.1],
      [365, 0.6, 44.4, 54.0, 0.1],
      [500, 1.5, 89.2, 127.0, 1.1],
      [705, 0.3, 35.0, 37.5, 0.1],
      [730, 2.1, 67.9, 138.6, 0.1],
      [745, 0, 60.3, 75.3, 0.1],
    ];
    let at_min = 0;
    for (const [end_min, load, oil_c, hot_c, tolerance_k] of steps) {
      heatTransformer(form, state, 0, load, 25.6, end_min - at_min);
      at_min = end_min;
      assert.ok(Math.abs(state[0] - oil_c) <= tolerance_k, `oil at ${end_min} min: ${state[0]}`);
      assert.ok(Math.abs(hotSpot_c(state, 0) - hot_c) <= tolerance_k, `hot spot: ${hotSpot_c(state, 0)}`);
    }
  });

  it('is 98 °C hot at its rating in air of 20 °C, which ages it by an hour an hour', () => {
    for (const form of [DISTRIBUTION, MEDIUM_ONAN, MEDIUM_ONAF]) {
      const state = new Float64Array(3);
      settleTransformer(form, state, 0, 1, 20);
      assert.ok(Math.abs(hotSpot_c(state, 0) - 98) < 1e-9);
      const before = [...state];
      heatTransformer(form, state, 0, 1, 20, 500);
      assert.deepEqual([...state], before, 'and stays so');
    }
    assert.equal(ageingRate(98), 1);
    // IEC 60076-7, table 2: 0.125, 1, 4 and 32 at 80, 98, 110 and 128 °C.
    for (const [hot_c, rate] of [
      [80, 0.125],
      [110, 4],
      [128, 32],
    ])
      assert.equal(ageingRate(hot_c), rate);
  });

  it('is moved as far by one step as by many', () => {
    for (const form of [DISTRIBUTION, MEDIUM_ONAN, MEDIUM_ONAF]) {
      const once = Float64Array.of(40, 20, 5);
      const often = Float64Array.of(40, 20, 5);
      heatTransformer(form, once, 0, 1.3, 10, 1440);
      for (let k = 0; k < 14_400; k++) heatTransformer(form, often, 0, 1.3, 10, 0.1);
      for (const [k, value] of once.entries()) assert.ok(Math.abs(value - often[k]) < 1e-8);
    }
  });

  it('has a winding that is ahead of its oil when the load jumps: the hot spot overshoots', () => {
    const state = new Float64Array(3);
    settleTransformer(MEDIUM_ONAF, state, 0, 0.5, 20);
    const settled = new Float64Array(3);
    settleTransformer(MEDIUM_ONAF, settled, 0, 1.2, 20);
    let gradient_k = 0;
    for (let k = 0; k < 60; k++) {
      heatTransformer(MEDIUM_ONAF, state, 0, 1.2, 20, 1);
      gradient_k = Math.max(gradient_k, hotSpot_c(state, 0) - state[0]);
    }
    assert.ok(gradient_k > 1.15 * (hotSpot_c(settled, 0) - settled[0]));
  });
});
