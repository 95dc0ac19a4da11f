import assert from 'node:assert/strict';
import { failuresPerYear } from '../../lib/cnaim';
import { type EdgeAsset, READINGS, type SensorReadings } from '../../lib/contract';
import { Random } from '../../lib/random';
import {
  assetTable,
  evidenceOf,
  FAILURE_TYPES,
  openRiskScorer,
  priorOf,
  withinHorizon,
} from '../../lib/risk';

const YEAR_H = 8760;

describe('risk: the prior', () => {
  it('agrees with the published curve', () => {
    // CNAIM package for R 2.1.4, its test of a 66 kV conductor with health score 5.5: 0.00484 a year and kilometre.
    assert.equal(failuresPerYear(0.008, 5.5).toFixed(5), '0.00484');
    // By hand, H below the limit of 4: CH = 4.348, K (1 + 4.348 + 9.45255 + 13.69990).
    assert.ok(Math.abs(failuresPerYear(0.0658, 1) - 0.000658 * 28.5005) < 1e-7);
  });

  it('tells a probability a year from one a day', () => {
    const p = 0.2;
    const day = withinHorizon(p, 1, 24);
    assert.ok(Math.abs(withinHorizon(p, 1, YEAR_H) - p) < 1e-15);
    assert.ok(Math.abs(1 - (1 - day) ** 365 - p) < 1e-12);
    assert.ok(day < p / 365 + 1e-3 && day > p / 365, 'a little more than its share');
    assert.ok(Math.abs(withinHorizon(1e-9, 1, 1) / (1e-9 / YEAR_H) - 1) < 1e-6, 'not lost beside 1');
    assert.ok(
      Math.abs(withinHorizon(p, 2, YEAR_H) - (1 - 0.8 ** 2)) < 1e-15,
      'kilometres fail independently',
    );
    assert.equal(withinHorizon(p, 3, 0), 0);
  });

  it('follows age: the formulas of sections 6.1.4 to 6.1.6', () => {
    for (const [age_years, score] of [
      [0, 0.5],
      [25, 0.5 * Math.sqrt(11)],
      [50, 5.5],
      [90, 5.5],
    ]) {
      const { health_score, failures_per_year, prior_probability } = prior({ age_years });
      assert.ok(Math.abs(health_score[0] - score) < 1e-9, `${age_years}`);
      assert.equal(failures_per_year[0], failuresPerYear(0.008, score));
      assert.equal(prior_probability[0], withinHorizon(failuresPerYear(0.008, score), 1, 720));
    }
  });

  it('counts lines and cables by the kilometre, transformers whole, and by their kind', () => {
    const line = prior({}, { kind: 'line', length_km: 1 }).failures_per_year[0];
    assert.ok(Math.abs(prior({}, { kind: 'line', length_km: 7 }).failures_per_year[0] - 7 * line) < 1e-15);
    assert.equal(prior({}).failures_per_year[0], line, 'a kilometre of line where nothing is said');
    const small = prior({}, { kind: 'transformer', base_kv: 20, length_km: 7 }).failures_per_year[0];
    const large = prior({}, { kind: 'transformer', base_kv: 110 }).failures_per_year[0];
    assert.ok(Math.abs(large / small - 0.0454 / 0.0078) < 1e-9);
    assert.ok(Math.abs(prior({}, { kind: 'cable' }).failures_per_year[0] / line - 0.0658 / 0.008) < 1e-9);
  });

  it('takes from the readings what the methodology has a class for', () => {
    const scoreOf = (readings: Partial<SensorReadings>, asset?: EdgeAsset) =>
      prior(readings, asset).health_score[0] / prior({}, asset).health_score[0];
    const near = (got: number, expected: number) => assert.ok(Math.abs(got - expected) < 1e-9, `${got}`);
    near(scoreOf({ corrosion: 0.4 }), 1);
    near(scoreOf({ corrosion: 1 }), 1.8);
    near(scoreOf({ oil_quality: 0 }), 1);
    near(scoreOf({ oil_quality: 0 }, { kind: 'transformer' }), 1.8);
    near(scoreOf({ temperature_c: 90 }), 1.2);
    near(scoreOf({ temperature_c: 90 }, { kind: 'cable' }), 1);
    near(scoreOf({ temperature_c: 130, corrosion: 1 }), 1.8 + 0.4 / 1.5);
    near(scoreOf({ trip_count: 44 }), 1.5);
    near(scoreOf({ vibration_mm_s: 9, harmonic_distortion_percent: 30, load_mw: 1e3 }), 1);
    const worst = { age_years: 80, corrosion: 1, temperature_c: 200, trip_count: 900 };
    assert.equal(prior(worst).health_score[0], 10);
  });

  it('takes missing readings for ordinary ones', () => {
    const nothing = Object.fromEntries(READINGS.map((name) => [name, Number.NaN]));
    const scores = prior(nothing);
    assert.ok(Math.abs(scores.health_score[0] - 0.5 * Math.sqrt(11)) < 1e-9, 'half its expected life');
    for (const values of Object.values(scores)) assert.ok(Number.isFinite(values[0]));
  });

  it('serves where no trained model does, and says so', async () => {
    const none = { folder: 'no-such-folder' };
    await assert.rejects(openRiskScorer(none, { report: () => {} }), /no usable risk model/);
    const scorer = await openRiskScorer({ ...none, orPrior: true }, { report: () => {} });
    const { id, trained_on, trained_at, horizon_h } = scorer.info();
    assert.deepEqual([id, trained_on, trained_at, horizon_h], ['cnaim-prior', 'none', null, 720]);
    const scores = await scorer.score(rowOf({ age_years: 45 }));
    assert.equal(scores.failure_probability[0], prior({ age_years: 45 }).prior_probability[0]);
    assert.ok(Number.isNaN(scores.anomaly_score[0]) && Number.isNaN(scores.random_forest[0]));
    await assert.rejects(async () => scorer.score(new Float64Array(11)), /multiple of 10/);
  });
});

describe('risk: remaining life', () => {
  it('is the time in which the score grows to 5.5', () => {
    assert.ok(Math.abs(prior({ age_years: 20 }).life_expected_years[0] - 30) < 1e-9);
    const rusty = prior({ age_years: 20, corrosion: 0.7 });
    const score = rusty.health_score[0];
    const rate = Math.min((2 * Math.log(11)) / 50, Math.log(score / 0.5) / 20);
    assert.ok(Math.abs(score * Math.exp(rate * rusty.life_expected_years[0]) - 5.5) < 1e-9);
    assert.ok(rusty.life_expected_years[0] < 20);
    const over = prior({ age_years: 70 });
    assert.equal(over.life_expected_years[0], 0);
    assert.equal(over.life_low_years[0], 0);
  });

  it('lies in its interval, whatever the row', () => {
    const random = new Random(5);
    for (let n = 0; n < 2000; n++) {
      const scores = prior(
        {
          age_years: random.between(0, 90) * Math.round(random.next() + 0.4),
          corrosion: random.next(),
          trip_count: random.below(40),
        },
        { kind: (['line', 'cable', 'transformer'] as const)[n % 3] },
      );
      const [expected, low, high] = [
        scores.life_expected_years[0],
        scores.life_low_years[0],
        scores.life_high_years[0],
      ];
      assert.ok(low >= 0 && low <= expected && expected <= high && Number.isFinite(high), `row ${n}`);
    }
  });

  it('holds about 8 of 10 assets that wear as the simulator lets them', () => {
    const random = new Random(11);
    const age_years = 20;
    const { life_low_years, life_high_years } = prior({ age_years });
    let held = 0;
    const cases = 2000;
    for (let n = 0; n < cases; n++) {
      const place = random.between(0.85, 1.3);
      let wear = 0;
      let age = 0;
      for (; wear < 50; age += 0.25) wear += 0.5 * random.gamma((place * 0.25) / 0.5);
      const left = age - age_years;
      if (left >= life_low_years[0] && left <= life_high_years[0]) held++;
    }
    assert.ok(held / cases > 0.72 && held / cases < 0.88, `${held / cases}`);
  });
});

describe('risk: failure types', () => {
  it('gives every rule its margin, and all that hold', async () => {
    const scorer = await openRiskScorer({ folder: 'none', orPrior: true }, { report: () => {} });
    const typesOf = async (readings: Partial<SensorReadings>) => {
      const { failure_margins, failure_matches, failure_type } = await scorer.score(rowOf(readings));
      const types = FAILURE_TYPES.filter((_, type) => failure_matches[0] & (1 << type));
      return { types, first: FAILURE_TYPES[failure_type[0]], margins: [...failure_margins] };
    };
    const quiet = await typesOf({});
    assert.deepEqual(quiet.types, ['general_degradation']);
    assert.ok(Math.abs(quiet.margins[0] - (42 - 90) / 90) < 1e-12);
    assert.equal(quiet.margins[3], -Math.max(...quiet.margins.slice(0, 3)));
    const both = await typesOf({ temperature_c: 99, vibration_mm_s: 1.5, age_years: 16.5 });
    assert.deepEqual(both.types, ['thermal_overload', 'mechanical_fatigue']);
    assert.equal(both.first, 'thermal_overload');
    assert.ok(Math.abs(both.margins[0] - 0.1) < 1e-12 && Math.abs(both.margins[1] - 0.1) < 1e-12);
    const idle = await typesOf({ temperature_c: 200, load_mw: 0 });
    assert.deepEqual([idle.types, idle.margins[0]], [['general_degradation'], -1]);
    assert.deepEqual((await typesOf({ temperature_c: 99, load_mw: 0.1 })).types, ['thermal_overload']);
    assert.deepEqual(
      (await typesOf({ temperature_c: 90 })).types,
      ['general_degradation'],
      'a limit is not beyond',
    );
    const missing = await typesOf({ vibration_mm_s: Number.NaN, age_years: 40 });
    assert.deepEqual([missing.types, missing.margins[1]], [['general_degradation'], -1]);
  });
});

describe('risk: evidence', () => {
  it('sums the contributions of the readings that speak for a type, and loses none', () => {
    const contributions = Object.fromEntries(READINGS.map((name, k) => [name, 2 ** k]));
    const evidence = evidenceOf({ ...contributions, power: 5000 });
    assert.equal(evidence.thermal_overload, 1 + 2 + 256);
    assert.equal(evidence.mechanical_fatigue, 4);
    assert.equal(
      Object.values(evidence).reduce((sum, value) => sum + value),
      1023,
    );
  });
});

function prior(readings: Partial<SensorReadings>, asset?: EdgeAsset) {
  return priorOf(rowOf(readings), assetTable([asset]), 720);
}

function rowOf(readings: Partial<SensorReadings>): Float64Array {
  const row = { ...ORDINARY, ...readings };
  return Float64Array.from(READINGS, (name) => row[name]);
}

const ORDINARY: SensorReadings = {
  temperature_c: 42,
  load_mw: 28,
  vibration_mm_s: 0.3,
  age_years: 22,
  corrosion: 0.15,
  harmonic_distortion_percent: 2.5,
  oil_quality: 0.9,
  trip_count: 0,
  ambient_temperature_c: 18,
  humidity_percent: 60,
};
