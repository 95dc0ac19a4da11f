/**
 * Oil and winding of a transformer, IEC 60076-7:2018, clause 8.2, as differential equations in the standard's symbols:
 *   ((1 + K²R)/(1 + R))^x Δθor        = k11 τo dθo/dt + θo − θa
 *   k21 K^y Δθhr                      = k22 τw dΔθh1/dt + Δθh1
 *   (k21 − 1) K^y Δθhr                = (τo/k22) dΔθh2/dt + Δθh2
 *   θh = θo + Δθh1 − Δθh2
 * with the load factor K, top oil θo, hot spot θh and air θa in °C, times in minutes. All three are linear while K and θa
 * hold, so a step of any length is exact.
 */
export interface TransformerThermal {
  /** Oil and winding exponents. */
  x: number;
  y: number;
  k11: number;
  k21: number;
  k22: number;
  /** Time constants, minutes. */
  tau_o_min: number;
  tau_w_min: number;
  /** Ratio of load losses to no-load losses. */
  R: number;
  /** Top-oil rise and hot-spot gradient at rated load, K. */
  oil_rise_k: number;
  gradient_k: number;
}

/** The standard's values for a kind of transformer. */
export const DISTRIBUTION: TransformerThermal = {
  x: 0.8,
  y: 1.6,
  k11: 1,
  k21: 1,
  k22: 2,
  tau_o_min: 180,
  tau_w_min: 4,
  R: 5,
  oil_rise_k: 55,
  gradient_k: 23,
};
export const MEDIUM_ONAN: TransformerThermal = {
  ...DISTRIBUTION,
  y: 1.3,
  k11: 0.5,
  k21: 2,
  tau_o_min: 210,
  tau_w_min: 10,
  R: 6,
  oil_rise_k: 52,
  gradient_k: 26,
};
export const MEDIUM_ONAF: TransformerThermal = { ...MEDIUM_ONAN, tau_o_min: 150, tau_w_min: 7 };

/** Up to the first rating a distribution transformer, beyond the second one with fans. */
export function transformerRatedFor(rating_mva: number): TransformerThermal {
  if (rating_mva <= 2.5) return DISTRIBUTION;
  return rating_mva <= 40 ? MEDIUM_ONAN : MEDIUM_ONAF;
}

/** Three values a transformer: θo in °C, Δθh1 and Δθh2 in K. */
export const TRANSFORMER_STATES = 3;

/** Moves the state that begins at `at` on by a step. */
export function heatTransformer(
  form: TransformerThermal,
  state: Float64Array,
  at: number,
  load: number,
  ambient_c: number,
  step_min: number,
): void {
  const { k11, k21, k22, tau_o_min, tau_w_min } = form;
  const oil_c = ambient_c + oilRise_k(form, load);
  const gradient_k = load ** form.y * form.gradient_k;
  state[at] = approach(state[at], oil_c, step_min / (k11 * tau_o_min));
  state[at + 1] = approach(state[at + 1], k21 * gradient_k, step_min / (k22 * tau_w_min));
  state[at + 2] = approach(state[at + 2], (k21 - 1) * gradient_k, (step_min * k22) / tau_o_min);
}

/** Where it is after a long time at a load. */
export function settleTransformer(
  form: TransformerThermal,
  state: Float64Array,
  at: number,
  load: number,
  ambient_c: number,
): void {
  const gradient_k = load ** form.y * form.gradient_k;
  state[at] = ambient_c + oilRise_k(form, load);
  state[at + 1] = form.k21 * gradient_k;
  state[at + 2] = (form.k21 - 1) * gradient_k;
}

/** The hot spot, °C. */
export function hotSpot_c(state: Float64Array, at: number): number {
  return state[at] + state[at + 1] - state[at + 2];
}

/**
 * Relative ageing rate of non-thermally upgraded paper, V = 2^((θh − 98)/6): IEC 60076-7:2018, clause 6.3. At 98 °C
 * an hour ages the winding by an hour; L = ∫ V dt.
 */
export function ageingRate(hot_c: number): number {
  return 2 ** ((hot_c - 98) / 6);
}

function oilRise_k({ R, x, oil_rise_k }: TransformerThermal, load: number): number {
  return ((1 + load * load * R) / (1 + R)) ** x * oil_rise_k;
}

/** The exact solution of dT/dt = (target − T)/τ over a step of `steps` time constants. */
export function approach(value: number, target: number, steps: number): number {
  return target + (value - target) * Math.exp(-steps);
}
