/** Feeders in the form in which Baran and Wu published theirs: 12.66 kV, one source at bus 1, kW and ohm. */
import type { Network } from '../../contract';

const BASE_MVA = 10;
const BASE_KV = 12.66;
const Z_BASE_OHM = BASE_KV ** 2 / BASE_MVA;

const CUSTOMERS = ['residential', 'residential', 'commercial', 'residential', 'industrial'] as const;

export type Demand = readonly [p_kw: number, q_kvar: number];
export type Line = readonly [from: number, to: number, r_ohm: number, x_ohm: number];

interface FeederTables {
  id: string;
  name: string;
  source: string;
  /** Of bus 2 and those after it. */
  demand: readonly Demand[];
  /** The last `ties` are the normally open ones. */
  lines: readonly Line[];
  ties: number;
  /** The first so many lines carry most of the feeder's load. */
  trunk: number;
}

export function baranWuFeeder({ id, name, source, demand, lines, ties, trunk }: FeederTables): Network {
  const firstTie = lines.length - ties;
  return {
    format: 'gridloom-network',
    version: 1,
    id,
    name,
    source,
    base_mva: BASE_MVA,
    buses: Array.from({ length: demand.length + 1 }, (_, index) => ({
      id: `B${index + 1}`,
      name: index === 0 ? 'Feeder head' : `Bus ${index + 1}`,
      base_kv: BASE_KV,
      vm_min_pu: 0.9,
      vm_max_pu: 1.1,
    })),
    generators: [{ id: 'head', bus: 'B1', p_mw: 0, vm_pu: 1, slack: true, p_max_mw: 10 }],
    loads: demand
      .map(([p_kw, q_kvar], index) => ({
        id: `D${index + 2}`,
        bus: `B${index + 2}`,
        p_mw: p_kw / 1000,
        q_mvar: q_kvar / 1000,
        customer: CUSTOMERS[index % CUSTOMERS.length],
      }))
      .filter(({ p_mw, q_mvar }) => p_mw !== 0 || q_mvar !== 0),
    branches: lines.map(([from, to, r_ohm, x_ohm], index) => ({
      id: `L${index + 1}`,
      name: `${from} – ${to}${index >= firstTie ? ' tie' : ''}`,
      kind: 'line',
      from: `B${from}`,
      to: `B${to}`,
      r_pu: r_ohm / Z_BASE_OHM,
      x_pu: x_ohm / Z_BASE_OHM,
      rating_mva: index < trunk ? 6 : 3,
      closed: index < firstTie,
      age_years: 5 + ((index * 11) % 35),
    })),
  };
}
