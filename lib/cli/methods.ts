import type { Grid } from '../grid';
import {
  createDcPowerFlow,
  createPowerFlow,
  createSweep,
  nominalPoint,
  type PowerFlowState,
  solveWithinReactiveLimits,
} from '../powerflow';

export const METHODS = ['newton', 'sweep', 'dc'] as const;
export const STARTS = ['case', 'flat', 'dc'] as const;

export interface Settings {
  method: (typeof METHODS)[number];
  start: (typeof STARTS)[number];
  reactiveLimits: boolean;
}

/** What the report needs of a state, whichever method found it. */
export type SolvedState = Omit<PowerFlowState, 'loss_mvar'>;

export interface Solved {
  status: 'converged' | 'islanded' | 'not_converged';
  iterations: number;
  mismatch_pu: number;
  worstBus: number;
  state?: SolvedState;
  /** Per generator: 1 and −1 at a reactive limit; absent where none are kept. */
  limited?: Int8Array;
}

/** Makes the solver, and solves once at every call from the same start, with everything reused. */
export function prepare(grid: Grid, settings: Settings): () => Solved {
  switch (settings.method) {
    case 'newton':
      return newton(grid, settings);
    case 'sweep':
      return sweep(grid);
    case 'dc':
      return dc(grid);
  }
}

function sweep(grid: Grid): () => Solved {
  const point = nominalPoint(grid);
  const flow = createSweep(grid);
  // Flat at every call: from its own solution a repeat would have nothing to do.
  return () => flow.solve(point, { start: 'flat' });
}

function newton(grid: Grid, { start, reactiveLimits }: Settings): () => Solved {
  const point = nominalPoint(grid);
  const flow = createPowerFlow(grid);
  if (reactiveLimits) return () => solveWithinReactiveLimits(grid, flow, point, { start });
  return () => flow.solve(point, { start });
}

/** The DC model has voltages of 1 per unit, no reactive power and no losses. */
function dc(grid: Grid): () => Solved {
  const point = nominalPoint(grid);
  const flow = createDcPowerFlow(grid);
  const branches = () => new Float64Array(grid.branchCount);
  const p_to_mw = branches();
  const nothing = { q_from_mvar: branches(), q_to_mvar: branches() };
  const vm_pu = new Float64Array(grid.busCount);
  return () => {
    const outcome = flow.solve(point);
    if (outcome.status === 'not_converged') return { ...outcome, iterations: 1, mismatch_pu: Number.NaN };
    const { state } = outcome;
    for (let k = 0; k < p_to_mw.length; k++) p_to_mw[k] = -state.p_from_mw[k];
    vm_pu.set(state.energized);
    const shunt_mw = grid.shunt_mw.reduce((sum, g, bus) => sum + g * state.energized[bus], 0);
    return {
      ...outcome,
      iterations: 1,
      state: {
        ...state,
        ...nothing,
        vm_pu,
        p_to_mw,
        generation_mvar: new Float64Array(grid.generatorCount),
        shunt_mw,
        shunt_mvar: 0,
        loss_mw: 0,
        series_loss_mvar: 0,
      },
    };
  };
}
