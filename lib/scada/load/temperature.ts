import type { CustomerClass } from './load-shapes';

/** Below the first people heat, above the second they cool, °C. */
const HEATING_BELOW_C = 15;
const COOLING_ABOVE_C = 22;
/** What one degree more of heating or of cooling adds to demand. Orders of magnitude, Gridloom's own. */
const HEATING_PER_K: Record<CustomerClass, number> = {
  residential: 0.01,
  commercial: 0.008,
  industrial: 0.002,
};
const COOLING_PER_K: Record<CustomerClass, number> = {
  residential: 0.012,
  commercial: 0.02,
  industrial: 0.005,
};

/** How long buildings take to follow the air: demand goes by a mean over about a day. */
export const BUILDING_TIME_S = 86_400;

/**
 * How demand departs from that of the season because the air is not as warm as the climate has it: heating and cooling
 * degrees, each counted from its threshold, 1 + h (HD(T) − HD(T₀)) + c (CD(T) − CD(T₀)).
 */
export function temperatureFactor(customer: CustomerClass, felt_c: number, climate_c: number): number {
  const heating_k = Math.max(0, HEATING_BELOW_C - felt_c) - Math.max(0, HEATING_BELOW_C - climate_c);
  const cooling_k = Math.max(0, felt_c - COOLING_ABOVE_C) - Math.max(0, climate_c - COOLING_ABOVE_C);
  return Math.max(0, 1 + HEATING_PER_K[customer] * heating_k + COOLING_PER_K[customer] * cooling_k);
}
