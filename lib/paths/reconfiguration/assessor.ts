/**
 * What a radial configuration is worth by AC power flow, and which of two is better: the one that violates less, and
 * of two that violate nothing the one with the smaller objective.
 */
import { createSweep, type OperatingPoint, type PowerFlowState, type RadialSweep } from '../../powerflow';
import { liveOf, type ReconfigurationProblem } from './problem';
import type { RadialTree } from './radial-tree';

/** Violations below this are rounding. */
const NO_VIOLATION = 1e-9;
/** Objectives that differ by a smaller share are the same. */
const SAME = 1e-10;

export interface Worth {
  /** Infinity where the power flow has no solution. */
  violation: number;
  objective_mw: number;
  loss_mw: number;
}

export const WORTHLESS: Worth = {
  violation: Number.POSITIVE_INFINITY,
  objective_mw: Number.POSITIVE_INFINITY,
  loss_mw: Number.POSITIVE_INFINITY,
};

export function isBetter(one: Worth, other: Worth): boolean {
  if (one.violation > NO_VIOLATION || other.violation > NO_VIOLATION) {
    if (one.violation === Number.POSITIVE_INFINITY) return false;
    if (one.violation < other.violation * (1 - 1e-6)) return true;
    if (one.violation > other.violation * (1 + 1e-6)) return false;
  }
  return one.objective_mw < other.objective_mw - SAME * Math.abs(other.objective_mw);
}

export function holdsAll({ violation }: Worth): boolean {
  return violation <= NO_VIOLATION;
}

export class Assessor {
  powerFlows = 0;
  private readonly point: OperatingPoint;

  /** `sweep` is of the problem's grid; one that is given may serve other problems of it as well. */
  constructor(
    readonly problem: ReconfigurationProblem,
    private readonly sweep: RadialSweep = createSweep(problem.grid),
  ) {
    this.point = { ...problem.point, live: problem.point.live.slice() };
  }

  /** One AC power flow, or none where the operations alone are too many; `tree` has its flows. */
  assess(tree: RadialTree): Worth {
    const { settings, limits } = this.problem;
    this.place(tree.closed);
    this.powerFlows++;
    const summary = this.sweep.assess(this.point, { start: 'flat' });
    if (summary.status === 'not_converged') return WORTHLESS;
    const objective_mw = settings.loss_weight * summary.loss_mw + tree.extraCost();
    let violation = Math.max(0, tree.operations - settings.max_operations);
    if (limits.rated || summary.vm_min_pu < limits.safeLow || summary.vm_max_pu > limits.safeHigh) {
      const outcome = this.sweep.solve(this.point);
      if (outcome.status === 'not_converged') return WORTHLESS;
      const { voltage, rating } = limits.measure(outcome.state);
      violation += voltage + rating;
    }
    return { violation, objective_mw, loss_mw: summary.loss_mw };
  }

  /** The solved state of a tree; undefined where there is none. The solver's own arrays. */
  solve(closed: Uint8Array): PowerFlowState | undefined {
    this.place(closed);
    this.powerFlows++;
    const outcome = this.sweep.solve(this.point, { start: 'flat' });
    return outcome.status === 'not_converged' ? undefined : outcome.state;
  }

  private place(closed: Uint8Array): void {
    this.point.live.set(liveOf(this.problem.graph, closed));
  }
}
