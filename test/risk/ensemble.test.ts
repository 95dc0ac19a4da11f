import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { READINGS, type SensorReadings } from '../../lib/contract';
import {
  FAILURE_TYPES,
  type ModelNotUsed,
  openRiskScorer,
  openRiskTrainer,
  type RiskScorer,
  type TrainingProgress,
} from '../../lib/risk';
import type { Pool } from '../../lib/risk/ensemble/pool';
import { generateRows } from '../../lib/risk/synthetic/generate';

const trained_at = '2026-01-31T12:00:00.000Z';
const silent = { report: () => {} };

const logOdds = (p: number) => Math.log(p / (1 - p));

describe('risk: the ensemble', function () {
  this.timeout(60_000);
  let folder: string;
  let scorer: RiskScorer;
  const progress: TrainingProgress[] = [];

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-ensemble-'));
    const context = { report: (step: TrainingProgress) => progress.push(step) };
    await (await openRiskTrainer({ folder, seed: 1, trained_at }, context)).train();
    scorer = await openRiskScorer({ folder }, silent);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('reports progress that grows to 1 and names the steps', () => {
    const fractions = progress.map((step) => step.fraction);
    assert.deepEqual(
      fractions,
      [...fractions].sort((a, b) => a - b),
    );
    assert.equal(fractions.at(-1), 1);
    assert.ok(progress.length <= 101);
    for (const step of ['boosted trees', 'random forest', 'isolation forest']) {
      assert.ok(progress.some((report) => report.step === step));
    }
  });

  it('says that it was trained on simulated failures, and for which horizon', () => {
    const { id, version, trained_on, horizon } = scorer.info();
    assert.deepEqual([id, version, trained_on, horizon], ['sim-1', '1', 'simulated_failures', '30 days']);
    const card = cardOf(folder, 'sim-1-v1');
    assert.deepEqual(
      card.features.map((feature: { name: string }) => feature.name),
      READINGS,
    );
    const { mean, members } = card.metrics;
    assert.ok(mean.auc > 0.9 && mean.auc < 1);
    assert.ok(mean.logloss < members.isolation_forest.logloss);
    assert.match(card.software, /node-red-smart-grid \d/);
    assert.match(card.data.sha256, /^[0-9a-f]{64}$/);
    assert.ok(card.not_good_for.length > 0);
  });

  it('finds healthy edges at low risk, on lines and on small feeders', async () => {
    const data = generateRows(5000, 4711);
    const rows = [...data.healthy.keys()].filter((row) => data.healthy[row] === 1);
    const readings = rows.flatMap((row) => [...data.rows.subarray(row * 10, row * 10 + 10)]);
    const { failure_probability } = await scorer.score(Float64Array.from(readings));
    const low = failure_probability.filter((p) => p < 0.15).length / failure_probability.length;
    assert.ok(low > 0.99, `${low} of the healthy edges below 0.15`);
    for (const load_mw of [0, 0.2, 4, 60, 120])
      assert.ok((await score({ load_mw })).failure_probability < 0.1);
    assert.ok(
      (await score({ temperature_c: 78, ambient_temperature_c: 36, load_mw: 90 })).failure_probability < 0.15,
    );
    assert.ok((await score({ age_years: 49, trip_count: 5, corrosion: 0.55 })).failure_probability < 0.15);
  });

  const faults: [Partial<SensorReadings>, string][] = [
    [{ temperature_c: 110, load_mw: 80 }, 'thermal_overload'],
    [{ temperature_c: 110, load_mw: 2 }, 'thermal_overload'],
    [{ vibration_mm_s: 1.6, age_years: 30 }, 'mechanical_fatigue'],
    [{ harmonic_distortion_percent: 11, corrosion: 0.7 }, 'electrical_disturbance'],
  ];
  for (const [readings, type] of faults) {
    it(`finds ${JSON.stringify(readings)} at high risk of ${type}`, async () => {
      const { failure_probability, failure_type } = await score(readings);
      assert.ok(failure_probability > 0.6, String(failure_probability));
      assert.equal(failure_type, type);
    });
  }

  it('names the type by the rules, thresholds excluded', async () => {
    const types: [Partial<SensorReadings>, string][] = [
      [{}, 'general_degradation'],
      [{ temperature_c: 90, load_mw: 80 }, 'general_degradation'],
      [{ temperature_c: 90.1, load_mw: 80 }, 'thermal_overload'],
      [{ temperature_c: 110, load_mw: 0 }, 'general_degradation'],
      [{ vibration_mm_s: 1.1, age_years: 15 }, 'general_degradation'],
      [{ vibration_mm_s: 1.1, age_years: 15.1 }, 'mechanical_fatigue'],
      [{ harmonic_distortion_percent: 8.1, corrosion: 0.5 }, 'general_degradation'],
      [{ harmonic_distortion_percent: 8.1, corrosion: 0.51 }, 'electrical_disturbance'],
      [{ temperature_c: 95, vibration_mm_s: 2, age_years: 40 }, 'thermal_overload'],
    ];
    for (const [readings, type] of types) assert.equal((await score(readings)).failure_type, type);
  });

  it('combines its members as the card says', async () => {
    const { pools } = cardOf(folder, 'sim-1-v1').combination;
    const [{ offset, weights }] = pools;
    const alone = (member: string) =>
      pools.find((pool: Pool) => Object.keys(pool.weights).length === 1 && member in pool.weights);
    const scores = await scorer.score(Float64Array.from(generateRows(500, 99).rows));
    scores.failure_probability.forEach((p, row) => {
      // What each member says by itself leads back to its evidence.
      const evidence = (member: 'gradient_boosting' | 'random_forest') =>
        (logOdds(scores[member][row]!) - alone(member).offset) / alone(member).weights[member];
      const isolation = alone('isolation_forest');
      const curve = isolation.offset + isolation.weights.isolation_forest * scores.anomaly_score[row]!;
      assert.ok(Math.abs(logOdds(scores.isolation_forest[row]!) - curve) < 1e-9);
      const sum =
        offset +
        weights.gradient_boosting * evidence('gradient_boosting') +
        weights.random_forest * evidence('random_forest') +
        weights.isolation_forest * scores.anomaly_score[row]!;
      assert.ok(Math.abs(p - 1 / (1 + Math.exp(-sum))) < 1e-9);
    });
  });

  it('scores no rows, and refuses half a row', async () => {
    assert.equal((await scorer.score(new Float64Array())).failure_probability.length, 0);
    await assert.rejects(async () => scorer.score(new Float64Array(15)), /INVALID_READING|multiple of 10/);
  });

  const damages: [string, string, (text: string) => string, RegExp][] = [
    ['a card cut short', 'card.json', (text) => text.slice(0, 400), /card\.json, its text/],
    [
      'trees cut short',
      'random-forest.json',
      (text) => text.slice(0, 4000),
      /random-forest\.json; got .*4000 char/,
    ],
    [
      'trees changed',
      'gradient-boosting.json',
      (text) => text.replace('AAAA', 'AAAB'),
      /gradient-boosting\.json.*SHA/,
    ],
    [
      'other features',
      'card.json',
      (text) => text.replace('"oil_quality"', '"oil"'),
      /card\.json, features; got/,
    ],
    [
      'a weight that is none',
      'card.json',
      (text) => text.replace(/("random_forest": )\d+(\.\d+)?/, '$1null'),
      /combination\.pools/,
    ],
    [
      'a card that does not match its trees',
      'card.json',
      (text) => text.replace(/("random_forest": \{\s*"trees": )80/, '$181'),
      /members\.random_forest\.trees; got 81/,
    ],
    [
      'an acceleration of nothing',
      'card.json',
      (text) => text.replace('"horizon_h": 720', '"horizon_h": 720, "acceleration": 0'),
      /card\.json, acceleration; got 0/,
    ],
    [
      'quantiles that fall',
      'card.json',
      (text) => text.replace(/"quantiles": \[\s*\[\s*/, '$&1e9, '),
      /training_distribution\.quantiles/,
    ],
    [
      'a newer format',
      'card.json',
      (text) => text.replace('"format_version": 1', '"format_version": 2'),
      /got 2/,
    ],
  ];
  for (const [name, file, damage, message] of damages) {
    it(`sets a model with ${name} aside, names the file, and opens the one before it`, async () => {
      const copy = mkdtempSync(path.join(tmpdir(), 'gridloom-damaged-'));
      cpSync(folder, copy, { recursive: true });
      cpSync(path.join(copy, 'sim-1-v1'), path.join(copy, 'sim-1-v2'), { recursive: true });
      const place = path.join(copy, 'sim-1-v2', file);
      writeFileSync(place, damage(readFileSync(place, 'utf8')));
      const events: ModelNotUsed[] = [];
      const opened = await openRiskScorer({ folder: copy }, { report: (event) => events.push(event) });
      assert.equal(opened.info().version, '1');
      assert.equal(events.length, 1);
      assert.match(`${events[0]!.problem.at}; got ${JSON.stringify(events[0]!.problem.got)}`, message);
      assert.deepEqual(readdirSync(copy).sort(), ['sim-1-v1', 'sim-1-v2.corrupt']);
      rmSync(copy, { recursive: true });
    });
  }

  it('does not look at what a killed training has left', async () => {
    const copy = mkdtempSync(path.join(tmpdir(), 'gridloom-killed-'));
    cpSync(folder, copy, { recursive: true });
    const half = path.join(copy, '.training-k1ll3d');
    cpSync(path.join(copy, 'sim-1-v1'), half, { recursive: true });
    writeFileSync(path.join(half, 'random-forest.json'), '{"format": "gridloom-tr');
    const events: ModelNotUsed[] = [];
    const opened = await openRiskScorer({ folder: copy }, { report: (event) => events.push(event) });
    assert.deepEqual([opened.info().version, events], ['1', []]);
    rmSync(copy, { recursive: true });
  });

  it('withdraws its model, so that the one before it is the newest', async () => {
    const copy = mkdtempSync(path.join(tmpdir(), 'gridloom-withdrawn-'));
    cpSync(path.join(folder, 'sim-1-v1'), path.join(copy, 'sim-1-v1'), { recursive: true });
    cpSync(path.join(folder, 'sim-1-v1'), path.join(copy, 'sim-1-v2'), { recursive: true });
    (await openRiskScorer({ folder: copy }, silent)).withdraw();
    assert.deepEqual(readdirSync(copy).sort(), ['sim-1-v1', 'sim-1-v2.withdrawn']);
    (await openRiskScorer({ folder: copy }, silent)).withdraw();
    await assert.rejects(openRiskScorer({ folder: copy }, silent), /no usable risk model/);
    rmSync(copy, { recursive: true });
  });

  it('says that there is none where the only model lacks a file', async () => {
    const copy = mkdtempSync(path.join(tmpdir(), 'gridloom-lacking-'));
    cpSync(folder, copy, { recursive: true });
    rmSync(path.join(copy, 'sim-1-v1', 'isolation-forest.json'));
    await assert.rejects(openRiskScorer({ folder: copy }, silent), /no usable risk model/);
    assert.deepEqual(readdirSync(copy), ['sim-1-v1.corrupt']);
    rmSync(copy, { recursive: true });
  });

  it('keeps the newest three that it trained, leaves the others alone, and never takes the number of one set aside', async () => {
    const copy = mkdtempSync(path.join(tmpdir(), 'gridloom-versions-'));
    for (const version of [4, 5, 6]) {
      cpSync(path.join(folder, 'sim-1-v1'), path.join(copy, `sim-1-v${version}`), { recursive: true });
    }
    renameSync(path.join(copy, 'sim-1-v6'), path.join(copy, 'sim-1-v6.corrupt'));
    cpSync(path.join(folder, 'sim-1-v1'), path.join(copy, 'mine-v3'), { recursive: true });
    const result = await (await openRiskTrainer({ folder: copy, seed: 1, trained_at }, silent)).train();
    assert.equal('info' in result && result.info.version, '7');
    const kept = ['mine-v3', 'sim-1-v4', 'sim-1-v5', 'sim-1-v6.corrupt', 'sim-1-v7'];
    assert.deepEqual(readdirSync(copy).sort(), kept);
    const trees = 'isolation-forest.json';
    const [first, second] = [path.join(folder, 'sim-1-v1', trees), path.join(copy, 'sim-1-v7', trees)];
    assert.equal(readFileSync(first, 'utf8'), readFileSync(second, 'utf8'), 'the same seed, the same trees');
    rmSync(copy, { recursive: true });
  });

  it('lets folders alone that hold no model, whatever their names', async () => {
    const shared = mkdtempSync(path.join(tmpdir(), 'gridloom-shared-'));
    const foreign = ['site-v8', 'site-v9', 'site-v10', 'site-v11'];
    for (const name of foreign) {
      mkdirSync(path.join(shared, name));
      writeFileSync(path.join(shared, name, 'index.html'), '');
    }
    await assert.rejects(openRiskScorer({ folder: shared }, silent), /no usable risk model/);
    await (await openRiskTrainer({ folder: shared, seed: 1, trained_at }, silent)).train();
    assert.equal((await openRiskScorer({ folder: shared }, silent)).info().id, 'sim-1');
    assert.deepEqual(readdirSync(shared).sort(), [...foreign, 'sim-1-v12'].sort());
    rmSync(shared, { recursive: true });
  });

  async function score(readings: Partial<SensorReadings>) {
    const row = { ...HEALTHY, ...readings };
    const scores = await scorer.score(Float64Array.from(READINGS, (name) => row[name]));
    return {
      failure_probability: scores.failure_probability[0]!,
      failure_type: FAILURE_TYPES[scores.failure_type[0]!]!,
    };
  }
});

const HEALTHY: SensorReadings = {
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

function cardOf(folder: string, name: string) {
  return JSON.parse(readFileSync(path.join(folder, name, 'card.json'), 'utf8'));
}
