import type { Random } from '../../random';
import type { Archive } from '../../keeping';

/** How a sensor fails. `false_data` is an intruder's: it looks like any good reading. */
export const SENSOR_FAULTS = ['dropout', 'stuck', 'drift', 'delay', 'false_data'] as const;
export type SensorFault = (typeof SENSOR_FAULTS)[number];

/** Failures of one sensor a year, each kind; none where nothing is said. */
export type SensorFaultRates = Partial<Record<Exclude<SensorFault, 'false_data'>, number>>;

/** How long each lasts: lognormal with this median, hours. */
const MEDIAN_H = [0.5, 6, 720, 2];
const SPREAD = 0.8;
const HOUR_S = 3600;
const YEAR_S = 8766 * HOUR_S;

/** What a sensor without a fault has in place of one. */
export const SOUND = 255;

/** Which sensors are at fault, since when and until when. Sensors are numbered. */
export class SensorFaults {
  /** Index of SENSOR_FAULTS, or SOUND. */
  readonly kind: Uint8Array;
  readonly since_s: Float64Array;
  /** What an intruder makes of a value v: factor · v + offset. */
  readonly factor: Float64Array;
  readonly offset: Float64Array;
  private readonly until_s: Float64Array;
  private readonly next_s: Float64Array;
  private readonly rates: Float64Array;
  private readonly total: number;
  private started = false;

  constructor(
    sensors: number,
    rates: SensorFaultRates,
    private readonly random: Random,
  ) {
    this.kind = new Uint8Array(sensors).fill(SOUND);
    this.since_s = new Float64Array(sensors);
    this.until_s = new Float64Array(sensors);
    this.factor = new Float64Array(sensors).fill(1);
    this.offset = new Float64Array(sensors);
    this.next_s = new Float64Array(sensors).fill(Number.POSITIVE_INFINITY);
    this.rates = Float64Array.of(rates.dropout ?? 0, rates.stuck ?? 0, rates.drift ?? 0, rates.delay ?? 0);
    this.total = this.rates.reduce((sum, rate) => sum + rate, 0);
  }

  /** Begins and ends what is due. */
  advance(time_s: number): void {
    const { kind, until_s, next_s } = this;
    if (!this.started) {
      this.started = true;
      if (this.total > 0) for (let k = 0; k < kind.length; k++) next_s[k] = time_s + this.wait_s();
    }
    for (let k = 0; k < kind.length; k++) {
      if (kind[k] !== SOUND && time_s >= until_s[k]) this.clear(k);
      if (time_s < next_s[k]) continue;
      if (kind[k] === SOUND) this.begin(k, this.drawKind(), time_s);
      next_s[k] = time_s + this.wait_s();
    }
  }

  /** Puts a sensor at fault until a time. */
  set(sensor: number, fault: SensorFault, since_s: number, until_s: number): void {
    this.kind[sensor] = SENSOR_FAULTS.indexOf(fault);
    this.since_s[sensor] = since_s;
    this.until_s[sensor] = until_s;
  }

  clear(sensor: number): void {
    this.kind[sensor] = SOUND;
    this.factor[sensor] = 1;
    this.offset[sensor] = 0;
  }

  keep(archive: Archive): void {
    archive.array(this.kind);
    for (const values of [this.since_s, this.until_s, this.factor, this.offset, this.next_s])
      archive.array(values);
    this.started = archive.flag(this.started);
    archive.random(this.random);
  }

  private begin(k: number, kind: number, time_s: number): void {
    const hours = MEDIAN_H[kind] * Math.exp(SPREAD * this.random.normal());
    this.set(k, SENSOR_FAULTS[kind], time_s, time_s + hours * HOUR_S);
  }

  private wait_s(): number {
    return (-Math.log(1 - this.random.next()) / this.total) * YEAR_S;
  }

  private drawKind(): number {
    let left = this.random.next() * this.total;
    for (let kind = 0; kind < this.rates.length - 1; kind++) {
      left -= this.rates[kind];
      if (left < 0) return kind;
    }
    return this.rates.length - 1;
  }
}
