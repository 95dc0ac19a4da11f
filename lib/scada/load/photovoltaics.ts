/** Inverter, wiring and dirt. */
const SYSTEM_EFFICIENCY = 0.86;
/** Power lost for each kelvin of the cells above 25 °C, typical of crystalline silicon. */
const PER_K = 0.004;
/** Cell temperature at 800 W/m² and 20 °C, typical. */
const NOCT_C = 45;

/**
 * What panels that lie level deliver, as a share of their rated power: η · G/1000 · (1 − γ (Tc − 25)), with the cells at
 * Tc = Ta + (NOCT − 20)/800 · G (R. G. Ross, "Interface design considerations for terrestrial solar cell modules", 12th
 * IEEE Photovoltaic Specialists Conference, 1976).
 */
export function photovoltaicShare(irradiance_w_m2: number, ambient_c: number): number {
  const cell_c = ambient_c + ((NOCT_C - 20) / 800) * irradiance_w_m2;
  return Math.max(0, SYSTEM_EFFICIENCY * (irradiance_w_m2 / 1000) * (1 - PER_K * (cell_c - 25)));
}
