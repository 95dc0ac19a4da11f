import { strict as assert } from 'node:assert';
import { parseSnapshot, READINGS } from '../../../lib/contract';
import { builtinNetwork } from '../../../lib/grid';
import { Random } from '../../../lib/random';
import {
  builtinShapes,
  openSimulator,
  READING_COUNT,
  type SensorFaultRates,
  SnapshotWriter,
} from '../../../lib/scada';
import { CHANNELS } from '../../../lib/scada/sensors/channels';
import type { SensorFault } from '../../../lib/scada/sensors/faults';
import { QUALITIES, SensorModel } from '../../../lib/scada/sensors/sensors';

const START_S = Date.UTC(2026, 0, 31, 12) / 1000;
const FOREVER = Number.POSITIVE_INFINITY;
/** The true values of one edge at a time: the temperature rises by 0.01 K each second. */
const truthAt = (time_s: number): Float64Array =>
  Float64Array.of(30 + 0.01 * (time_s - START_S), 12, 0.4, 20, 0.3, 3, 0.8, 2, 15, 70);

interface Seen {
  value: number;
  quality: string;
  measured_s: number;
}

/** The temperature as it is told every `step_s`; the fault begins after the first tick. */
function temperatures(
  fault: SensorFault,
  ticks: number,
  step_s: number,
  { until_s = FOREVER, truth = truthAt } = {},
): Seen[] {
  const sensors = new SensorModel(1, {}, new Random(2));
  return Array.from({ length: ticks }, (_, tick) => {
    const time_s = START_S + tick * step_s;
    sensors.measure(time_s, truth(time_s));
    if (tick === 0) sensors.faults.set(0, fault, time_s, until_s);
    return {
      value: sensors.readings[0],
      quality: QUALITIES[sensors.quality[0]],
      measured_s: sensors.measured_s[0],
    };
  });
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('sensors', () => {
  it('read true values with the noise of their accuracy class, and say that they are good', () => {
    const sensors = new SensorModel(1, {}, new Random(1));
    const truth = truthAt(START_S);
    const read: number[][] = CHANNELS.map(() => []);
    for (let k = 0; k < 8000; k++) {
      sensors.measure(START_S + k, truth);
      for (const [n, { column }] of CHANNELS.entries()) read[n].push(sensors.readings[column]);
      assert.ok(sensors.quality.every((level) => level === 0) && sensors.measured_s.every(Number.isNaN));
      for (const column of [3, 7, 8, 9]) assert.equal(sensors.readings[column], truth[column]);
    }
    CHANNELS.forEach(({ name, column, absolute, relative }, n) => {
      const step = absolute + relative * truth[column];
      const m = mean(read[n]);
      const spread = Math.sqrt(mean(read[n].map((value) => (value - m) ** 2)));
      assert.ok(Math.abs(m - truth[column]) < 0.06 * step, `${name}: mean ${m}`);
      assert.ok(Math.abs(spread / step - 1) < 0.05, `${name}: spread ${spread}`);
    });
  });

  it('that drop out keep their last value, bad, with its own time, and come back', () => {
    const seen = temperatures('dropout', 6, 10, { until_s: START_S + 40 });
    for (const { value, quality, measured_s } of seen.slice(1, 4)) {
      assert.deepEqual([value, quality, measured_s], [seen[0].value, 'bad', START_S]);
    }
    assert.deepEqual([seen[4].quality, Number.isNaN(seen[4].measured_s)], ['good', true]);
    assert.notEqual(seen[4].value, seen[0].value);
  });

  it('that are stuck look good until somebody notices that nothing moves', () => {
    const seen = temperatures('stuck', 20, 60);
    assert.ok(seen.every(({ value }) => value === seen[0].value));
    assert.deepEqual(
      seen.map(({ quality }) => quality),
      [...Array(10).fill('good'), ...Array(10).fill('uncertain')],
    );
    assert.equal(seen[19].measured_s, START_S);
  });

  it('that drift are off by more and more, and found out when they are far off', () => {
    const seen = temperatures('drift', 100, 3600, { truth: () => truthAt(START_S) });
    const off = (tick: number): number => seen[tick].value - 30;
    // 0.3 K, the class, every 6 h, within four times the noise.
    for (const tick of [6, 30, 60, 99])
      assert.ok(Math.abs(off(tick) - (0.3 * tick) / 6) < 1.2, `${off(tick)}`);
    assert.deepEqual([seen[59].quality, seen[61].quality], ['good', 'uncertain']);
  });

  it('that are late tell what was five minutes ago, with its time', () => {
    const seen = temperatures('delay', 30, 30);
    for (let tick = 1; tick < seen.length; tick++) {
      const source = 10 * Math.floor(tick / 10);
      assert.equal(seen[tick].value, seen[source].value);
      if (tick === source) assert.equal(seen[tick].quality, 'good');
      else
        assert.deepEqual([seen[tick].quality, seen[tick].measured_s], ['uncertain', START_S + 30 * source]);
    }
  });

  it('with false data look like any other', () => {
    const sensors = new SensorModel(1, {}, new Random(2));
    sensors.measure(START_S, truthAt(START_S));
    sensors.faults.set(0, 'false_data', START_S, FOREVER);
    sensors.faults.factor[0] = 0.5;
    sensors.faults.offset[0] = 5;
    sensors.measure(START_S, truthAt(START_S));
    assert.ok(Math.abs(sensors.readings[0] - 20) < 1);
    assert.equal(sensors.quality[0], 0);
  });

  it('fail as often as they are told to, of each kind (4σ, fixed seed)', () => {
    const rates: Required<SensorFaultRates> = { dropout: 4, stuck: 2, drift: 1, delay: 3 };
    const sensors = new SensorModel(200, rates, new Random(3));
    const truth = Float64Array.from(
      { length: 200 * READING_COUNT },
      (_, k) => truthAt(START_S)[k % READING_COUNT],
    );
    const began = new Float64Array(4);
    let before = sensors.faults.kind.slice();
    for (let hour = 0; hour < 24 * 90; hour++) {
      sensors.measure(START_S + hour * 3600, truth);
      const { kind } = sensors.faults;
      for (const [k, fault] of kind.entries()) if (fault !== before[k] && fault !== 255) began[fault]++;
      before = kind.slice();
    }
    const sensor_years = (1200 * 90) / 365.25;
    // A sensor that is at fault already, mostly one that drifts for weeks, takes no further fault.
    for (const [k, rate] of [4, 2, 1, 3].entries()) {
      const expected = 0.95 * rate * sensor_years;
      assert.ok(Math.abs(began[k] - expected) < 4 * Math.sqrt(expected) + 0.05 * expected, `${began}`);
    }
  });
});

describe('a simulated grid with sensors that fail', () => {
  const network = builtinNetwork('riverside');
  const rates = { dropout: 3000, stuck: 1000, drift: 500, delay: 2000 };
  const simulate = (sensor_faults?: SensorFaultRates) =>
    openSimulator({ network, seed: 1, shapes: builtinShapes(), sensor_faults });

  it('is in truth the same grid, and sound sensors read the same', () => {
    const [sound, failing] = [simulate(), simulate(rates)];
    for (let tick = 0; tick < 200; tick++) {
      const [a, b] = [sound, failing].map((simulator) => simulator.tick(START_S + 60 * tick));
      assert.deepEqual(sound.truth(), failing.truth());
      assert.deepEqual(a.metrics, b.metrics);
    }
  });

  it('marks in its snapshots, which keep the contract, what is not good', () => {
    const simulator = simulate(rates);
    const writer = new SnapshotWriter(network);
    const found = new Set<string>();
    for (let tick = 0; tick < 300; tick++) {
      const written = writer.write(simulator.tick(START_S + 60 * tick), {
        sequence: tick,
        source: 'simulated',
      });
      const snapshot = parseSnapshot(JSON.parse(JSON.stringify(written)));
      for (const { quality = {} } of snapshot.edges) {
        for (const [name, { quality: level, timestamp }] of Object.entries(quality)) {
          assert.ok((READINGS as readonly string[]).includes(name), name);
          assert.ok(timestamp === undefined || timestamp < snapshot.timestamp);
          found.add(level);
        }
      }
    }
    assert.deepEqual([...found].sort(), ['bad', 'uncertain']);
  });
});
