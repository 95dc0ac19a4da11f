/** What Newton's method says of any configuration, meshed ones among them. */
import { createPowerFlow, type OperatingPoint, type PowerFlow, type PowerFlowState } from '../../powerflow';
import type { Violations } from './limits';
import type { ReconfigurationProblem } from './problem';
import type { Figures } from './types';

export interface Confirmed extends Violations {
  /** Σ failure probability × MW carried, at the end of a branch where that is more. */
  carried_risk_mw: number;
  figures: Omit<Figures, 'objective_mw' | 'risk_mw'>;
}

export class Confirmer {
  powerFlows = 0;
  /** The state confirmed last, in the solver's own arrays; undefined where there was no solution. */
  state: PowerFlowState | undefined;
  private readonly flow: PowerFlow;
  private readonly point: OperatingPoint;

  constructor(private readonly problem: ReconfigurationProblem) {
    this.flow = createPowerFlow(problem.grid);
    this.point = { ...problem.point, live: problem.point.live.slice() };
  }

  /** Undefined where there is no solution. `live` per branch. */
  confirm(live: Uint8Array): Confirmed | undefined {
    const { grid, limits, point } = this.problem;
    this.point.live.set(live);
    this.powerFlows++;
    const outcome = this.flow.solve(this.point, { start: 'flat' });
    this.state = outcome.status === 'not_converged' ? undefined : outcome.state;
    if (outcome.status === 'not_converged') return undefined;
    const { state } = outcome;
    const violations = limits.measure(state);
    let operations = 0;
    for (let k = 0; k < live.length; k++) {
      if (live[k] !== (point.live[k] & grid.branchUsable[k])) operations++;
    }
    const figures = {
      loss_mw: state.loss_mw,
      operations,
      ...extremes(state),
      loading_max_percent: violations.loading_max_percent,
      unserved_mw: outcome.status === 'islanded' ? outcome.unserved_mw : 0,
    };
    return { ...violations, carried_risk_mw: this.carriedRisk(state), figures };
  }

  private carriedRisk({ p_from_mw, p_to_mw }: PowerFlowState): number {
    const { failure_probability } = this.problem.settings;
    let risk_mw = 0;
    for (let k = 0; k < failure_probability.length; k++) {
      risk_mw += failure_probability[k] * Math.max(Math.abs(p_from_mw[k]), Math.abs(p_to_mw[k]));
    }
    return risk_mw;
  }
}

function extremes({ vm_pu, energized }: PowerFlowState): { vm_min_pu: number; vm_max_pu: number } {
  let vm_min_pu = Number.POSITIVE_INFINITY;
  let vm_max_pu = 0;
  for (let bus = 0; bus < vm_pu.length; bus++) {
    if (energized[bus] === 0) continue;
    vm_min_pu = Math.min(vm_min_pu, vm_pu[bus]);
    vm_max_pu = Math.max(vm_max_pu, vm_pu[bus]);
  }
  return { vm_min_pu, vm_max_pu };
}
