import type { Grid } from '../grid';
import type { Admittance } from './admittance';
import type { EliminationOrder } from './elimination-order';
import type { Islands } from './islands';
import type { OperatingPoint, PowerFlowState } from './types';

/** A solution inside the solver: per unit, radians, by elimination rank. */
interface Solution {
  point: OperatingPoint;
  islands: Islands;
  v: Float64Array;
  theta: Float64Array;
  p: Float64Array;
  q: Float64Array;
}

/** Turns solutions into figures of the grid's own elements and units. */
export class StateProjector {
  private readonly state: PowerFlowState;

  constructor(
    private readonly grid: Grid,
    private readonly order: EliminationOrder,
    private readonly y: Admittance,
  ) {
    const { busCount, branchCount, generatorCount } = grid;
    this.state = {
      vm_pu: new Float64Array(busCount),
      va_rad: new Float64Array(busCount),
      energized: new Uint8Array(busCount),
      p_from_mw: new Float64Array(branchCount),
      q_from_mvar: new Float64Array(branchCount),
      p_to_mw: new Float64Array(branchCount),
      q_to_mvar: new Float64Array(branchCount),
      generation_mw: new Float64Array(generatorCount),
      generation_mvar: new Float64Array(generatorCount),
      loss_mw: 0,
      loss_mvar: 0,
      series_loss_mvar: 0,
      shunt_mw: 0,
      shunt_mvar: 0,
    };
  }

  project(solution: Solution): PowerFlowState {
    const { state, grid } = this;
    const { rank } = this.order;
    state.energized.set(solution.islands.energized);
    for (let bus = 0; bus < grid.busCount; bus++) {
      state.vm_pu[bus] = solution.v[rank[bus]];
      state.va_rad[bus] = solution.theta[rank[bus]];
    }
    this.branchFlows(solution);
    this.generation(solution);
    return state;
  }

  /** S_f = V_f (Y_ff V_f + Y_ft V_t)*, and the same at the to end. */
  private branchFlows({ point, v, theta }: Solution): void {
    const { state, grid, y } = this;
    const base = grid.base_mva;
    state.loss_mw = 0;
    state.loss_mvar = 0;
    for (let k = 0; k < grid.branchCount; k++) {
      const f = y.from[k];
      const t = y.to[k];
      const at = 8 * k;
      const on = point.live[k] * base;
      const cosine = v[f] * v[t] * Math.cos(theta[f] - theta[t]);
      const sine = v[f] * v[t] * Math.sin(theta[f] - theta[t]);
      const vf2 = v[f] * v[f];
      const vt2 = v[t] * v[t];
      const ft_g = y.branch[at + 2];
      const ft_b = y.branch[at + 3];
      const tf_g = y.branch[at + 4];
      const tf_b = y.branch[at + 5];
      const pf = on * (y.branch[at] * vf2 + ft_g * cosine + ft_b * sine);
      const qf = on * (-y.branch[at + 1] * vf2 + ft_g * sine - ft_b * cosine);
      const pt = on * (y.branch[at + 6] * vt2 + tf_g * cosine - tf_b * sine);
      const qt = on * (-y.branch[at + 7] * vt2 - tf_g * sine - tf_b * cosine);
      state.p_from_mw[k] = pf;
      state.q_from_mvar[k] = qf;
      state.p_to_mw[k] = pt;
      state.q_to_mvar[k] = qt;
      state.loss_mw += pf + pt;
      state.loss_mvar += qf + qt;
    }
  }

  /** What generators deliver; those at one bus share its reactive power, and the balancing one takes the rest. */
  private generation({ point, islands, p, q }: Solution): void {
    const { state, grid } = this;
    const { rank } = this.order;
    const perBus = new Map<number, number>();
    for (const bus of grid.generatorBus) perBus.set(bus, (perBus.get(bus) ?? 0) + 1);
    for (let g = 0; g < grid.generatorCount; g++) {
      const bus = grid.generatorBus[g];
      const injected = q[rank[bus]] * grid.base_mva + point.demand_mvar[bus];
      state.generation_mw[g] = point.generation_mw[g];
      state.generation_mvar[g] = injected / perBus.get(bus)!;
    }
    for (const balancing of islands.balancing) {
      const bus = grid.generatorBus[balancing];
      let delivered = p[rank[bus]] * grid.base_mva + point.demand_mw[bus];
      for (let g = 0; g < grid.generatorCount; g++) {
        if (g !== balancing && grid.generatorBus[g] === bus) delivered -= point.generation_mw[g];
      }
      state.generation_mw[balancing] = delivered;
    }
  }
}
