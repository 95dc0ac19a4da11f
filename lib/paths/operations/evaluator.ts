import type { Grid } from '../../grid';
import { createPowerFlow, type PowerFlowOutcome } from '../../powerflow';
import type { OptimizerState } from '../types';
import { appraise, type Situation } from './situation';

/**
 * Solves what-if configurations around one present state. Each configuration is solved once a state, however often
 * it is asked for. A flow that does not converge has no worth and is never ranked: `null`.
 */
export class Evaluator {
  /** The present state and what-ifs have a solver each: from tick to tick the first stays close to its solution. */
  private readonly present;
  private readonly whatIf;
  private readonly vm_set_pu: Float64Array;
  private readonly known = new Map<string, Situation | null>();
  private state!: OptimizerState;
  private riskWeight = 0;

  constructor(private readonly grid: Grid) {
    this.present = createPowerFlow(grid);
    this.whatIf = createPowerFlow(grid);
    this.vm_set_pu = Float64Array.from(grid.network.generators, (generator) => generator.vm_pu);
  }

  /** Takes a new present state; what was known of the last is forgotten. */
  begin(
    state: OptimizerState,
    riskWeight: number,
  ): Situation | (PowerFlowOutcome & { status: 'not_converged' }) {
    this.state = state;
    this.riskWeight = riskWeight;
    this.known.clear();
    const live = state.closed.map((closed, branch) => closed & state.in_service[branch]);
    const outcome = this.present.solve(this.point(live));
    if (outcome.status === 'not_converged') return outcome;
    const base = appraise(this.grid, state, riskWeight, { live, toggled: [] }, outcome.state);
    this.known.set('', base);
    return base;
  }

  /** The situation after one more switching operation, or null where it has no solution. */
  after(situation: Situation, branch: number): Situation | null {
    const toggled = situation.toggled.includes(branch)
      ? situation.toggled.filter((other) => other !== branch)
      : [...situation.toggled, branch].sort((a, b) => a - b);
    const key = toggled.join(',');
    let solved = this.known.get(key);
    if (solved === undefined) {
      const live = situation.live.slice();
      live[branch] = live[branch] === 1 ? 0 : 1;
      const outcome = this.whatIf.solve(this.point(live));
      solved =
        outcome.status !== 'not_converged'
          ? appraise(this.grid, this.state, this.riskWeight, { live, toggled }, outcome.state)
          : null;
      this.known.set(key, solved);
    }
    return solved;
  }

  private point(live: Uint8Array) {
    const { demand_mw, demand_mvar, generation_mw, generation_mvar } = this.state;
    return { demand_mw, demand_mvar, generation_mw, generation_mvar, vm_set_pu: this.vm_set_pu, live };
  }
}
