import type { Branch, Network } from '../../contract';

/**
 * The IEEE 14-bus test case, a part of the American Electric Power system of February 1962: Power Systems Test Case
 * Archive, University of Washington, https://labs.ece.uw.edu/pstca/. Buses 1 to 5 are the high voltage; a transformer
 * of three windings joins 4, 9 and the condenser at 8 in the star point 7. Limits of active power and of voltages are
 * those of MATPOWER's case14 (R. D. Zimmerman et al., IEEE Trans. Power Systems 26(1), 2011, doi
 * 10.1109/TPWRS.2010.2051168). The archive gives neither nominal voltages, ratings, ages nor classes of customers: those
 * are Gridloom's, so that currents, loadings, temperatures and load shapes can be shown.
 */
type BusRow = readonly [kv: number, vm_pu: number, va_degree: number, p_mw: number, q_mvar: number];

/** Nominal voltage, solved voltage as published, demand. */
const BUSES: readonly BusRow[] = [
  [132, 1.06, 0, 0, 0],
  [132, 1.045, -4.98, 21.7, 12.7],
  [132, 1.01, -12.72, 94.2, 19],
  [132, 1.019, -10.33, 47.8, -3.9],
  [132, 1.02, -8.78, 7.6, 1.6],
  [33, 1.07, -14.22, 11.2, 7.5],
  [33, 1.062, -13.37, 0, 0],
  [11, 1.09, -13.36, 0, 0],
  [33, 1.056, -14.94, 29.5, 16.6],
  [33, 1.051, -15.1, 9, 5.8],
  [33, 1.057, -14.79, 3.5, 1.8],
  [33, 1.055, -15.07, 6.1, 1.6],
  [33, 1.05, -15.16, 13.5, 5.8],
  [33, 1.036, -16.04, 14.9, 5],
];

type GeneratorRow = readonly [
  bus: number,
  p_mw: number,
  q_mvar: number,
  q_min_mvar: number,
  q_max_mvar: number,
  vm_pu: number,
  p_max_mw: number,
];

/** The first balances; those at 3, 6 and 8 are synchronous condensers. */
const GENERATORS: readonly GeneratorRow[] = [
  [1, 232.4, -16.9, 0, 10, 1.06, 332.4],
  [2, 40, 42.4, -40, 50, 1.045, 140],
  [3, 0, 23.4, 0, 40, 1.01, 100],
  [6, 0, 12.2, -6, 24, 1.07, 100],
  [8, 0, 17.4, -6, 24, 1.09, 100],
];

type BranchRow = readonly [
  from: number,
  to: number,
  r_pu: number,
  x_pu: number,
  b_pu: number,
  tap_ratio: number,
  rating_mva: number,
];

/** Lines have no tap ratio. */
const BRANCHES: readonly BranchRow[] = [
  [1, 2, 0.01938, 0.05917, 0.0528, 0, 200],
  [1, 5, 0.05403, 0.22304, 0.0492, 0, 100],
  [2, 3, 0.04699, 0.19797, 0.0438, 0, 100],
  [2, 4, 0.05811, 0.17632, 0.034, 0, 100],
  [2, 5, 0.05695, 0.17388, 0.0346, 0, 100],
  [3, 4, 0.06701, 0.17103, 0.0128, 0, 100],
  [4, 5, 0.01335, 0.04211, 0, 0, 100],
  [4, 7, 0, 0.20912, 0, 0.978, 60],
  [4, 9, 0, 0.55618, 0, 0.969, 30],
  [5, 6, 0, 0.25202, 0, 0.932, 60],
  [6, 11, 0.09498, 0.1989, 0, 0, 30],
  [6, 12, 0.12291, 0.25581, 0, 0, 30],
  [6, 13, 0.06615, 0.13027, 0, 0, 30],
  [7, 8, 0, 0.17615, 0, 1, 30],
  [7, 9, 0, 0.11001, 0, 1, 60],
  [9, 10, 0.03181, 0.0845, 0, 0, 30],
  [9, 14, 0.12711, 0.27038, 0, 0, 30],
  [10, 11, 0.08205, 0.19207, 0, 0, 30],
  [12, 13, 0.22092, 0.19988, 0, 0, 30],
  [13, 14, 0.17093, 0.34802, 0, 0, 30],
];

const CUSTOMERS = ['residential', 'commercial', 'industrial'] as const;

export const ieee14: Network = {
  format: 'gridloom-network',
  version: 1,
  id: 'ieee14',
  name: 'IEEE, 14 buses',
  source:
    'Power Systems Test Case Archive, University of Washington: IEEE 14-bus test case; limits as in MATPOWER; nominal voltages, ratings, ages and customer classes by Gridloom',
  base_mva: 100,
  buses: BUSES.map(([base_kv, vm_pu, va_degree], index) => ({
    id: `B${index + 1}`,
    name: `Bus ${index + 1}`,
    base_kv,
    vm_min_pu: 0.94,
    vm_max_pu: 1.06,
    vm_pu,
    va_degree,
  })),
  generators: GENERATORS.map(([bus, p_mw, q_mvar, q_min_mvar, q_max_mvar, vm_pu, p_max_mw], index) => ({
    id: `G${index + 1}`,
    bus: `B${bus}`,
    p_mw,
    q_mvar,
    vm_pu,
    slack: index === 0,
    p_min_mw: 0,
    p_max_mw,
    q_min_mvar,
    q_max_mvar,
  })),
  loads: BUSES.map(([, , , p_mw, q_mvar], index) => ({
    id: `D${index + 1}`,
    bus: `B${index + 1}`,
    p_mw,
    q_mvar,
    customer: CUSTOMERS[index % CUSTOMERS.length],
  })).filter(({ p_mw, q_mvar }) => p_mw !== 0 || q_mvar !== 0),
  shunts: [{ id: 'C9', bus: 'B9', g_mw: 0, b_mvar: 19 }],
  branches: BRANCHES.map(([from, to, r_pu, x_pu, b_pu, tap_ratio, rating_mva], index): Branch => {
    const transformer = tap_ratio !== 0;
    return {
      id: `${transformer ? 'T' : 'L'}${index + 1}`,
      name: `${from} – ${to}${transformer ? ' transformer' : ''}`,
      kind: transformer ? 'transformer' : 'line',
      from: `B${from}`,
      to: `B${to}`,
      r_pu,
      x_pu,
      b_pu,
      ...(transformer && { tap_ratio }),
      rating_mva,
      closed: true,
      age_years: 5 + ((index * 11) % 35),
    };
  }),
};
