/**
 * Which values can be at all, where a row of the point list does not say: what lies beyond is a failed sensor, a wrong unit or a
 * spoilt register, and would lead the state estimation anywhere.
 */
import type { Grid } from '../../grid';
import type { Quantity } from './quantities';

export interface PlausibleRange {
  low: number;
  high: number;
}

/** So many times what the network is made for. */
const MARGIN = 10;
const MOST_VM_PU = 2;
const MOST_DEGREE = 360;
/** kA, where neither a rating nor a nominal voltage says what an edge is made for: beyond any short circuit. */
const MOST_KA = 1000;
const ENDS: Partial<Record<Quantity, number>> = {
  vibration_mm_s: 1000,
  age_years: 200,
  harmonic_distortion_percent: 1000,
  trip_count: 1e6,
};

/** The range of a quantity of a node or an edge, in the unit of the contract. */
export function plausibleRanges(grid: Grid): (quantity: Quantity, index: number) => PlausibleRange {
  const most_mva = MARGIN * sizeOf(grid);
  return (quantity, index) => {
    if (quantity === 'vm_pu') return { low: 0, high: MOST_VM_PU };
    if (quantity === 'va_degree') return { low: -MOST_DEGREE, high: MOST_DEGREE };
    if (quantity.endsWith('_mw') || quantity.endsWith('_mvar')) return { low: -most_mva, high: most_mva };
    if (quantity === 'current_from_ka')
      return { low: 0, high: mostCurrent(grid, most_mva, grid.from[index]) };
    if (quantity === 'current_to_ka') return { low: 0, high: mostCurrent(grid, most_mva, grid.to[index]) };
    return { low: -Infinity, high: ENDS[quantity] ?? Infinity };
  };
}

/** MVA: the largest of nominal demand, of what the generators can deliver, and of the ratings. */
export function sizeOf({ network, demand_mw, demand_mvar, rating_mva }: Grid): number {
  let [demand_mva, capacity_mva] = [0, 0];
  for (let bus = 0; bus < demand_mw.length; bus++) demand_mva += Math.hypot(demand_mw[bus], demand_mvar[bus]);
  for (const { p_mw, p_max_mw, p_min_mw, q_mvar, q_max_mvar, q_min_mvar } of network.generators)
    capacity_mva += Math.hypot(largest(p_mw, p_max_mw, p_min_mw), largest(q_mvar, q_max_mvar, q_min_mvar));
  const rated_mva = rating_mva.reduce((most, one) => Math.max(most, one), 0);
  const size = Math.max(demand_mva, capacity_mva, rated_mva);
  return size > 0 ? size : network.base_mva;
}

function largest(...values: (number | undefined)[]): number {
  return values.reduce<number>((most, value = 0) => Math.max(most, Math.abs(value)), 0);
}

/** I = S / (√3 U); MVA of the whole network, since a short edge may carry all of it. */
function mostCurrent({ network }: Grid, most_mva: number, bus: number): number {
  const { base_kv } = network.buses[bus];
  return base_kv === undefined ? MOST_KA : most_mva / (Math.sqrt(3) * base_kv);
}
