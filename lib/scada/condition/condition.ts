import { CONDITION_GAIN, currentScore, initialScore, inspected } from '../../cnaim';
import type { FaultKind } from '../../contract';
import type { Grid } from '../../grid';
import type { Random } from '../../random';
import type { Archive } from '../../keeping';
import { clamp } from '../clamp';
import { HOTTEST_C } from '../thermal/conductor';
import { approach } from '../thermal/transformer';
import type { Weather } from '../weather/weather';
import { type Assets, assetsOf, CABLE, LINE } from './assets';
import { corrosionPerYear, dutyFactor, fatigueFactor, insulationPerYear, wear } from './degradation';
import { classMix, distortion_percent } from './harmonics';

/** Ten readings an edge, in the order of the contract's READINGS. */
export const READING_COUNT = 10;

/** A bad joint is small and heats faster than the conductor. */
const JOINT_TIME_CONSTANT_S = 30;

/** What an injected fault does to the readings. */
const FAULT_EFFECT: Record<LastingFault, number> = {
  overheating: 85,
  vibration: 1.3,
  harmonics: 8.5,
  corrosion: 0.6,
};
type LastingFault = Exclude<FaultKind, 'trip'>;

export const SECONDS_PER_YEAR = 365.25 * 86_400;
/** Variance of wear over its mean: years of ageing, and corrosion. */
const AGEING_DISPERSION = 0.5;
const CORROSION_DISPERSION = 0.008;
/** What corrosion and insulation are of an ordinary asset of an age, at the start. */
const CORROSION_OF_A_YEAR = 0.009;
const INSULATION_OF_A_YEAR = 0.008;

/** What acts on the edges over a step; one value an edge where it is an array. */
export interface Stress {
  weather: Weather;
  temperature_c: Float64Array;
  /** Relative ageing of windings. */
  ageing: Float64Array;
  /** Share of the rating. */
  loading: Float64Array;
  load_mw: Float64Array;
  /** What each class of customers takes of its nominal demand. */
  multiplier: Float64Array;
}

/** The state of every edge as an asset: wear, health, and the true values of what sensors measure. */
export class ConditionModel {
  readonly assets: Assets;
  /** READING_COUNT true values an edge; valid until the next `advance`. */
  readonly readings: Float64Array;
  readonly tripped: Uint8Array;
  /** Health score, 0.5 to 10. */
  readonly health: Float64Array;
  readonly age_years: Float64Array;
  /** Years of wear, by duty and place. */
  readonly effective_years: Float64Array;
  readonly fatigue_years: Float64Array;
  private readonly joint_c: Float64Array;
  private readonly corrosion: Float64Array;
  private readonly insulation: Float64Array;
  private readonly trips: Int32Array;
  private readonly vibration: Float64Array;
  private readonly distortion: Float64Array;
  private readonly mix: Float64Array;
  private readonly faults: Record<LastingFault, Uint8Array>;

  constructor(
    grid: Grid,
    private readonly random: Random,
  ) {
    const { branches } = grid.network;
    const count = grid.branchCount;
    const flags = (): Uint8Array => new Uint8Array(count);
    this.assets = assetsOf(grid, random);
    const { location } = this.assets;
    this.readings = new Float64Array(READING_COUNT * count);
    this.tripped = flags();
    this.health = new Float64Array(count);
    this.faults = { overheating: flags(), vibration: flags(), harmonics: flags(), corrosion: flags() };
    this.joint_c = new Float64Array(count);
    this.trips = new Int32Array(count);
    this.age_years = Float64Array.from(branches, (branch) => branch.age_years ?? random.between(1, 40));
    this.effective_years = this.age_years.map((age, k) => wear(random, location[k] * age, AGEING_DISPERSION));
    this.fatigue_years = this.age_years.map((age, k) => location[k] * age);
    this.corrosion = this.age_years.map((age, k) =>
      clamp(0.03 + wear(random, CORROSION_OF_A_YEAR * location[k] * age, CORROSION_DISPERSION), 0, 1),
    );
    this.insulation = this.age_years.map((age) =>
      clamp(1 - INSULATION_OF_A_YEAR * age * random.between(0.6, 1.4), 0, 1),
    );
    this.vibration = Float64Array.from(branches, () => random.between(0.12, 0.3));
    this.distortion = Float64Array.from(branches, () => random.between(0.7, 1.2));
    this.mix = classMix(grid);
    for (let k = 0; k < count; k++) this.trips[k] = Math.floor((random.next() * this.age_years[k]) / 12);
  }

  inject(edge: number, fault: FaultKind): void {
    if (fault === 'trip') this.trip(edge);
    else this.faults[fault][edge] = 1;
  }

  trip(edge: number): void {
    if (this.tripped[edge] === 1) return;
    this.tripped[edge] = 1;
    this.trips[edge]++;
  }

  restore(edge: number): void {
    this.tripped[edge] = 0;
    for (const flags of Object.values(this.faults)) flags[edge] = 0;
  }

  /** Lets all edges grow older at once, as far as their years go: their wear is that of ordinary use. */
  age(years: number): void {
    for (let k = 0; k < this.age_years.length; k++) {
      const place = this.assets.location[k];
      this.age_years[k] += years;
      this.effective_years[k] += place * years;
      this.fatigue_years[k] += place * years;
      this.corrosion[k] = clamp(this.corrosion[k] + CORROSION_OF_A_YEAR * place * years, 0, 1);
      this.insulation[k] = clamp(this.insulation[k] - INSULATION_OF_A_YEAR * years, 0, 1);
    }
  }

  keep(archive: Archive): void {
    const { readings, health, age_years, effective_years, fatigue_years, joint_c, corrosion, insulation } =
      this;
    const wear = [
      readings,
      health,
      age_years,
      effective_years,
      fatigue_years,
      joint_c,
      corrosion,
      insulation,
    ];
    for (const values of [...wear, this.vibration, this.distortion]) archive.array(values);
    for (const values of [this.tripped, this.trips, ...Object.values(this.faults)]) archive.array(values);
    archive.random(this.random);
  }

  /** The step that ends now, under a stress that holds over it. */
  advance(step_s: number, stress: Stress): void {
    const { weather, temperature_c, ageing, loading, load_mw } = stress;
    const { kind } = this.assets;
    const years = step_s / SECONDS_PER_YEAR;
    for (let k = 0; k < loading.length; k++) {
      const joint = this.faults.overheating[k] === 1 ? FAULT_EFFECT.overheating : 0;
      this.joint_c[k] = approach(this.joint_c[k], joint, step_s / JOINT_TIME_CONSTANT_S);
      const hot_c = Math.min(HOTTEST_C, temperature_c[k] + this.joint_c[k]);
      if (years > 0) this.wearDown(k, years, hot_c, ageing[k], weather, loading[k]);
      const shaken = this.vibrationOf(k, weather.wind_m_s, loading[k]);
      const distorted = distortion_percent(this.mix, k, stress.multiplier) * this.distortion[k];
      const corroded = clamp(this.corrosion[k] + this.faults.corrosion[k] * FAULT_EFFECT.corrosion, 0, 1);
      const { readings } = this;
      const at = READING_COUNT * k;
      readings[at] = hot_c;
      readings[at + 1] = load_mw[k];
      readings[at + 2] = shaken + this.faults.vibration[k] * FAULT_EFFECT.vibration;
      readings[at + 3] = this.age_years[k];
      readings[at + 4] = corroded;
      readings[at + 5] =
        distorted + 0.8 * Math.min(3, loading[k]) + this.faults.harmonics[k] * FAULT_EFFECT.harmonics;
      readings[at + 6] = this.insulation[k];
      readings[at + 7] = this.trips[k];
      readings[at + 8] = weather.ambient_temperature_c;
      readings[at + 9] = weather.humidity_percent;
      this.health[k] = this.scoreOf(k, kind[k], corroded);
    }
  }

  private wearDown(
    k: number,
    years: number,
    hot_c: number,
    ageing: number,
    weather: Weather,
    loading: number,
  ): void {
    const { random, assets } = this;
    const kind = assets.kind[k];
    const place = assets.location[k];
    this.age_years[k] += years;
    const duty = dutyFactor(kind, hot_c, ageing);
    this.effective_years[k] += wear(random, place * duty * years, AGEING_DISPERSION);
    this.fatigue_years[k] += place * fatigueFactor(kind, weather.wind_m_s, loading) * years;
    const corroded = wear(random, place * corrosionPerYear(kind, weather) * years, CORROSION_DISPERSION);
    this.corrosion[k] = clamp(this.corrosion[k] + corroded, 0, 1);
    const lost = insulationPerYear(kind, hot_c, ageing) * years;
    this.insulation[k] = clamp(this.insulation[k] - lost, 0, 1);
  }

  /** Wind shakes lines; load makes windings hum; what is worn shakes more. */
  private vibrationOf(k: number, wind_m_s: number, loading: number): number {
    const kind = this.assets.kind[k];
    const base = this.vibration[k] * (kind === CABLE ? 0.5 : 1) + 0.004 * this.fatigue_years[k];
    return base + (kind === LINE ? 0.02 * wind_m_s : 0) + 0.1 * Math.min(3, loading);
  }

  /** What inspection sees worsens the score. */
  private scoreOf(k: number, kind: number, corroded: number): number {
    const initial = initialScore(this.effective_years[k], this.assets.normal_life_years[k]);
    return currentScore(initial, 1 + CONDITION_GAIN * inspected(kind, corroded, this.insulation[k]));
  }
}
