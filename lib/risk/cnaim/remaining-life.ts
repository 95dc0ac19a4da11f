import { END_OF_LIFE_SCORE } from '../../cnaim';

/** Years until the health score reaches 5.5, its value at the end of the expected life; one figure a row. */
export interface LifeScores {
  life_expected_years: Float64Array;
  /** Bounds of the interval: in 8 of 10 cases it is reached between them. */
  life_low_years: Float64Array;
  life_high_years: Float64Array;
}

/** 8 of 10 cases lie within so many standard deviations of a normal distribution. */
const Z = 1.2815515655446004;

/**
 * Wear is a gamma process whose variance over mean is half a year (J. M. van Noortwijk, 2009, doi 10.1016/j.ress.2007.03.019):
 * what two assets of the same age and use differ by. The figure is that of Gridloom's simulator.
 */
const DISPERSION_YEARS = 0.5;

/**
 * Standard deviation of the pace of ageing, as a share: no reading tells where an asset stands. Of the location factors 0.85
 * to 1.3, uniform, as Gridloom's simulator draws them: 0.45 / √12 over their mean.
 */
const PACE_DEVIATION = 0.45 / Math.sqrt(12) / 1.075;

interface Ageing {
  score: number;
  age_years: number;
  /** Forecast ageing rate β₂, a year. */
  rate: number;
}

/**
 * CNAIM v2.1, section 6.1.8: H(t) = H e^(β₂ t), so the score reaches 5.5 after t = ln(5.5 / H) / β₂: that is `expected`, and 0
 * where it is reached already.
 *
 * The interval is that of the age A at which the score gets there, by the distribution of Birnbaum and Saunders, which the
 * first passage of a gamma process follows nearly (C. Park and W. J. Padgett, Lifetime Data Analysis 11, 2005, doi
 * 10.1007/s10985-005-5237-8): A(z) = a (αz/2 + √((αz/2)² + 1))², a = age + t, with α² = dispersion / a + pace deviation²,
 * both taken as independent. What is left of it is A − age, not below 0.
 */
export function remainingLife(scores: LifeScores, row: number, { score, age_years, rate }: Ageing): void {
  const expected = Math.max(0, Math.log(END_OF_LIFE_SCORE / score) / rate);
  const middle = age_years + expected;
  const alpha = Math.sqrt(DISPERSION_YEARS / middle + PACE_DEVIATION ** 2);
  const ageAt = (z: number): number => middle * ((alpha * z) / 2 + Math.hypot((alpha * z) / 2, 1)) ** 2;
  scores.life_expected_years[row] = expected;
  scores.life_low_years[row] = Math.max(0, ageAt(-Z) - age_years);
  scores.life_high_years[row] = ageAt(Z) - age_years;
}
