/**
 * DC power flow: one linear system, refined once (N. J. Higham, "Accuracy and Stability of Numerical Algorithms",
 * 2nd ed., chapter 12), since a factorisation without exchange of rows loses digits where reactances are negative.
 * Shunt conductances take what they take at 1 per unit. See `Susceptance` for the model.
 *
 * Inside: per unit and radians, buses by elimination rank.
 */
import type { Grid } from '../../grid';
import { checkPoint } from '../check-point';
import { IslandFinder } from '../islands';
import { type PowerFlowPlan, planPowerFlow } from '../plan';
import { spoiltBus } from '../spoilt';
import type { OperatingPoint } from '../types';
import { Susceptance } from './susceptance';
import type { DcOutcome, DcPowerFlow, DcState } from './types';

/** A solution that leaves more than this share of the largest term at its bus is none. */
const TOLERANCE = 1e-8;

/** `plan` spares the symbolic work where it is known already. */
export function createDcPowerFlow(grid: Grid, plan = planPowerFlow(grid)): DcPowerFlow {
  return new LinearPowerFlow(grid, plan);
}

class LinearPowerFlow implements DcPowerFlow {
  private readonly rank: Int32Array;
  private readonly bus: Int32Array;
  private readonly matrix: Susceptance;
  private readonly islandFinder: IslandFinder;
  /** Branches closed, with both ends in service; those of the last factorisation. */
  private readonly live: Uint8Array;
  /** Those of them that are energised: in a part without supply not even a phase shifter makes a flow. */
  private readonly carrying: Uint8Array;
  /** 1 where the angle is given: at references and at de-energised buses. */
  private readonly fixed: Uint8Array;
  /** Generator that takes the rest at each reference bus; −1 at the others. By bus. */
  private readonly balancing: Int32Array;
  private readonly theta: Float64Array;
  private readonly injected: Float64Array;
  private readonly residual: Float64Array;
  private readonly state: DcState;
  private singular = -1;
  private factored = false;

  constructor(
    private readonly grid: Grid,
    plan: PowerFlowPlan,
  ) {
    const { busCount, branchCount, generatorCount } = grid;
    this.rank = plan.order.rank;
    this.bus = plan.order.bus;
    this.matrix = new Susceptance(grid, plan);
    this.islandFinder = new IslandFinder(grid);
    this.live = new Uint8Array(branchCount);
    this.carrying = new Uint8Array(branchCount);
    this.fixed = new Uint8Array(busCount);
    this.balancing = new Int32Array(busCount);
    this.theta = new Float64Array(busCount);
    this.injected = new Float64Array(busCount);
    this.residual = new Float64Array(busCount);
    this.state = {
      va_rad: new Float64Array(busCount),
      energized: new Uint8Array(busCount),
      p_from_mw: new Float64Array(branchCount),
      generation_mw: new Float64Array(generatorCount),
      balancing: [],
    };
  }

  solve(point: OperatingPoint): DcOutcome {
    checkPoint(this.grid, point);
    this.connect(point.live);
    if (this.singular >= 0) return { status: 'not_converged', worstBus: this.bus[this.singular] };
    this.schedule(point);
    this.theta.fill(0);
    for (let bus = 0; bus < this.balancing.length; bus++)
      if (this.balancing[bus] >= 0) this.theta[this.rank[bus]] = this.grid.va_start_rad[bus];
    for (let pass = 0; pass < 2; pass++) this.improve();
    const { worst, size, scale } = this.largestResidual();
    const worstBus = this.bus[worst];
    if (!(size <= TOLERANCE * scale)) return { status: 'not_converged', worstBus };
    this.project(point);
    const { state } = this;
    const spoilt = spoiltBus(this.grid, point, state.energized, [state.generation_mw]);
    if (spoilt >= 0) return { status: 'not_converged', worstBus: spoilt };
    const unserved_mw = this.unserved(point);
    if (unserved_mw === undefined) return { status: 'converged', mismatch_pu: size, worstBus, state };
    return { status: 'islanded', mismatch_pu: size, worstBus, state, unserved_mw };
  }

  /** Finds islands and factorises where a branch came or went. */
  private connect(live: Uint8Array): void {
    const { grid } = this;
    let same = this.factored;
    for (let k = 0; k < live.length; k++) {
      const usable = live[k] & grid.branchUsable[k];
      if (usable !== this.live[k]) same = false;
      this.live[k] = usable;
    }
    if (same) return;
    // A branch without reactance stops the factorisation in its midst; the next solve must not rely on it.
    this.factored = false;
    const { energized, balancing } = this.islandFinder.find(this.live);
    this.state.energized.set(energized);
    this.balancing.fill(-1);
    // Of several at a reference bus, the first one takes the rest, as in MATPOWER.
    for (const g of balancing) {
      const bus = grid.generatorBus[g];
      if (this.balancing[bus] === -1 || g < this.balancing[bus]) this.balancing[bus] = g;
    }
    this.state.balancing = [...this.balancing.filter((g) => g >= 0)];
    for (let bus = 0; bus < grid.busCount; bus++)
      this.fixed[this.rank[bus]] = energized[bus] === 0 || this.balancing[bus] >= 0 ? 1 : 0;
    for (let k = 0; k < grid.branchCount; k++) this.carrying[k] = this.live[k] & energized[grid.from[k]];
    this.singular = this.matrix.factor(this.carrying, this.fixed);
    this.factored = true;
  }

  /** Net injections: generation less demand and shunts, and what phase shifters push around. */
  private schedule(point: OperatingPoint): void {
    const { grid, rank, injected, matrix } = this;
    const { energized } = this.state;
    for (let bus = 0; bus < grid.busCount; bus++)
      injected[rank[bus]] =
        energized[bus] === 1 ? -(point.demand_mw[bus] + grid.shunt_mw[bus]) / grid.base_mva : 0;
    for (let g = 0; g < grid.generatorCount; g++) {
      const bus = grid.generatorBus[g];
      if (grid.generatorUsable[g] === 1 && energized[bus] === 1)
        injected[rank[bus]] += point.generation_mw[g] / grid.base_mva;
    }
    for (let k = 0; k < grid.branchCount; k++) {
      if (grid.shift_rad[k] === 0) continue;
      const pushed = matrix.b[k] * grid.shift_rad[k];
      injected[matrix.from[k]] += pushed;
      injected[matrix.to[k]] -= pushed;
    }
  }

  /** Adds to the angles what accounts for the power that they leave over. */
  private improve(): void {
    const { theta, residual } = this;
    this.leftOver();
    this.matrix.solve(residual);
    for (let i = 0; i < theta.length; i++) theta[i] += residual[i];
  }

  /** Injected minus branch flows at the present angles; 0 where the angle is given. */
  private leftOver(): void {
    const { residual, theta, fixed, matrix } = this;
    const { b, from, to } = matrix;
    residual.set(this.injected);
    for (let k = 0; k < b.length; k++) {
      if (b[k] === 0) continue;
      const p = b[k] * (theta[from[k]] - theta[to[k]]);
      residual[from[k]] -= p;
      residual[to[k]] += p;
    }
    for (let i = 0; i < residual.length; i++) if (fixed[i] === 1) residual[i] = 0;
  }

  private largestResidual(): { worst: number; size: number; scale: number } {
    this.leftOver();
    const { residual, injected, matrix } = this;
    let worst = 0;
    let scale = 1;
    for (let i = 0; i < residual.length; i++) {
      scale = Math.max(scale, Math.abs(injected[i]));
      if (Number.isNaN(residual[i])) return { worst: i, size: Number.NaN, scale };
      if (Math.abs(residual[i]) > Math.abs(residual[worst])) worst = i;
    }
    return { worst, size: Math.abs(residual[worst]), scale: Math.max(scale, matrix.diagonal[worst]) };
  }

  private project(point: OperatingPoint): void {
    const { grid, state, theta, rank, matrix } = this;
    const { b, from, to } = matrix;
    for (let bus = 0; bus < grid.busCount; bus++) state.va_rad[bus] = theta[rank[bus]];
    for (let k = 0; k < grid.branchCount; k++)
      state.p_from_mw[k] =
        b[k] === 0 ? 0 : grid.base_mva * b[k] * (theta[from[k]] - theta[to[k]] - grid.shift_rad[k]);
    this.generation(point);
  }

  /** The schedule; the balancing generator of a bus takes what its branches, demand and shunts need beyond that. */
  private generation(point: OperatingPoint): void {
    const { grid, state, balancing, residual } = this;
    // The rest by bus: what leaves over the branches, demand and shunts, less what the other generators deliver.
    const rest = residual;
    for (let bus = 0; bus < grid.busCount; bus++) rest[bus] = point.demand_mw[bus] + grid.shunt_mw[bus];
    for (let k = 0; k < grid.branchCount; k++) {
      rest[grid.from[k]] += state.p_from_mw[k];
      rest[grid.to[k]] -= state.p_from_mw[k];
    }
    for (let g = 0; g < grid.generatorCount; g++) {
      const bus = grid.generatorBus[g];
      const delivers = grid.generatorUsable[g] === 1 && state.energized[bus] === 1;
      state.generation_mw[g] = delivers ? point.generation_mw[g] : 0;
      if (g !== balancing[bus]) rest[bus] -= state.generation_mw[g];
    }
    for (let bus = 0; bus < grid.busCount; bus++)
      if (balancing[bus] >= 0) state.generation_mw[balancing[bus]] = rest[bus];
  }

  /** Demand at buses in service that nothing supplies; undefined where there is no such bus. */
  private unserved(point: OperatingPoint): number | undefined {
    const { busUsable, busCount } = this.grid;
    let unserved_mw: number | undefined;
    for (let bus = 0; bus < busCount; bus++) {
      if (busUsable[bus] === 0 || this.state.energized[bus] === 1) continue;
      unserved_mw = (unserved_mw ?? 0) + Math.max(0, point.demand_mw[bus]);
    }
    return unserved_mw;
  }
}
