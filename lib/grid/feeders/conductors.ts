/**
 * What medium-voltage lines are built of. Resistances at 20 °C are the greatest that the standards allow: IEC 60228,
 * class 2, for aluminium cables, and EN 50182 (DIN 48204) for aluminium-steel lines. Ratings, reactances and
 * capacitances are what catalogues typically give: single-core XLPE cables 12/20 kV in trefoil in the ground (ratings
 * as in DIN VDE 0276-620), and lines with about 1.4 m between conductors (D. Oeding and B. R. Oswald, "Elektrische
 * Kraftwerke und Netze", 8th ed., appendix).
 */
export const BASE_KV = 20;
export const BASE_MVA = 10;
export const Z_BASE_OHM = BASE_KV ** 2 / BASE_MVA;

export interface Conductor {
  readonly r_ohm_per_km: number;
  readonly x_ohm_per_km: number;
  /** Charging at 50 Hz. */
  readonly b_us_per_km: number;
  readonly rating_mva: number;
}

export type LineKind = 'line' | 'cable';

type Row = readonly [r_ohm_per_km: number, x_ohm_per_km: number, c_nf_per_km: number, rating_a: number];

/** From thin to thick. */
const CATALOGUE: Record<LineKind, readonly Row[]> = {
  // NA2XS(F)2Y 1 × 70, 95, 150, 240 mm².
  cable: [
    [0.443, 0.13, 190, 211],
    [0.32, 0.125, 216, 252],
    [0.206, 0.117, 250, 319],
    [0.125, 0.11, 304, 417],
  ],
  // 50/8, 70/12, 95/15, 120/20, 150/25 and 185/30 mm².
  line: [
    [0.5946, 0.372, 9.5, 210],
    [0.413, 0.36, 9.7, 290],
    [0.3058, 0.35, 10, 350],
    [0.2374, 0.344, 10.3, 410],
    [0.1939, 0.337, 10.5, 470],
    [0.1571, 0.33, 10.8, 535],
  ],
};

export const CONDUCTORS: Record<LineKind, readonly Conductor[]> = {
  cable: CATALOGUE.cable.map(conductor),
  line: CATALOGUE.line.map(conductor),
};

function conductor([r_ohm_per_km, x_ohm_per_km, c_nf_per_km, rating_a]: Row): Conductor {
  return {
    r_ohm_per_km,
    x_ohm_per_km,
    b_us_per_km: 2 * Math.PI * 50 * c_nf_per_km * 1e-3,
    rating_mva: (Math.sqrt(3) * BASE_KV * rating_a) / 1000,
  };
}

/** The thinnest that is rated for so much; the thickest where none is. */
export function conductorFor(kind: LineKind, power_mva: number): Conductor {
  const choice = CONDUCTORS[kind];
  return choice.find(({ rating_mva }) => rating_mva >= power_mva) ?? choice[choice.length - 1];
}
