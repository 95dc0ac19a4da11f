import { strict as assert } from 'node:assert';
import { currentScore, failuresPerYear, initialScore } from '../../../lib/cnaim';
import { builtinNetwork, compileGrid } from '../../../lib/grid';
import { Random } from '../../../lib/random';
import { CABLE, LINE, TRANSFORMER } from '../../../lib/scada/condition/assets';
import { ConditionModel, READING_COUNT, type Stress } from '../../../lib/scada/condition/condition';
import {
  corrosionPerYear,
  dutyFactor,
  fatigueFactor,
  insulationPerYear,
  wear,
} from '../../../lib/scada/condition/degradation';
import { classMix, distortion_percent } from '../../../lib/scada/condition/harmonics';
import type { Weather } from '../../../lib/scada/weather/weather';

const WEATHER: Weather = {
  ambient_temperature_c: 15,
  humidity_percent: 70,
  wind_m_s: 4,
  wind_direction_degree: 0,
  cloud_cover: 0,
  irradiance_w_m2: 0,
  sun_altitude_degree: 0,
  sun_azimuth_degree: 0,
  soil_temperature_c: 12,
};
const GRID = compileGrid(builtinNetwork('riverside'));
const YEAR_S = 365.25 * 86_400;

function stress(changes: Partial<Stress> = {}): Stress {
  const all = (value: number) => new Float64Array(GRID.branchCount).fill(value);
  return {
    weather: WEATHER,
    temperature_c: all(30),
    ageing: all(0),
    loading: all(0.3),
    load_mw: all(20),
    multiplier: Float64Array.of(1, 1, 1),
    ...changes,
  };
}

const column = (model: ConditionModel, reading: number): number[] =>
  Array.from({ length: GRID.branchCount }, (_, k) => model.readings[READING_COUNT * k + reading]);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('health', () => {
  it('is 5.5 at the end of the expected life, which duty and place shorten, and no worse by age alone', () => {
    assert.equal(initialScore(0, 50), 0.5);
    assert.ok(Math.abs(initialScore(50, 50) - 5.5) < 1e-12);
    assert.equal(initialScore(500, 50), 5.5);
    // β₁ = ln 11/(50/1.25) for 20 years.
    assert.ok(Math.abs(initialScore(1.25 * 20, 50) - 0.5 * Math.exp((Math.log(11) / 40) * 20)) < 1e-12);
    assert.deepEqual([currentScore(5.5, 3), currentScore(0.5, 0.1)], [10, 0.5]);
  });

  it('fails by the published curve, at the rate of score 4 below it', () => {
    // K = 0.0080 %, C = 1.087: 1 + 4.348 + 9.452552 + 13.699899 = 28.500451 at H = 4; 284.9985 at H = 10.
    assert.ok(Math.abs(failuresPerYear(0.008, 4) - 0.00228003608) < 1e-10);
    assert.equal(failuresPerYear(0.008, 1), failuresPerYear(0.008, 4));
    const ch = 10.87;
    const cubic = 1 + ch + ch ** 2 / 2 + ch ** 3 / 6;
    assert.ok(Math.abs(failuresPerYear(0.008, 10) - 8e-5 * cubic) < 1e-12);
  });
});

describe('wear', () => {
  it('has the mean that is asked for and its variance, however time is cut', () => {
    for (const pieces of [1, 10, 1000]) {
      const random = new Random(11);
      const sums = Array.from({ length: pieces === 1000 ? 1500 : 6000 }, () => {
        let sum = 0;
        for (let k = 0; k < pieces; k++) sum += wear(random, 4 / pieces, 0.5);
        return sum;
      });
      const m = mean(sums);
      const variance = mean(sums.map((value) => (value - m) ** 2));
      assert.ok(Math.abs(m - 4) < 0.12, `${pieces} pieces: mean ${m}`);
      assert.ok(Math.abs(variance - 2) < 0.25, `${pieces} pieces: variance ${variance}`);
      assert.ok(sums.every((value) => value >= 0));
    }
  });

  it('hastens with what wears: heat, wet air, wind, load', () => {
    for (const kind of [LINE, CABLE]) {
      assert.ok(dutyFactor(kind, 120, 0) > 5 * dutyFactor(kind, 60, 0));
      assert.ok(insulationPerYear(kind, 120, 0) > 1.5 * insulationPerYear(kind, 60, 0));
    }
    assert.ok(dutyFactor(TRANSFORMER, 60, 32) > 30);
    // 180,000 hours at 98 °C spend a winding's paper; the rest is what time alone takes.
    const alone = insulationPerYear(TRANSFORMER, 98, 0);
    assert.ok(Math.abs((insulationPerYear(TRANSFORMER, 98, 1) - alone) * (180_000 / 8766) - 1) < 1e-12);
    assert.equal(dutyFactor(LINE, 400, 0), 1e4, 'bounded');
    assert.ok(
      corrosionPerYear(LINE, { ...WEATHER, humidity_percent: 90 }) > 3 * corrosionPerYear(LINE, WEATHER),
    );
    const frost = { ...WEATHER, humidity_percent: 90, ambient_temperature_c: -5 };
    assert.equal(corrosionPerYear(LINE, frost), corrosionPerYear(LINE, WEATHER));
    assert.ok(fatigueFactor(LINE, 12, 0) > 4 * fatigueFactor(LINE, 4, 0));
    assert.equal(fatigueFactor(CABLE, 30, 1), fatigueFactor(CABLE, 0, 1));
  });
});

describe('condition', () => {
  it('grows older by the time that passes, and rusts and wears at about an ordinary rate', () => {
    const model = new ConditionModel(GRID, new Random(3));
    model.advance(0, stress());
    const before = [3, 4, 6].map((reading) => column(model, reading));
    const wet = { ...WEATHER, humidity_percent: 90 };
    for (let week = 0; week < 520; week++) {
      model.advance((10 * YEAR_S) / 520, stress({ weather: week % 3 === 0 ? wet : WEATHER }));
    }
    for (const [k, age] of column(model, 3).entries()) assert.ok(Math.abs(age - before[0][k] - 10) < 1e-6);
    const rust = mean(column(model, 4)) - mean(before[1]);
    assert.ok(rust > 0.05 && rust < 0.14, `${rust}`);
    const lost = mean(before[2]) - mean(column(model, 6));
    assert.ok(lost > 0.05 && lost < 0.1, `${lost}`);
    assert.ok(
      column(model, 4).every((value, k) => value >= before[1][k]),
      'rust never goes back',
    );
  });

  it('is worse, and no better, for an older fleet', () => {
    const model = new ConditionModel(GRID, new Random(3));
    model.advance(0, stress());
    const [health, corrosion, vibration] = [model.health.slice(), column(model, 4), column(model, 2)];
    model.age(25);
    model.advance(0, stress());
    for (const k of health.keys()) {
      assert.ok(model.health[k] >= health[k] && column(model, 4)[k] > corrosion[k]);
      assert.ok(column(model, 2)[k] > vibration[k]);
    }
  });

  it('shakes with the wind on lines, not on cables, and more where load is', () => {
    const network = structuredClone(builtinNetwork('riverside'));
    network.branches[1].kind = 'cable';
    const model = new ConditionModel(compileGrid(network), new Random(3));
    const shaken = (changes: Partial<Stress>): number[] => {
      model.advance(0, stress(changes));
      return column(model, 2);
    };
    const calm = shaken({});
    const storm = shaken({ weather: { ...WEATHER, wind_m_s: 24 } });
    assert.ok(Math.abs(storm[0] - calm[0] - 0.4) < 1e-9);
    assert.equal(storm[1], calm[1]);
    const loaded = shaken({ loading: new Float64Array(GRID.branchCount).fill(0.9) });
    assert.ok(loaded[0] > calm[0] && loaded[1] > calm[1]);
  });

  it('is distorted by what the customers near an edge take', () => {
    const network = structuredClone(builtinNetwork('riverside'));
    network.loads = network.loads.map((load) => ({
      ...load,
      customer: load.bus === 'S1' ? 'industrial' : 'residential',
    }));
    const grid = compileGrid(network);
    const mix = classMix(grid);
    const of = (edge: string, ...multiplier: number[]): number =>
      distortion_percent(mix, grid.branchIndex.get(edge)!, Float64Array.from(multiplier));
    // L1 ends at S1, L10 joins S3 and S5.
    assert.ok(of('L1', 1, 1, 1) > of('L10', 1, 1, 1) + 0.3);
    assert.ok(of('L1', 1, 1, 0.1) < of('L1', 1, 1, 1), 'less while industry rests');
    assert.ok(of('L10', 1, 1, 1) > 2 && of('L10', 1, 1, 1) < 2.6);
  });
});
