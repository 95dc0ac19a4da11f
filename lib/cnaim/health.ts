/** Health scores run from 0.5, new, to 10, about to fail. */
export const BEST_SCORE = 0.5;
export const WORST_SCORE = 10;
/** The score at the end of the expected life. No age alone makes a score worse than this. */
export const END_OF_LIFE_SCORE = 5.5;

/** CNAIM v2.1, section 6.1.4: expected life = normal expected life / (duty factor × location factor). */
export function expectedLife_years(normal_life_years: number, duty = 1, location = 1): number {
  return normal_life_years / (duty * location);
}

/** CNAIM v2.1, section 6.1.5: the initial ageing rate β₁ = ln(5.5 / 0.5) / expected life, a year. */
export function ageingRate(expected_life_years: number): number {
  return Math.log(END_OF_LIFE_SCORE / BEST_SCORE) / expected_life_years;
}

/**
 * CNAIM v2.1, section 6.1.6: initial score = min(5.5, 0.5 e^(β₁ age)). Where duty and location change in time, they may
 * stretch the age instead of the expected life, which is the same where they stand still.
 */
export function initialScore(years: number, expected_life_years: number): number {
  return Math.min(END_OF_LIFE_SCORE, BEST_SCORE * Math.exp(ageingRate(expected_life_years) * years));
}

/** CNAIM v2.1, section 4.3.2, equations 5 to 7: the initial score times the factors, within collar 0.5 and cap 10. */
export function currentScore(initial: number, factor: number): number {
  return Math.min(WORST_SCORE, Math.max(BEST_SCORE, initial * factor));
}

/** C of the cubic below, and the score under which it does not fall: CNAIM v2.1, section 6 and table 21. */
const C = 1.087;
const LIMIT_SCORE = 4;

/** CNAIM v2.1, section 6: failures a year = K (1 + CH + (CH)²/2 + (CH)³/6), K in percent; of one kilometre for lines and cables. */
export function failuresPerYear(k_percent: number, score: number): number {
  const ch = C * Math.max(LIMIT_SCORE, score);
  return (k_percent / 100) * (1 + ch * (1 + ch * (0.5 + ch / 6)));
}

/**
 * CNAIM v2.1, section 6.1.8: the forecast ageing rate β₂ = ln(H / 0.5) / age, at most 2 β₁; β₁ where age says nothing yet.
 * The score in t years is H e^(β₂ t).
 */
export function forecastRate(score: number, age_years: number, initial_rate: number): number {
  if (score <= BEST_SCORE || age_years <= 0) return initial_rate;
  return Math.min(2 * initial_rate, Math.log(score / BEST_SCORE) / age_years);
}
