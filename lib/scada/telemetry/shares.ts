import type { Grid } from '../../grid';
import type { Shares } from '../metrics';
import type { FilledState } from './filler';

/**
 * Parts what each node injects into generation and demand: all of it is demand where nothing feeds in; where both are, the
 * demand is that which is given (measured, or nominal).
 */
export function sharesOf(
  filled: FilledState,
  isFed: Uint8Array,
  known: Pick<Shares, 'demand_mw' | 'demand_mvar'>,
): Shares {
  const share = (injection: Float64Array, demand: Float64Array): [Float64Array, Float64Array] => {
    const taken = injection.map((one, bus) =>
      filled.energized[bus] === 0 ? 0 : isFed[bus] === 1 ? demand[bus] : -one,
    );
    return [taken, injection.map((one, bus) => (isFed[bus] === 1 ? one + taken[bus] : 0))];
  };
  const [demand_mw, generation_mw] = share(filled.p_injection_mw, known.demand_mw);
  const [demand_mvar, generation_mvar] = share(filled.q_injection_mvar, known.demand_mvar);
  return { demand_mw, demand_mvar, generation_mw, generation_mvar };
}

/** Nominal demand of what nothing reaches. */
export function darkDemand(grid: Grid, { energized }: FilledState): number {
  return grid.demand_mw.reduce((sum, p, bus) => (energized[bus] === 1 ? sum : sum + Math.max(0, p)), 0);
}
