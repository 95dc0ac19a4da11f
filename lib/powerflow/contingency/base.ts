import { DisjointSets, type Grid } from '../../grid';
import { IslandFinder } from '../islands';
import { nominalPoint } from '../operating-point';
import { solveWithinReactiveLimits } from '../reactive-limits';
import { sharedBytes, sharedFloats } from '../shared';
import type {
  NotConverged,
  OperatingPoint,
  PowerFlow,
  PowerFlowOutcome,
  PowerFlowState,
  Start,
} from '../types';

export interface ScreeningOptions {
  /** `ac`: every outage by AC power flow. `dc`: those alone that distribution factors, islands or voltages point at. */
  method?: 'ac' | 'dc';
  /** Nominal where nothing is said. */
  point?: OperatingPoint;
  /** Where the base case starts; from the document's voltages where nothing is said. */
  start?: Exclude<Start, 'warm'>;
  /** As `solveWithinReactiveLimits` does, in the base case and after every outage. */
  reactiveLimits?: boolean;
  /** With `dc`: an outage after which a branch comes within this of its rating is solved by AC, percent. */
  loadingMargin_percent?: number;
  /** With `dc`: so is the outage of a branch at a bus whose voltage is within this of its band, per unit. */
  voltageMargin_pu?: number;
}

/** The solution with every branch in place, in memory that threads share. */
export type ScreeningBase = Pick<
  PowerFlowState,
  'vm_pu' | 'va_rad' | 'energized' | 'p_from_mw' | 'q_from_mvar' | 'p_to_mw' | 'q_to_mvar' | 'loss_mw'
> & { iterations: number };

/** The operating point of a screening: a branch at a bus out of service is not live. */
export function screeningPoint(grid: Grid, options: ScreeningOptions): OperatingPoint {
  const point = options.point ?? nominalPoint(grid);
  return { ...point, live: point.live.map((live, k) => live & grid.branchUsable[k]) };
}

/** A solve from a given start, within reactive limits where the screening asks for them. */
export function solvePoint(
  grid: Grid,
  flow: PowerFlow,
  point: OperatingPoint,
  start: Start,
  { reactiveLimits }: ScreeningOptions,
): PowerFlowOutcome {
  return reactiveLimits === true
    ? solveWithinReactiveLimits(grid, flow, point, { start })
    : flow.solve(point, { start });
}

export function solveBase(
  grid: Grid,
  flow: PowerFlow,
  point: OperatingPoint,
  options: ScreeningOptions,
): ScreeningBase | NotConverged {
  const outcome = solvePoint(grid, flow, point, options.start ?? 'case', options);
  if (outcome.status === 'not_converged') return outcome;
  const { state, iterations } = outcome;
  return {
    vm_pu: sharedFloats(state.vm_pu),
    va_rad: sharedFloats(state.va_rad),
    energized: sharedBytes(state.energized),
    p_from_mw: sharedFloats(state.p_from_mw),
    q_from_mvar: sharedFloats(state.q_from_mvar),
    p_to_mw: sharedFloats(state.p_to_mw),
    q_to_mvar: sharedFloats(state.q_to_mvar),
    iterations,
    loss_mw: state.loss_mw,
  };
}

/** How many separate parts of the grid generators supply. */
export function countIslands(grid: Grid, live: Uint8Array): number {
  const { energized } = new IslandFinder(grid).find(live);
  const parts = new DisjointSets(grid.busCount);
  for (let k = 0; k < live.length; k++) if (live[k] === 1) parts.join(grid.from[k], grid.to[k]);
  return energized.reduce((count, on, bus) => count + (on === 1 && parts.find(bus) === bus ? 1 : 0), 0);
}
