import { strict as assert } from 'node:assert';
import { builtinNetwork, generateNetwork } from '../../../lib/grid';
import { Random } from '../../../lib/random';
import { builtinShapes, CAUSE_COUNT, CAUSES, type FailureEvent, openSimulator } from '../../../lib/scada';
import { type Assets, CABLE, LINE, TRANSFORMER } from '../../../lib/scada/condition/assets';
import { READING_COUNT } from '../../../lib/scada/condition/condition';
import { FailureModel } from '../../../lib/scada/failures/failures';
import {
  type HazardInputs,
  thermalPerYear,
  windGain,
  writeHazards,
} from '../../../lib/scada/failures/hazard';

const YEAR_S = 365.25 * 86_400;
const HOUR_S = 3600;

/** Healthy assets of one kind. */
function assetsOf(count: number, kind = LINE): Assets {
  const all = (value: number) => new Float64Array(count).fill(value);
  return {
    kind: new Uint8Array(count).fill(kind),
    length_km: all(1),
    high_voltage: new Uint8Array(count),
    location: all(1),
    normal_life_years: all(50),
    k_percent: all(0.008),
  };
}

/** A stand-in for the condition of edges: which are out of service. */
function serviceOf(count: number) {
  const tripped = new Uint8Array(count);
  return {
    tripped,
    trip: (edge: number) => {
      tripped[edge] = 1;
    },
    restore: (edge: number) => {
      tripped[edge] = 0;
    },
  };
}

/** Failures under hazards that stand still, told as rates of the four causes. */
function failuresUnder(
  rates: readonly number[],
  { count = 2000, acceleration = 1, steps = 40, step_s = YEAR_S / 20, seed = 1, kind = LINE } = {},
): FailureEvent[] {
  const model = new FailureModel(assetsOf(count, kind), acceleration, new Random(seed));
  for (let k = 0; k < count; k++) model.hazard.set(rates, CAUSE_COUNT * k);
  const service = serviceOf(count);
  const events: FailureEvent[] = [];
  for (let step = 1; step <= steps; step++) {
    model.advance(step * step_s, step_s, service);
    events.push(...model.events);
  }
  return events;
}

describe('failures', () => {
  it('come as often and of the causes that the hazards say (χ² at 0.1 %, fixed seed)', () => {
    const rates = [0.1, 0.05, 0.2, 0.15];
    const events = failuresUnder(rates);
    // 2000 edges for 2 years, less the hours of repair.
    const expected = rates.map((rate) => rate * 4000);
    const counts = CAUSES.map((cause) => events.filter((event) => event.cause === cause).length);
    const chi2 = counts.reduce((sum, n, c) => sum + (n - expected[c]) ** 2 / expected[c], 0);
    assert.ok(chi2 < 18.47, `χ² ${chi2} of ${counts} for ${expected}`);
  });

  it('wait exponentially long, whatever the length of a tick (Kolmogorov–Smirnov at 0.1 %)', () => {
    for (const step_s of [HOUR_S, 86_400, YEAR_S / 4]) {
      const count = step_s === HOUR_S ? 300 : 2000;
      const first = new Map<number, number>();
      const steps = Math.round((step_s === HOUR_S ? YEAR_S : 20 * YEAR_S) / step_s);
      const rate = step_s === HOUR_S ? 20 : 1;
      for (const { edge, time_s } of failuresUnder([rate, 0, 0, 0], { count, steps, step_s })) {
        if (!first.has(edge)) first.set(edge, time_s);
      }
      assert.equal(first.size, count);
      const waits = [...first.values()].sort((a, b) => a - b);
      const distance = waits.reduce((largest, wait_s, k) => {
        const share = 1 - Math.exp((-rate * wait_s) / YEAR_S);
        return Math.max(largest, Math.abs(share - k / count), Math.abs(share - (k + 1) / count));
      }, 0);
      assert.ok(distance < 1.95 / Math.sqrt(count), `${step_s} s: ${distance}`);
    }
  });

  it('come a hundred times as often where accelerated so, and never where the factor is 0', () => {
    const options = { count: 500, steps: 20 };
    const slow = failuresUnder([0.02, 0, 0, 0], { ...options, acceleration: 100 }).length;
    assert.ok(Math.abs(slow - 1000) < 4 * Math.sqrt(1000), `${slow}`);
    assert.equal(failuresUnder([5, 5, 5, 5], { ...options, acceleration: 0 }).length, 0);
  });

  it('are repaired after lognormal times: a median of 4 h for lines, 24 h for cables and 72 h for transformers', () => {
    for (const [kind, median_h] of [
      [LINE, 4],
      [CABLE, 24],
      [TRANSFORMER, 72],
    ]) {
      const hours = failuresUnder([1, 0, 0, 0], { kind })
        .map(({ time_s, repaired_s }) => (repaired_s - time_s) / HOUR_S)
        .sort((a, b) => a - b);
      const logs = hours.map(Math.log);
      const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
      const spread = Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length);
      assert.ok(Math.abs(mean - Math.log(median_h)) < 0.06, `${Math.exp(mean)} h`);
      assert.ok(Math.abs(spread - 0.8) < 0.04, `${spread}`);
    }
  });

  it('agree by cause and by age with the hazards of a simulated grid (4σ, fixed seed)', () => {
    const network = generateNetwork({ num_nodes: 200, num_generators: 20, seed: 5 });
    const ages = network.branches.map(({ age_years }) => age_years ?? 0).sort((a, b) => a - b);
    const median = ages[ages.length >> 1];
    const group = network.branches.map(({ age_years }) => ((age_years ?? 0) > median ? 1 : 0));
    const simulator = openSimulator({ network, seed: 4, shapes: builtinShapes(), acceleration: 400 });
    const expected = new Float64Array(2 * CAUSE_COUNT);
    const counted = new Float64Array(2 * CAUSE_COUNT);
    const out_s = new Float64Array(network.branches.length);
    let hazard: Float64Array | undefined;
    const start_s = Date.UTC(2026, 0, 1) / 1000;
    for (let tick = 0; tick <= 900; tick++) {
      const until_s = start_s + tick * HOUR_S;
      simulator.tick(until_s);
      const truth = simulator.truth();
      // Until when each edge was in service: hazards act on it only then.
      const ends = new Map(truth.failures.map((event) => [event.edge, event]));
      for (let k = 0; hazard !== undefined && k < out_s.length; k++) {
        const from_s = Math.max(until_s - HOUR_S, out_s[k]);
        const event = ends.get(k);
        let lived_s = Math.max(0, (event?.time_s ?? until_s) - from_s);
        if (event !== undefined) {
          out_s[k] = event.repaired_s;
          lived_s += Math.max(0, until_s - event.repaired_s);
          counted[CAUSE_COUNT * group[k] + CAUSES.indexOf(event.cause)]++;
        }
        for (let c = 0; c < CAUSE_COUNT; c++) {
          expected[CAUSE_COUNT * group[k] + c] += (400 * hazard[CAUSE_COUNT * k + c] * lived_s) / YEAR_S;
        }
      }
      hazard = truth.hazard;
    }
    for (const [k, n] of counted.entries()) {
      const what = `${CAUSES[k % CAUSE_COUNT]}, ${k < CAUSE_COUNT ? 'young' : 'old'}`;
      assert.ok(
        Math.abs(n - expected[k]) < 4 * Math.sqrt(expected[k] + 1),
        `${what}: ${n} of ${expected[k]}`,
      );
    }
    const all = counted.reduce((a, b) => a + b, 0);
    assert.ok(all > 300, `${all} failures are enough to tell`);
    const rate = (from: number) => counted.slice(from, from + CAUSE_COUNT).reduce((a, b) => a + b, 0);
    assert.ok(rate(CAUSE_COUNT) > 1.2 * rate(0), 'the old fail more often');
  });

  it('trip an edge, count, and end with its repair', () => {
    const network = builtinNetwork('riverside');
    const simulator = openSimulator({ network, seed: 1, shapes: builtinShapes(), acceleration: 2000 });
    const start_s = Date.UTC(2026, 0, 1) / 1000;
    const trips = (tick: { readings: Float64Array }, k: number) => tick.readings[READING_COUNT * k + 7];
    const first = simulator.tick(start_s);
    let failed: FailureEvent | undefined;
    for (let minute = 1; failed === undefined && minute < 20_000; minute++) {
      simulator.tick(start_s + 60 * minute);
      failed = simulator.truth().failures[0];
    }
    assert.ok(failed, 'a failure within two weeks');
    const { edge, time_s, repaired_s } = failed;
    const tripped = simulator.tick(time_s + 61);
    assert.deepEqual([tripped.in_service[edge], tripped.load_mw[edge]], [0, 0]);
    assert.equal(trips(tripped, edge), trips(first, edge) + 1);
    const repaired = simulator.tick(Math.max(repaired_s, time_s + 61) + 1);
    const again = simulator.truth().failures.some((event) => event.edge === edge);
    assert.equal(repaired.in_service[edge] === 1 || again, true);
  });

  it('end where an operator restores the edge', () => {
    const network = builtinNetwork('riverside');
    const simulator = openSimulator({ network, seed: 1, shapes: builtinShapes(), acceleration: 1e4 });
    const start_s = Date.UTC(2026, 0, 1) / 1000;
    let tick = simulator.tick(start_s);
    for (let minute = 1; !tick.in_service.includes(0) && minute < 20_000; minute++) {
      tick = simulator.tick(start_s + 60 * minute);
    }
    assert.ok(tick.in_service.includes(0));
    simulator.command({ command: 'restore' });
    assert.ok(!simulator.tick(tick.time_s).in_service.includes(0));
  });
});

describe('hazards', () => {
  const base = (): HazardInputs => ({
    assets: assetsOf(1),
    readings: Float64Array.of(30, 1, 0.3, 10, 0.1, 2.4, 0.9, 0, 15, 70),
    health: Float64Array.of(1),
    fatigue_years: Float64Array.of(10),
  });
  const hazardsOf = (change: (inputs: HazardInputs) => void = () => undefined, wind_m_s = 3): number[] => {
    const inputs = base();
    change(inputs);
    const hazard = new Float64Array(CAUSE_COUNT);
    writeHazards(inputs, wind_m_s, 0, hazard);
    return [...hazard];
  };

  it('double with every 6 K of heat, and are bounded', () => {
    assert.ok(Math.abs(thermalPerYear(LINE, 80) - 0.02) < 1e-15);
    assert.ok(Math.abs(thermalPerYear(CABLE, 96) / thermalPerYear(CABLE, 90) - 2) < 1e-12);
    assert.ok(thermalPerYear(TRANSFORMER, 110) < thermalPerYear(LINE, 110));
    assert.equal(thermalPerYear(LINE, 400), 1e5);
  });

  it('rise with the square of a wind above 8 m/s, for lines alone', () => {
    assert.deepEqual([windGain(0), windGain(8), windGain(16)], [1, 1, 31]);
    const [, calm] = hazardsOf();
    const [, storm] = hazardsOf(undefined, 16);
    assert.ok(Math.abs(storm / calm - 31) < 1e-9);
    const cable = (inputs: HazardInputs): void => void inputs.assets.kind.fill(CABLE);
    assert.deepEqual(hazardsOf(cable, 30), hazardsOf(cable, 0));
  });

  it('answer each to its own readings', () => {
    const ordinary = hazardsOf();
    const changed = (change: (inputs: HazardInputs) => void): string[] =>
      hazardsOf(change).flatMap((value, c) => (value > ordinary[c] ? [CAUSES[c]] : []));
    const reading =
      (column: number, value: number) =>
      (inputs: HazardInputs): void => {
        inputs.readings[column] = value;
      };
    assert.deepEqual(changed(reading(0, 110)), ['thermal_overload']);
    assert.deepEqual(changed(reading(2, 1.5)), ['mechanical_fatigue']);
    for (const [column, value] of [
      [4, 0.7],
      [5, 11],
      [6, 0.4],
      [7, 8],
    ])
      assert.deepEqual(changed(reading(column, value)), ['electrical_disturbance']);
    assert.deepEqual(
      changed((inputs) => inputs.health.fill(8)),
      ['general_degradation'],
    );
    assert.deepEqual(
      changed((inputs) => inputs.assets.length_km.fill(3)),
      CAUSES.slice(1),
    );
  });
});
