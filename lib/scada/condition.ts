import type { FaultKind } from '../contract';
import type { Grid } from '../grid';
import type { Random } from '../random';
import { clamp } from './clamp';
import { HOTTEST_C } from './thermal/conductor';
import { approach } from './thermal/transformer';
import type { Weather } from './weather/weather';

/** Ten readings an edge, in the order of the contract's READINGS. */
export const READING_COUNT = 10;

/** A bad joint is small and heats faster than the conductor. */
const JOINT_TIME_CONSTANT_S = 30;

/** What an injected fault does to the readings. */
const FAULT_EFFECT: Record<Exclude<FaultKind, 'trip'>, number> = {
  overheating: 85,
  vibration: 1.3,
  harmonics: 8.5,
  corrosion: 0.6,
};

const SECONDS_PER_YEAR = 365.25 * 86_400;
/** Corrosion and oil wear per year; humid air and heat hasten them. */
const CORROSION_PER_YEAR = 0.009;
const OIL_WEAR_PER_YEAR = 0.008;

/** The state of every edge as an asset: temperature, wear and what its sensors read. */
export class ConditionModel {
  /** READING_COUNT values an edge; valid until the next `advance`. */
  readonly readings: Float64Array;
  readonly tripped: Uint8Array;
  private readonly joint_c: Float64Array;
  private readonly age_years: Float64Array;
  private readonly corrosion: Float64Array;
  private readonly oil_quality: Float64Array;
  private readonly trips: Int32Array;
  private readonly vibration: Float64Array;
  private readonly distortion: Float64Array;
  private readonly faults: Record<Exclude<FaultKind, 'trip'>, Uint8Array>;

  constructor(
    grid: Grid,
    private readonly random: Random,
  ) {
    const { branches } = grid.network;
    const count = grid.branchCount;
    const flags = (): Uint8Array => new Uint8Array(count);
    this.readings = new Float64Array(READING_COUNT * count);
    this.tripped = flags();
    this.faults = { overheating: flags(), vibration: flags(), harmonics: flags(), corrosion: flags() };
    this.joint_c = new Float64Array(count);
    this.trips = new Int32Array(count);
    this.age_years = Float64Array.from(branches, (branch) => branch.age_years ?? random.between(1, 40));
    this.corrosion = this.age_years.map((age) =>
      clamp(0.03 + CORROSION_PER_YEAR * age * random.between(0.5, 1.5), 0, 1),
    );
    this.oil_quality = this.age_years.map((age) =>
      clamp(1 - OIL_WEAR_PER_YEAR * age * random.between(0.6, 1.4), 0, 1),
    );
    this.vibration = this.age_years.map((age) => random.between(0.12, 0.3) + 0.004 * age);
    this.distortion = Float64Array.from(branches, () => random.between(1.2, 3));
    for (let k = 0; k < count; k++) this.trips[k] = Math.floor((random.next() * this.age_years[k]) / 12);
  }

  inject(edge: number, fault: FaultKind): void {
    if (fault !== 'trip') {
      this.faults[fault][edge] = 1;
    } else if (this.tripped[edge] === 0) {
      this.tripped[edge] = 1;
      this.trips[edge]++;
    }
  }

  restore(edge: number): void {
    this.tripped[edge] = 0;
    for (const flags of Object.values(this.faults)) flags[edge] = 0;
  }

  /**
   * Temperature, `loading` as a share of the rating and `load_mw`, one value an edge, over the step that ends now.
   */
  advance(
    step_s: number,
    weather: Weather,
    temperature_c: Float64Array,
    loading: Float64Array,
    load_mw: Float64Array,
  ): void {
    const years = step_s / SECONDS_PER_YEAR;
    for (let k = 0; k < loading.length; k++) {
      const joint = this.faults.overheating[k] === 1 ? FAULT_EFFECT.overheating : 0;
      this.joint_c[k] = approach(this.joint_c[k], joint, step_s / JOINT_TIME_CONSTANT_S);
      const hot_c = Math.min(HOTTEST_C, temperature_c[k] + this.joint_c[k]);
      this.age_years[k] += years;
      const damp = 0.5 + weather.humidity_percent / 140;
      this.corrosion[k] = clamp(this.corrosion[k] + CORROSION_PER_YEAR * damp * years, 0, 1);
      // Montsinger's rule: wear doubles every 8 K, here above 60 °C.
      const hot = 2 ** ((Math.max(60, hot_c) - 60) / 8);
      this.oil_quality[k] = clamp(this.oil_quality[k] - OIL_WEAR_PER_YEAR * hot * years, 0, 1);
      this.read(k, weather, hot_c, loading[k], load_mw[k]);
    }
  }

  private read(k: number, weather: Weather, hot_c: number, loading: number, load_mw: number): void {
    const { random, readings, faults } = this;
    const at = READING_COUNT * k;
    const shaken = faults.vibration[k] * FAULT_EFFECT.vibration;
    const distorted = faults.harmonics[k] * FAULT_EFFECT.harmonics;
    const corroded = faults.corrosion[k] * FAULT_EFFECT.corrosion;
    readings[at] = clamp(hot_c + 0.3 * random.normal(), -60, HOTTEST_C);
    readings[at + 1] = Math.max(0, load_mw * (1 + 0.005 * random.normal()));
    readings[at + 2] = Math.max(
      0,
      this.vibration[k] + shaken + 0.02 * weather.wind_m_s + 0.1 * loading + 0.01 * random.normal(),
    );
    readings[at + 3] = this.age_years[k];
    readings[at + 4] = clamp(this.corrosion[k] + corroded, 0, 1);
    readings[at + 5] = Math.max(0, this.distortion[k] + distorted + 0.8 * loading + 0.05 * random.normal());
    readings[at + 6] = clamp(this.oil_quality[k] + 0.002 * random.normal(), 0, 1);
    readings[at + 7] = this.trips[k];
    readings[at + 8] = weather.ambient_temperature_c;
    readings[at + 9] = weather.humidity_percent;
  }
}
