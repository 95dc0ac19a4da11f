import { clamp } from '../clamp';
import { convected_w_m, radiated_w_m, resistance_ohm_m } from './heat-balance';

/** A bare conductor as the heat balance sees it. */
export interface Conductor {
  diameter_m: number;
  r25_ohm_m: number;
  r75_ohm_m: number;
  /** Σ mᵢ·Cpᵢ of its materials. */
  heat_capacity_j_m_k: number;
  emissivity: number;
  absorptivity: number;
}

/** What surrounds it, and how the wind meets it. */
export interface Surroundings {
  ambient_c: number;
  wind_m_s: number;
  /** Kangle of (4a). */
  wind_factor: number;
  /** Heat of the sun that it takes, for each metre. */
  solar_w_m: number;
  elevation_m: number;
}

/** No conductor is hotter: aluminium is soft by then, and beyond it the balance means nothing. */
export const HOTTEST_C = 400;

/** (1a) turned round: what heats the conductor at a temperature, I²R + qs − qc − qr, W/m. */
export function heating_w_m(c: Conductor, near: Surroundings, current_a: number, t: number): number {
  return (
    current_a * current_a * resistance_ohm_m(c.r25_ohm_m, c.r75_ohm_m, t) +
    near.solar_w_m -
    convected_w_m(c.diameter_m, t, near.ambient_c, near.wind_m_s, near.wind_factor, near.elevation_m) -
    radiated_w_m(c.diameter_m, c.emissivity, t, near.ambient_c)
  );
}

/** (1b) The current that holds the conductor at a temperature: I = √((qc + qr − qs)/R), A; 0 where the sun alone does. */
export function ampacity_a(c: Conductor, near: Surroundings, t: number): number {
  const cooled_w_m = -heating_w_m(c, near, 0, t);
  return Math.sqrt(Math.max(0, cooled_w_m) / resistance_ohm_m(c.r25_ohm_m, c.r75_ohm_m, t));
}

/** Where the balance (1a) settles, by bisection; HOTTEST_C where it does not below it. */
export function settled_c(c: Conductor, near: Surroundings, current_a: number): number {
  let low = near.ambient_c - 1;
  let high = HOTTEST_C;
  if (heating_w_m(c, near, current_a, high) >= 0) return high;
  for (let k = 0; k < 45; k++) {
    const middle = 0.5 * (low + high);
    if (heating_w_m(c, near, current_a, middle) > 0) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

/** Share of a time constant that one inner step may take, and how many there are at most. */
const INNER_STEP = 0.5;
const MOST_INNER_STEPS = 16;
/** For the slope of the balance, K. */
const NUDGE_K = 0.25;

/**
 * The temperature a time later, (2b) dT/dt = (R I² + qs − qc − qr)/(m Cp), with current and weather held. Each inner step
 * is the exact solution of the balance made linear about its start, T + h φ₁(hJ) f with φ₁(z) = (e^z − 1)/z, J = f′
 * (exponential Rosenbrock–Euler; M. Hochbruck and A. Ostermann, Acta Numerica 19, 2010, doi 10.1017/S0962492910000048):
 * no length of a tick makes it swing. Where the inner steps are as many as allowed, each is a step of Newton's method
 * towards where the balance settles.
 */
export function heated_c(
  c: Conductor,
  near: Surroundings,
  current_a: number,
  start_c: number,
  step_s: number,
): number {
  let t = start_c;
  let left_s = step_s;
  for (let inner = 0; left_s > 0 && inner < MOST_INNER_STEPS; inner++) {
    const rate = heating_w_m(c, near, current_a, t) / c.heat_capacity_j_m_k;
    const nudged = heating_w_m(c, near, current_a, t + NUDGE_K) / c.heat_capacity_j_m_k;
    const slope = (nudged - rate) / NUDGE_K;
    const fair_s = INNER_STEP / Math.abs(slope);
    const h = inner === MOST_INNER_STEPS - 1 ? left_s : Math.min(left_s, Math.max(fair_s, left_s / 4));
    const z = clamp(h * slope, -700, 20);
    t = Math.min(HOTTEST_C, t + h * rate * (Math.abs(z) < 1e-9 ? 1 : Math.expm1(z) / z));
    left_s -= h;
  }
  return t;
}
