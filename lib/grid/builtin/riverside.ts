import type { Network } from '../../contract';

/**
 * The default grid: a town's 110 kV ring, invented for Gridloom. Two power stations, six substations, ten lines
 * in the ring and across it, and two open ties. Line constants are those of a 185/30 ACSR line at 110 kV
 * (r = 0.157 Ω/km, x = 0.40 Ω/km, b = 2.8 µS/km; D. Oeding and B. R. Oswald, "Elektrische Kraftwerke und Netze",
 * 8th ed., appendix), rated 535 A or 102 MVA; on 100 MVA and 110 kV one per unit is 121 Ω.
 */
const R_PER_KM = 0.157 / 121;
const X_PER_KM = 0.4 / 121;
const B_PER_KM = 2.8e-6 * 121;
const RATING_MVA = 102;

type LineRow = [
  id: string,
  name: string,
  from: string,
  to: string,
  length_km: number,
  age: number,
  closed: boolean,
];

const LINES: LineRow[] = [
  ['L1', 'Hydro – Harbour', 'G1', 'S1', 18, 12, true],
  ['L2', 'Hydro – Old Town', 'G1', 'S2', 24, 31, true],
  ['L3', 'Hydro – Airport', 'G1', 'S6', 32, 8, true],
  ['L4', 'Gas – Steelworks', 'G2', 'S4', 14, 19, true],
  ['L5', 'Gas – University', 'G2', 'S5', 22, 6, true],
  ['L6', 'Harbour – Old Town', 'S1', 'S2', 15, 27, true],
  ['L7', 'Old Town – Market', 'S2', 'S3', 20, 22, true],
  ['L8', 'Market – Steelworks', 'S3', 'S4', 17, 16, true],
  ['L9', 'University – Airport', 'S5', 'S6', 26, 10, true],
  ['L10', 'Market – University', 'S3', 'S5', 19, 35, true],
  ['L11', 'Harbour – Market tie', 'S1', 'S3', 28, 4, false],
  ['L12', 'Steelworks – University tie', 'S4', 'S5', 21, 14, false],
];

export const riverside: Network = {
  format: 'gridloom-network',
  version: 1,
  id: 'riverside',
  name: 'Riverside, 8 nodes',
  source: 'Invented for Gridloom; line constants after Oeding and Oswald',
  base_mva: 100,
  buses: [
    { id: 'G1', name: 'Hydro station', base_kv: 110, x: 0, y: 2 },
    { id: 'G2', name: 'Gas station', base_kv: 110, x: 8, y: 2 },
    { id: 'S1', name: 'Harbour', base_kv: 110, x: 1, y: 0 },
    { id: 'S2', name: 'Old Town', base_kv: 110, x: 3, y: 1 },
    { id: 'S3', name: 'Market', base_kv: 110, x: 4, y: 0 },
    { id: 'S4', name: 'Steelworks', base_kv: 110, x: 6, y: 0 },
    { id: 'S5', name: 'University', base_kv: 110, x: 6, y: 3 },
    { id: 'S6', name: 'Airport', base_kv: 110, x: 3, y: 4 },
  ].map((bus) => ({ ...bus, vm_min_pu: 0.9, vm_max_pu: 1.1 })),
  generators: [
    { id: 'hydro', bus: 'G1', p_mw: 110, vm_pu: 1.03, slack: true, p_max_mw: 250 },
    { id: 'gas', bus: 'G2', p_mw: 90, vm_pu: 1.03, p_max_mw: 150 },
  ],
  loads: [
    { id: 'harbour', bus: 'S1', p_mw: 32, q_mvar: 10, customer: 'industrial' },
    { id: 'old-town', bus: 'S2', p_mw: 38, q_mvar: 11, customer: 'residential' },
    { id: 'market', bus: 'S3', p_mw: 30, q_mvar: 9, customer: 'commercial' },
    { id: 'steelworks', bus: 'S4', p_mw: 45, q_mvar: 18, customer: 'industrial' },
    { id: 'university', bus: 'S5', p_mw: 26, q_mvar: 8, customer: 'commercial' },
    { id: 'airport', bus: 'S6', p_mw: 22, q_mvar: 6, customer: 'commercial' },
  ],
  branches: LINES.map(([id, name, from, to, length_km, age_years, closed]) => ({
    id,
    name,
    kind: 'line',
    from,
    to,
    r_pu: R_PER_KM * length_km,
    x_pu: X_PER_KM * length_km,
    b_pu: B_PER_KM * length_km,
    rating_mva: RATING_MVA,
    closed,
    length_km,
    age_years,
  })),
};
