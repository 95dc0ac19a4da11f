/** What a configuration with loops is worth by Newton's method: sweeps are for radial ones. */
import type { PowerFlowState } from '../../../powerflow';
import { WORTHLESS, type Worth } from '../assessor';
import { Confirmer } from '../confirm';
import { objectiveOf } from '../figures';
import type { ReconfigurationProblem } from '../problem';

export class MeshedAssessor {
  private readonly confirmer: Confirmer;

  constructor(readonly problem: ReconfigurationProblem) {
    this.confirmer = new Confirmer(problem);
  }

  get powerFlows(): number {
    return this.confirmer.powerFlows;
  }

  /** The state assessed last, in the solver's own arrays; undefined where it has no solution. */
  get state(): PowerFlowState | undefined {
    return this.confirmer.state;
  }

  /** One AC power flow. `live` per branch. */
  assess(live: Uint8Array): Worth {
    const confirmed = this.confirmer.confirm(live);
    if (confirmed === undefined) return WORTHLESS;
    const { figures, voltage, rating, carried_risk_mw } = confirmed;
    const beyond = Math.max(0, figures.operations - this.problem.settings.max_operations);
    const objective_mw = objectiveOf(this.problem, confirmed, carried_risk_mw);
    return { violation: voltage + rating + beyond, objective_mw, loss_mw: figures.loss_mw };
  }

  /** Operations from the present configuration. */
  operations(live: Uint8Array): number {
    const { point, grid } = this.problem;
    let count = 0;
    for (let k = 0; k < live.length; k++) if (live[k] !== (point.live[k] & grid.branchUsable[k])) count++;
    return count;
  }
}
