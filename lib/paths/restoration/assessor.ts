import type { Grid } from '../../grid';
import {
  createPowerFlow,
  createSweep,
  type OperatingPoint,
  type PowerFlow,
  type PowerFlowState,
} from '../../powerflow';
import type { Breach, Limits } from './limits';

/** What a configuration is worth: its losses, or what bars it. */
export type Assessment =
  | { readonly legal: true; readonly state: PowerFlowState }
  | {
      readonly legal: false;
      readonly breach: Breach | { readonly reason: 'no_solution'; readonly excess: number };
    };

/** Anything that can be solved is nearer than what has no solution. */
const HOPELESS = Number.POSITIVE_INFINITY;

/** Solves configurations of one grid under one demand, and counts how many. */
export class Assessor {
  flows = 0;
  private readonly newton: PowerFlow;
  private readonly fast: PowerFlow;

  constructor(
    grid: Grid,
    private readonly point: OperatingPoint,
    radial: boolean,
  ) {
    this.newton = createPowerFlow(grid);
    // Sweeps are for trees, and for those without voltages that are held along the way.
    const plain = grid.generatorBus.every((_, g) => grid.isSlack[g] === 1 || grid.holdsVoltage[g] === 0);
    this.fast = radial && plain ? createSweep(grid) : this.newton;
  }

  /** By sweeps where the grid is radial: for the search. */
  assess(live: Uint8Array, limits: Limits): Assessment {
    return this.judge(this.fast, live, limits);
  }

  /** By Newton's method: for what is proposed. */
  confirm(live: Uint8Array, limits: Limits): Assessment {
    return this.judge(this.newton, live, limits);
  }

  /** The state by Newton's method, within limits or not; undefined without a solution. It holds until the next. */
  solve(live: Uint8Array): PowerFlowState | undefined {
    this.flows++;
    const outcome = this.newton.solve({ ...this.point, live }, { start: 'case' });
    return outcome.status === 'not_converged' ? undefined : outcome.state;
  }

  private judge(solver: PowerFlow, live: Uint8Array, limits: Limits): Assessment {
    this.flows++;
    const outcome = solver.solve({ ...this.point, live }, { start: 'flat' });
    if (outcome.status === 'not_converged') {
      return { legal: false, breach: { reason: 'no_solution', excess: HOPELESS } };
    }
    const breach = limits.breach(outcome.state);
    return breach === undefined ? { legal: true, state: outcome.state } : { legal: false, breach };
  }
}
