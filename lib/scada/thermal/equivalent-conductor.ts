import { type Conductor, ampacity_a, type Surroundings } from './conductor';

/**
 * The conditions that line ratings of DIN 48204 and EN 50182 are told for: 35 °C of air, 0.6 m/s across the line, full
 * sun, 80 °C of conductor. IEEE 738 gives the ratings of six such conductors from 50/8 to 185/30 mm² within 8 %, five of
 * them within 2 %.
 */
export const RATED_C = 80;
const RATED_AIR_C = 35;
const RATED_WIND_M_S = 0.6;
const RATED_SUN_W_M2 = 900;

/** Weathered aluminium. */
const EMISSIVITY = 0.8;
const ABSORPTIVITY = 0.8;
/** Resistance at 20 °C times the square of the diameter, Ω·m: that of aluminium-steel conductors with a tenth to a seventh of steel. */
const SPECIFIC_OHM_M = 5.67e-8;
/** Temperature coefficient of aluminium at 20 °C, 1/K (IEC 60287-1-1). */
const ALPHA = 4.03e-3;
/** Heat capacity over the square of the diameter, J/(K·m³): 795 kcmil 26/7 "Drake", 1309 J/(m·K) at 28.14 mm (IEEE 738). */
const SPECIFIC_HEAT = 1.653e6;
/** From a thin wire to the thickest that is strung. */
const THINNEST_M = 0.003;
const THICKEST_M = 0.06;

/** The aluminium-steel conductor of a diameter. */
export function conductorOf(diameter_m: number): Conductor {
  const r20 = SPECIFIC_OHM_M / diameter_m ** 2;
  return {
    diameter_m,
    r25_ohm_m: r20 * (1 + 5 * ALPHA),
    r75_ohm_m: r20 * (1 + 55 * ALPHA),
    heat_capacity_j_m_k: SPECIFIC_HEAT * diameter_m ** 2,
    emissivity: EMISSIVITY,
    absorptivity: ABSORPTIVITY,
  };
}

/** What a conductor carries under the conditions above. */
export function ratedCurrent_a(conductor: Conductor): number {
  const near: Surroundings = {
    ambient_c: RATED_AIR_C,
    wind_m_s: RATED_WIND_M_S,
    wind_factor: 1,
    solar_w_m: conductor.absorptivity * RATED_SUN_W_M2 * conductor.diameter_m,
    elevation_m: 0,
  };
  return ampacity_a(conductor, near, RATED_C);
}

/**
 * The conductor that is rated for a current: network files tell ratings, not wires. Parallel circuits, and what is beyond
 * the thickest, count as one conductor; then `share` is the part of the current that one such carries.
 */
export function conductorRatedFor(current_a: number): { conductor: Conductor; share: number } {
  let low = THINNEST_M;
  let high = THICKEST_M;
  for (let k = 0; k < 40; k++) {
    const middle = 0.5 * (low + high);
    if (ratedCurrent_a(conductorOf(middle)) < current_a) low = middle;
    else high = middle;
  }
  const conductor = conductorOf(0.5 * (low + high));
  return { conductor, share: ratedCurrent_a(conductor) / current_a };
}
