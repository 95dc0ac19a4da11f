/**
 * A buried cable as one thermal mass, in the manner of IEC 60853-2 with a single exponential: θ∞ = θsoil + Δθr (I/Ir)²,
 * dθ/dt = (θ∞ − θ)/τ. Rated for 90 °C of XLPE (IEC 60502-2) in soil of 20 °C. A cable in fact has a fast part (itself) and
 * a slow one (the soil around it); τ lies between the two and is Gridloom's own choice.
 */
export const CABLE_RISE_K = 70;
export const CABLE_TIME_CONSTANT_S = 7200;

/** Where it settles at a share of its rated current. */
export function cableSettled_c(share: number, soil_c: number, hottest_c: number): number {
  return Math.min(hottest_c, soil_c + CABLE_RISE_K * share * share);
}
