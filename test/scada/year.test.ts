import { strict as assert } from 'node:assert';
import { builtinNetwork } from '../../lib/grid';
import { builtinShapes, openSimulator } from '../../lib/scada';

const HOURS = 8760;
const START_S = Date.UTC(2026, 0, 1) / 1000;

describe('a year on the 33-bus feeder', () => {
  it('balances every hour, with plausible load factor, losses, voltages and temperatures', function () {
    this.timeout(60_000);
    const network = builtinNetwork('ieee33');
    const simulator = openSimulator({ network, seed: 1, shapes: builtinShapes() });
    let demand_mwh = 0;
    let loss_mwh = 0;
    let peak_mw = 0;
    let peak_loss_mw = 0;
    let lowest_pu = 1;
    let hottest_c = 0;
    let failures = 0;
    for (let hour = 0; hour < HOURS; hour++) {
      const { metrics, readings } = simulator.tick(START_S + hour * 3600);
      const off_mw = metrics.generation_mw - metrics.demand_mw - metrics.loss_mw;
      assert.ok(
        Math.abs(off_mw) < 1e-6 * network.base_mva,
        `${off_mw} MW are unaccounted for in hour ${hour}`,
      );
      demand_mwh += metrics.demand_mw;
      loss_mwh += metrics.loss_mw;
      peak_mw = Math.max(peak_mw, metrics.demand_mw);
      peak_loss_mw = Math.max(peak_loss_mw, metrics.loss_mw);
      lowest_pu = Math.min(lowest_pu, metrics.vm_min_pu);
      failures += simulator.truth().failures.length;
      for (let k = 0; k < readings.length; k += 10) hottest_c = Math.max(hottest_c, readings[k]);
    }
    const nominal_mw = network.loads.reduce((sum, { p_mw }) => sum + p_mw, 0);
    assert.ok(peak_mw > 0.85 * nominal_mw && peak_mw < 1.1 * nominal_mw, `peak ${peak_mw} MW`);
    // Mixed feeders have load factors of about a half to two thirds.
    const factor = demand_mwh / HOURS / peak_mw;
    assert.ok(factor > 0.5 && factor < 0.67, `load factor ${factor}`);
    // The published case loses 5.2 % at nominal load; over a year it must be less.
    const lost = loss_mwh / (loss_mwh + demand_mwh);
    assert.ok(lost > 0.02 && lost < 0.04, `losses ${lost}`);
    // Loss factor against load factor F, the rule of F. H. Buller and C. A. Woodrow (Electrical World, 1928) with the
    // constant that is used for distribution: 0.15 F + 0.85 F².
    const loss_factor = loss_mwh / HOURS / peak_loss_mw;
    assert.ok(
      Math.abs(loss_factor - (0.15 * factor + 0.85 * factor ** 2)) < 0.08,
      `loss factor ${loss_factor}`,
    );
    // 0.913 at nominal load.
    assert.ok(lowest_pu > 0.905 && lowest_pu < 0.93, `lowest voltage ${lowest_pu}`);
    assert.ok(hottest_c > 35 && hottest_c < 80, `hottest line ${hottest_c} °C`);
    assert.ok(failures <= 15, `${failures} failures of about 5 to be expected`);
  });
});
