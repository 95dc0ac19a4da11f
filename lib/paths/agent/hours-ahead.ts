import type { Grid } from '../../grid';
import type { WeeklyShapes } from '../types';
import type { SwitchingState } from './types';

const HOURS_A_WEEK = 168;

/** The present state and the hours after it, with loads moved as their classes usually move. */
export function hoursAhead(
  grid: Grid,
  state: SwitchingState,
  shapes: WeeklyShapes,
  count: number,
): SwitchingState[] {
  const now = Math.floor(state.hourOfWeek);
  const before = usualDemand(grid, shapes, now);
  return Array.from({ length: count }, (_, ahead) => {
    const hourOfWeek = (now + ahead) % HOURS_A_WEEK;
    const then = usualDemand(grid, shapes, hourOfWeek);
    const factor = then.map((usual, bus) => (before[bus] > 0 ? usual / before[bus] : 1));
    const demand_mw = state.point.demand_mw.map((p, bus) => p * factor[bus]);
    const demand_mvar = state.point.demand_mvar.map((q, bus) => q * factor[bus]);
    return { ...state, point: { ...state.point, demand_mw, demand_mvar }, hourOfWeek };
  });
}

function usualDemand(
  { network, busIndex, busCount }: Grid,
  shapes: WeeklyShapes,
  hour: number,
): Float64Array {
  const sum = new Float64Array(busCount);
  for (const { bus, p_mw, customer = 'residential' } of network.loads) {
    sum[busIndex.get(bus)!] += Math.abs(p_mw) * shapes[customer][hour];
  }
  return sum;
}
