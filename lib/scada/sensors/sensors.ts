import type { Random } from '../../random';
import type { Archive } from '../../keeping';
import { clamp } from '../clamp';
import { READING_COUNT } from '../condition/condition';
import { accuracy, CHANNELS } from './channels';
import { SENSOR_FAULTS, SensorFaults, type SensorFaultRates, SOUND } from './faults';

/** Quality of a reading, as an index. */
export const QUALITIES = ['good', 'uncertain', 'bad'] as const;
const UNCERTAIN = 1;
const BAD = 2;

/** A value that stands still for so long is doubted: a plausibility check of every control centre. */
const STUCK_NOTICED_S = 600;
/** A drifting sensor is off by its accuracy class for each of these; a comparison finds it at the second figure. */
const DRIFT_CLASS_S = 6 * 3600;
const DRIFT_NOTICED_CLASSES = 10;
/** A delayed sensor tells a new value so often. */
const DELAY_S = 300;

const [DROPOUT, STUCK, DRIFT, DELAY] = SENSOR_FAULTS.keys();

/** What the sensors of every edge read of the true values, and how far that may be trusted. */
export class SensorModel {
  /** READING_COUNT values an edge; valid until the next `measure`. */
  readonly readings: Float64Array;
  /** Index of QUALITIES for each reading. */
  readonly quality: Uint8Array;
  /** When the value was measured; NaN where at the tick's own time. */
  readonly measured_s: Float64Array;
  /** Sensor n of edge k is CHANNELS.length · k + n. */
  readonly faults: SensorFaults;
  /** The last value that each sensor told, and when. */
  private readonly last: Float64Array;
  private readonly last_s: Float64Array;
  private started = false;

  constructor(
    private readonly edges: number,
    rates: SensorFaultRates,
    private readonly random: Random,
  ) {
    const sensors = CHANNELS.length * edges;
    this.readings = new Float64Array(READING_COUNT * edges);
    this.quality = new Uint8Array(READING_COUNT * edges);
    this.measured_s = new Float64Array(READING_COUNT * edges).fill(Number.NaN);
    this.faults = new SensorFaults(sensors, rates, random.fork());
    this.last = new Float64Array(sensors);
    this.last_s = new Float64Array(sensors);
  }

  keep(archive: Archive): void {
    for (const values of [this.readings, this.quality, this.measured_s, this.last, this.last_s])
      archive.array(values);
    this.started = archive.flag(this.started);
    this.faults.keep(archive);
    archive.random(this.random);
  }

  /** Reads true values, READING_COUNT an edge. */
  measure(time_s: number, truth: Float64Array): void {
    const { readings, quality, measured_s, random, faults } = this;
    readings.set(truth);
    quality.fill(0);
    measured_s.fill(Number.NaN);
    faults.advance(time_s);
    for (let k = 0; k < this.edges; k++) {
      for (let n = 0; n < CHANNELS.length; n++) {
        const channel = CHANNELS[n];
        const at = READING_COUNT * k + channel.column;
        const sensor = CHANNELS.length * k + n;
        // Drawn whatever the fault, so that a fault leaves the other sensors' noise as it is.
        const step = accuracy(channel, truth[at]);
        const noisy = truth[at] + step * random.normal();
        const fault = this.started ? faults.kind[sensor] : SOUND;
        const value =
          fault === SOUND ? this.tell(sensor, noisy, time_s) : this.failed(at, sensor, noisy, step, time_s);
        readings[at] = clamp(value, channel.least, channel.most);
      }
    }
    this.started = true;
  }

  /** What a sensor with a fault shows in place of a value; marks its quality. */
  private failed(at: number, sensor: number, value: number, step: number, time_s: number): number {
    const { faults, last, last_s } = this;
    const lasted_s = time_s - faults.since_s[sensor];
    switch (faults.kind[sensor]) {
      case DROPOUT:
        return this.mark(at, BAD, last_s[sensor], last[sensor]);
      case STUCK:
        if (lasted_s < STUCK_NOTICED_S) return last[sensor];
        return this.mark(at, UNCERTAIN, last_s[sensor], last[sensor]);
      case DRIFT: {
        const classes = lasted_s / DRIFT_CLASS_S;
        const drifted = this.tell(sensor, value + classes * step, time_s);
        return classes < DRIFT_NOTICED_CLASSES ? drifted : this.mark(at, UNCERTAIN, Number.NaN, drifted);
      }
      case DELAY:
        if (time_s - last_s[sensor] >= DELAY_S) return this.tell(sensor, value, time_s);
        return this.mark(at, UNCERTAIN, last_s[sensor], last[sensor]);
      default:
        return this.tell(sensor, faults.factor[sensor] * value + faults.offset[sensor], time_s);
    }
  }

  private tell(sensor: number, value: number, time_s: number): number {
    this.last[sensor] = value;
    this.last_s[sensor] = time_s;
    return value;
  }

  private mark(at: number, quality: number, measured_s: number, value: number): number {
    this.quality[at] = quality;
    this.measured_s[at] = measured_s;
    return value;
  }
}
