import type { Site } from './sun';
import { dayOfYear } from './sun';

const RADIAN = Math.PI / 180;
const DAYS = 365.25;
/** The coldest day of the northern year; the southern one is half a year away. */
const COLDEST_DAY = 18;

/** The ordinary temperature of a day and of its hours. */
export interface Climate {
  /** Mean of the day, °C. */
  daily_mean_c: number;
  /** What the warmest hour of a clear day has above it, K. */
  diurnal_k: number;
}

/** Half the swing between night and day under a clear sky; cloud takes most of it. */
const CLEAR_DIURNAL_K = 6;

/**
 * The climate of a latitude φ near the sea, Gridloom's own fit to long-term means (28 °C at the equator, 11 °C at 51°,
 * 7 °C at 59°, within about 2 K): yearly mean 28 cos²φ, half the swing between winter and summer 11 |sin φ|.
 */
export function climateAt(time_s: number, { latitude_degree }: Site): Climate {
  const phi = latitude_degree * RADIAN;
  const swing_k = 11 * Math.abs(Math.sin(phi));
  return {
    daily_mean_c: 28 * Math.cos(phi) ** 2 - swing_k * Math.cos(yearAngle(time_s, latitude_degree)),
    diurnal_k: CLEAR_DIURNAL_K,
  };
}

/** Thermal diffusivity of moist soil, m²/s, and the depth at which cables lie, m. */
const DIFFUSIVITY = 5e-7;
const DEPTH_M = 0.8;

/**
 * Soil at the depth z of cables, from the surface's yearly wave: mean + A e^(−z/d) cos(ωt − z/d), d = √(2a/ω).
 * H. S. Carslaw and J. C. Jaeger, "Conduction of Heat in Solids", 2nd ed., 1959, section 2.6.
 */
export function soilTemperature_c(time_s: number, { latitude_degree }: Site): number {
  const phi = latitude_degree * RADIAN;
  const omega = (2 * Math.PI) / (DAYS * 86_400);
  const damping = DEPTH_M / Math.sqrt((2 * DIFFUSIVITY) / omega);
  const wave = Math.exp(-damping) * Math.cos(yearAngle(time_s, latitude_degree) - damping);
  return 28 * Math.cos(phi) ** 2 - 11 * Math.abs(Math.sin(phi)) * wave;
}

/** 0 at the coldest day of the year, π at the warmest. */
function yearAngle(time_s: number, latitude_degree: number): number {
  const days = dayOfYear(time_s) - COLDEST_DAY + (latitude_degree < 0 ? DAYS / 2 : 0);
  return (2 * Math.PI * days) / DAYS;
}
