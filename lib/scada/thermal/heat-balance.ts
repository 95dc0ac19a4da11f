/**
 * The heat balance of a bare overhead conductor, IEEE Std 738-2012 (doi 10.1109/IEEESTD.2013.6692858), clauses 4.4 and 4.5, in
 * the standard's symbols: powers W for each metre, temperatures °C, D₀ the diameter in m, Vw the wind in m/s, He the
 * elevation in m.
 */
import type { Sun } from '../weather/sun';

const RADIAN = Math.PI / 180;

/**
 * (4a) Kangle = 1.194 − cos φ + 0.194 cos 2φ + 0.368 sin 2φ, with the angle φ between wind and conductor, 0 to 90°,
 * here from its cosine.
 */
export function windFactor(cosine: number): number {
  const c = Math.min(1, Math.abs(cosine));
  const s = Math.sqrt(1 - c * c);
  return 1.194 - c + 0.194 * (2 * c * c - 1) + 0.368 * (2 * s * c);
}

/**
 * Convected heat loss qc, the greatest of
 *   (3a) Kangle (1.01 + 1.35 N_Re^0.52) kf (Ts − Ta)      low winds
 *   (3b) Kangle 0.754 N_Re^0.6 kf (Ts − Ta)               high winds
 *   (5a) 3.645 ρf^0.5 D₀^0.75 (Ts − Ta)^1.25              natural
 * with (2c) N_Re = D₀ ρf Vw/μf at the film temperature (6) Tfilm = (Ts + Ta)/2, and of air
 *   (13a) μf = 1.458e-6 (Tfilm + 273)^1.5/(Tfilm + 383.4)
 *   (14a) ρf = (1.293 − 1.525e-4 He + 6.379e-9 He²)/(1 + 0.00367 Tfilm)
 *   (15a) kf = 2.424e-2 + 7.477e-5 Tfilm − 4.407e-9 Tfilm².
 * Below the air's temperature the conductor takes heat by the same laws.
 */
export function convected_w_m(
  d0: number,
  ts: number,
  ta: number,
  vw: number,
  kAngle: number,
  he: number,
): number {
  const film = 0.5 * (ts + ta);
  const kelvin = film + 273;
  const mu = (1.458e-6 * kelvin * Math.sqrt(kelvin)) / (film + 383.4);
  const rho = (1.293 - 1.525e-4 * he + 6.379e-9 * he * he) / (1 + 0.00367 * film);
  const k = 2.424e-2 + 7.477e-5 * film - 4.407e-9 * film * film;
  const reynolds = (d0 * rho * vw) / mu;
  const rise = Math.abs(ts - ta);
  const low = kAngle * (1.01 + 1.35 * reynolds ** 0.52) * k * rise;
  const high = kAngle * 0.754 * reynolds ** 0.6 * k * rise;
  const natural = 3.645 * Math.sqrt(rho) * d0 ** 0.75 * rise * Math.sqrt(Math.sqrt(rise));
  const loss = Math.max(low, high, natural);
  return ts >= ta ? loss : -loss;
}

/** (7a) qr = 17.8 D₀ ε [((Ts + 273)/100)⁴ − ((Ta + 273)/100)⁴] */
export function radiated_w_m(d0: number, emissivity: number, ts: number, ta: number): number {
  const hot = ((ts + 273) / 100) ** 2;
  const cold = ((ta + 273) / 100) ** 2;
  return 17.8 * d0 * emissivity * (hot * hot - cold * cold);
}

/** Total heat of sun and sky on a surface across the beam in clear air, W/m², table 3 and (18) by Horner's rule. */
export function clearFlux_w_m2(altitude_degree: number, he: number): number {
  if (altitude_degree <= 0) return 0;
  const h = altitude_degree;
  const flux =
    -42.2391 +
    h * (63.8044 + h * (-1.922 + h * (3.46921e-2 + h * (-3.61118e-4 + h * (1.94318e-6 - h * 4.07608e-9)))));
  // (19), (20): Qse = Ksolar Qs, Ksolar = 1 + 1.148e-4 He − 1.108e-8 He².
  return Math.max(0, flux) * (1 + 1.148e-4 * he - 1.108e-8 * he * he);
}

/** sin θ of (8), with (9) θ = arccos(cos Hc · cos(Zc − Zl)): the sun's beam against a line of azimuth Zl. */
export function beamSine(sun: Sun, line_azimuth_degree: number): number {
  const cosine =
    Math.cos(sun.altitude_degree * RADIAN) * Math.cos((sun.azimuth_degree - line_azimuth_degree) * RADIAN);
  return Math.sqrt(Math.max(0, 1 - cosine * cosine));
}

/** (10) The resistance for each metre, on the straight line through two of a table: Ω/m. */
export function resistance_ohm_m(r25: number, r75: number, t: number): number {
  return r25 + ((r75 - r25) / 50) * (t - 25);
}
