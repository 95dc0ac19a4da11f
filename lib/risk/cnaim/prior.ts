import {
  ageingRate,
  currentScore,
  expectedLife_years,
  failuresPerYear,
  forecastRate,
  initialScore,
  kPercentOf,
  LIFE_YEARS,
} from '../../cnaim';
import { READINGS } from '../../contract';
import { COLUMN } from '../failure-type';
import type { AssetTable } from './assets';
import { conditionFactor } from './condition-factor';
import { type LifeScores, remainingLife } from './remaining-life';

/** The methodology, as answers name it. */
export const PRIOR_METHOD = 'cnaim_v2_1';
const HOURS_PER_YEAR = 8760;
/** The period that the prior speaks of where no model says another one: 30 days. */
export const USUAL_HORIZON_H = 720;

/** One figure a row. */
export interface PriorScores extends LifeScores {
  /** Probability of a functional failure within the horizon. */
  prior_probability: Float64Array;
  /** Functional failures a year, of the whole length. */
  failures_per_year: Float64Array;
  health_score: Float64Array;
}

/**
 * What the methodology says of rows: n × 10 readings in the order of READINGS, NaN where one is missing. Duty and location
 * factor are 1: no reading tells them. A row without an age counts as one at half its expected life.
 */
export function priorOf(rows: ArrayLike<number>, assets: AssetTable, horizon_h: number): PriorScores {
  const count = assets.kind.length;
  const make = () => new Float64Array(count);
  const scores: PriorScores = {
    prior_probability: make(),
    failures_per_year: make(),
    health_score: make(),
    life_expected_years: make(),
    life_low_years: make(),
    life_high_years: make(),
  };
  for (let row = 0; row < count; row++) writePrior(scores, rows, row, assets, horizon_h);
  return scores;
}

function writePrior(
  scores: PriorScores,
  rows: ArrayLike<number>,
  row: number,
  { kind, length_km, high_voltage }: AssetTable,
  horizon_h: number,
): void {
  const life_years = expectedLife_years(LIFE_YEARS[kind[row]]);
  const told = rows[row * READINGS.length + COLUMN.age_years];
  const age_years = Number.isNaN(told) ? life_years / 2 : told;
  const score = currentScore(initialScore(age_years, life_years), conditionFactor(rows, row, kind[row]));
  const ofOne = failuresPerYear(kPercentOf(kind[row], high_voltage[row] === 1), score);
  scores.health_score[row] = score;
  scores.failures_per_year[row] = ofOne * length_km[row];
  scores.prior_probability[row] = withinHorizon(ofOne, length_km[row], horizon_h);
  const rate = forecastRate(score, age_years, ageingRate(life_years));
  remainingLife(scores, row, { score, age_years, rate });
}

/**
 * From a probability a year to one of another period: it holds through the period with (1 − p)^(h / 8760), and through a
 * length with the product over its kilometres, which fail independently: p(h, L) = 1 − (1 − p)^(L h / 8760). By
 * log1p and expm1, since for short horizons the difference to 1 would be lost.
 */
export function withinHorizon(p_year: number, length_km: number, horizon_h: number): number {
  return -Math.expm1((length_km * horizon_h * Math.log1p(-Math.min(1, p_year))) / HOURS_PER_YEAR);
}
