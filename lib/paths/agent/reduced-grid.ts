import type { Grid } from '../../grid';

/** The grid without the buses that have no supply and what is connected to them, as if these were out of service. */
export function withoutDark(grid: Grid, energized: Uint8Array): Grid {
  const busUsable = grid.busUsable.map((on, bus) => on & energized[bus]);
  return {
    ...grid,
    busUsable,
    branchUsable: grid.branchUsable.map((on, k) => on & busUsable[grid.from[k]] & busUsable[grid.to[k]]),
    generatorUsable: grid.generatorUsable.map((on, g) => on & busUsable[grid.generatorBus[g]]),
    isSource: grid.isSource.map((on, bus) => on & busUsable[bus]),
  };
}
