import { failuresPerYear } from '../../cnaim';
import type { FailureType } from '../../contract';
import { type Assets, CABLE, LINE, TRANSFORMER } from '../condition/assets';
import { READING_COUNT } from '../condition/condition';

/** In the order of the four hazards of an edge. */
export const CAUSES = [
  'thermal_overload',
  'mechanical_fatigue',
  'electrical_disturbance',
  'general_degradation',
] as const satisfies readonly FailureType[];
export const CAUSE_COUNT = CAUSES.length;

/** Failures a year at the design temperature of a line, a cable and a winding, and the kelvin that double them. */
const THERMAL_PER_YEAR = 0.02;
const DESIGN_C = [80, 90, 120];
const THERMAL_DOUBLING_K = 6;
/** Something that hot fails within minutes. */
const MOST_PER_YEAR = 1e5;

/** Mechanical failures a year in good weather: of a kilometre below and from 50 kV, of a cable's, of a transformer. */
const MECHANICAL_LINE = [0.015, 0.0015];
const MECHANICAL_CABLE = 0.008;
const MECHANICAL_TRANSFORMER = 0.003;
/** The same for electrical ones: flashover, lightning, insulation. */
const ELECTRICAL_LINE = [0.025, 0.0025];
const ELECTRICAL_CABLE = 0.006;
const ELECTRICAL_TRANSFORMER = 0.004;

/** From this wind on lines fail more often, and how much. */
const CRITICAL_WIND_M_S = 8;
const WIND_GAIN = 10;

/** An edge's condition, as far as hazards ask for it: its true readings from `at` on, and more. */
export interface HazardInputs {
  assets: Assets;
  /** READING_COUNT true values an edge. */
  readings: Float64Array;
  health: Float64Array;
  fatigue_years: Float64Array;
}

/**
 * Writes the four hazards of an edge, failures a year, to `hazard` from CAUSE_COUNT · k on. They act independently and
 * add up (competing risks). Rates are orders of magnitude of published outage statistics and chosen for Gridloom:
 *
 *   thermal      0.02 · 2^((T − Td)/6), Td = 80, 90 and 120 °C for line, cable and winding
 *   mechanical   m · L · w(v) · (1 + (f/40)²) · (1 + (max(0, vib − 0.7)/0.3)²)
 *   electrical   e · L · (1 + 2 corrosion) · (1 + (THD/8)⁴) · (1 + 0.05 trips) · (2 − insulation) · (1 + [RH > 95 %])
 *   degradation  CNAIM's K (1 + CH + (CH)²/2 + (CH)³/6), for each kilometre of lines and cables
 *
 * with the length L (1 for a transformer), fatigue f in years, and for lines the wind's w(v) = 1 + 10 (v²/vc² − 1) above
 * vc = 8 m/s: the form of K. Alvehag and L. Söder, "A reliability model for distribution systems incorporating seasonal
 * variations in severe weather", IEEE Trans. Power Delivery 26(2), 2011; vc and the gain are chosen for Gridloom.
 */
export function writeHazards(inputs: HazardInputs, wind_m_s: number, k: number, hazard: Float64Array): void {
  const { assets, readings, health, fatigue_years } = inputs;
  const at = READING_COUNT * k;
  const kind = assets.kind[k];
  const length = assets.length_km[k];
  const worn = 1 + (fatigue_years[k] / 40) ** 2;
  const shaken = 1 + (Math.max(0, readings[at + 2] - 0.7) / 0.3) ** 2;
  const windy = kind === LINE ? windGain(wind_m_s) : 1;
  const distorted = (readings[at + 5] / 8) ** 2;
  const electric =
    (1 + 2 * readings[at + 4]) *
    (1 + distorted * distorted) *
    (1 + 0.05 * readings[at + 7]) *
    (2 - readings[at + 6]) *
    (readings[at + 9] > 95 && kind === LINE ? 2 : 1);
  const out = CAUSE_COUNT * k;
  hazard[out] = thermalPerYear(kind, readings[at]);
  hazard[out + 1] = mechanicalPerYear(assets, k) * length * windy * worn * shaken;
  hazard[out + 2] = electricalPerYear(assets, k) * length * electric;
  hazard[out + 3] = failuresPerYear(assets.k_percent[k], health[k]) * length;
}

export function thermalPerYear(kind: number, hot_c: number): number {
  return Math.min(MOST_PER_YEAR, THERMAL_PER_YEAR * 2 ** ((hot_c - DESIGN_C[kind]) / THERMAL_DOUBLING_K));
}

/** w(v), 1 up to the critical wind. */
export function windGain(wind_m_s: number): number {
  return wind_m_s > CRITICAL_WIND_M_S ? 1 + WIND_GAIN * ((wind_m_s / CRITICAL_WIND_M_S) ** 2 - 1) : 1;
}

function mechanicalPerYear({ kind, high_voltage }: Assets, k: number): number {
  if (kind[k] === TRANSFORMER) return MECHANICAL_TRANSFORMER;
  return kind[k] === CABLE ? MECHANICAL_CABLE : MECHANICAL_LINE[high_voltage[k]];
}

function electricalPerYear({ kind, high_voltage }: Assets, k: number): number {
  if (kind[k] === TRANSFORMER) return ELECTRICAL_TRANSFORMER;
  return kind[k] === CABLE ? ELECTRICAL_CABLE : ELECTRICAL_LINE[high_voltage[k]];
}
