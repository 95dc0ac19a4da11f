/**
 * Asset health after Ofgem's DNO Common Network Asset Indices Methodology v2.1 (April 2021), sections 4 to 6: a score
 * from 0.5, new, to 10, about to fail.
 */
export const BEST_SCORE = 0.5;
export const WORST_SCORE = 10;
/** No age alone makes a score worse than this. */
const OLDEST_SCORE = 5.5;

/**
 * Initial score min(5.5, 0.5 e^(β₁ age)) with β₁ = ln(5.5/0.5)/expected life. Expected life is the normal one over duty
 * and location factor; here the factors stretch the age instead, which is the same where they stand still and lets them
 * change where they do not.
 */
export function initialScore(effective_years: number, normal_life_years: number): number {
  const beta = Math.log(OLDEST_SCORE / BEST_SCORE) / normal_life_years;
  return Math.min(OLDEST_SCORE, BEST_SCORE * Math.exp(beta * effective_years));
}

/** Current score: the initial one times the condition factor, within collar and cap. */
export function currentScore(initial: number, condition_factor: number): number {
  return Math.min(WORST_SCORE, Math.max(BEST_SCORE, initial * condition_factor));
}

/** C of the cubic below, and the score under which it does not fall. */
const C = 1.087;
const LIMIT_SCORE = 4;

/** Failures a year: K (1 + CH + (CH)²/2 + (CH)³/6), K in percent; for lines and cables that of one kilometre. */
export function failuresPerYear(k_percent: number, score: number): number {
  const ch = C * Math.max(LIMIT_SCORE, score);
  return (k_percent / 100) * (1 + ch * (1 + ch * (0.5 + ch / 6)));
}
