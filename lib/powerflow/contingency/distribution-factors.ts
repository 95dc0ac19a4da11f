/**
 * How active power moves in the DC model (O. Alsac, J. Bright, M. Prais and B. Stott, "Further developments in
 * LP-based optimal power flow", IEEE Trans. Power Syst. 5(3), 1990, doi 10.1109/59.65896; A. J. Wood, B. F. Wollenberg
 * and G. B. Sheblé, "Power Generation, Operation, and Control", 3rd ed., section 7.3 and appendix 7A).
 *
 * With B θ = e_f − e_t for branch k, one megawatt from its from bus to its to bus loads branch l by
 *
 *   PTDF_lk = b_l (θ_f(l) − θ_t(l))
 *
 * and the outage of k moves its flow onto the others: P_l' = P_l + LODF_lk P_k, LODF_lk = PTDF_lk / (1 − PTDF_kk).
 * The denominator is 0 where k is a bridge; nearly so, the flow has no other way worth the name.
 */
import type { Grid } from '../../grid';
import { Susceptance } from '../dc/susceptance';
import { IslandFinder } from '../islands';
import { type PowerFlowPlan, planPowerFlow } from '../plan';

/** A smaller denominator is rounding. */
const LEAST_DENOMINATOR = 1e-8;

export interface DistributionFactors {
  /** Of the branch asked for last, one value a branch. */
  readonly ptdf: Float64Array;
  readonly lodf: Float64Array;
  /**
   * Fills `ptdf` for a transfer along the branch and `lodf` for its outage, −1 for the branch itself. False where
   * the outage cuts a part in two, so that there is no `lodf`, and for a branch that is not live or not supplied.
   */
  outage(branch: number): boolean;
}

/**
 * For the live branches (closed, both buses in service); undefined where their susceptance matrix is singular.
 * Throws INVALID_NETWORK where one has no reactance.
 */
export function distributionFactors(
  grid: Grid,
  live: Uint8Array,
  plan: PowerFlowPlan = planPowerFlow(grid),
): DistributionFactors | undefined {
  const matrix = new Susceptance(grid, plan);
  const { rank } = plan.order;
  const { energized, balancing } = new IslandFinder(grid).find(live);
  const fixed = new Uint8Array(grid.busCount);
  for (let bus = 0; bus < grid.busCount; bus++) fixed[rank[bus]] = 1 - energized[bus];
  for (const g of balancing) fixed[rank[grid.generatorBus[g]]] = 1;
  const carrying = live.map((on, k) => on & energized[grid.from[k]]);
  return matrix.factor(carrying, fixed) < 0 ? new FactorColumns(matrix, fixed) : undefined;
}

class FactorColumns implements DistributionFactors {
  readonly ptdf: Float64Array;
  readonly lodf: Float64Array;
  private readonly theta: Float64Array;

  constructor(
    private readonly matrix: Susceptance,
    private readonly fixed: Uint8Array,
  ) {
    this.theta = new Float64Array(fixed.length);
    this.ptdf = new Float64Array(matrix.b.length);
    this.lodf = new Float64Array(matrix.b.length);
  }

  outage(branch: number): boolean {
    const { theta, ptdf, lodf, fixed } = this;
    const { b, from, to } = this.matrix;
    if (b[branch] === 0) return false;
    theta.fill(0);
    // A reference takes up whatever arrives, and its angle stays.
    theta[from[branch]] = 1 - fixed[from[branch]];
    theta[to[branch]] = fixed[to[branch]] - 1;
    this.matrix.solve(theta);
    for (let l = 0; l < b.length; l++) ptdf[l] = b[l] * (theta[from[l]] - theta[to[l]]);
    const left = 1 - ptdf[branch];
    if (!(Math.abs(left) > LEAST_DENOMINATOR)) return false;
    for (let l = 0; l < b.length; l++) lodf[l] = ptdf[l] / left;
    lodf[branch] = -1;
    return true;
  }
}
