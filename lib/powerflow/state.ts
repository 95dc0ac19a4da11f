import type { Grid } from '../grid';
import { type Admittance, PER_BRANCH } from './admittance';
import type { EliminationOrder } from './elimination-order';
import type { Islands } from './islands';
import { shareReactivePower } from './reactive-sharing';
import { type Station, stationsOf } from './stations';
import type { OperatingPoint, PowerFlowState } from './types';

/** Voltages and injections by elimination rank, as the solver leaves them. */
export interface Solution {
  point: OperatingPoint;
  islands: Islands;
  v: Float64Array;
  theta: Float64Array;
  p: Float64Array;
  q: Float64Array;
  /** 1 where a branch conducts, 1 where a generator holds a voltage. */
  live: Uint8Array;
  holds: Uint8Array;
}

/** Turns a solution into the state that callers read; keeps the arrays. */
export class StateProjector {
  private readonly state: PowerFlowState;
  private readonly stations: readonly Station[];
  private readonly stationOf: Int32Array;

  constructor(
    private readonly grid: Grid,
    private readonly order: EliminationOrder,
    private readonly y: Admittance,
  ) {
    this.state = emptyState(grid);
    this.stations = stationsOf(grid);
    this.stationOf = new Int32Array(grid.generatorCount).fill(-1);
    for (const [n, { generators }] of this.stations.entries())
      for (const g of generators) this.stationOf[g] = n;
  }

  project(solution: Solution): PowerFlowState {
    const { state, grid } = this;
    const { rank } = this.order;
    state.energized.set(solution.islands.energized);
    state.balancing = solution.islands.balancing;
    state.shunt_mw = 0;
    state.shunt_mvar = 0;
    for (let bus = 0; bus < grid.busCount; bus++) {
      const v = solution.v[rank[bus]];
      state.vm_pu[bus] = v;
      state.va_rad[bus] = solution.theta[rank[bus]];
      state.shunt_mw += grid.shunt_mw[bus] * v * v;
      state.shunt_mvar -= grid.shunt_mvar[bus] * v * v;
    }
    this.branchFlows(solution);
    this.generation(solution);
    return state;
  }

  /** S_f = V_f (Y_ff V_f + Y_ft V_t)*, and the same at the to end. */
  private branchFlows({ live, v, theta }: Solution): void {
    const { state, grid, y } = this;
    const base = grid.base_mva;
    state.loss_mw = 0;
    state.loss_mvar = 0;
    state.series_loss_mvar = 0;
    for (let k = 0; k < grid.branchCount; k++) {
      const f = y.from[k];
      const t = y.to[k];
      const at = PER_BRANCH * k;
      const on = live[k] * base;
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
      // |V_f/N − V_t|² = (V_f/τ − V_t)² + 4 (V_f/τ) V_t sin²(δ/2): from the terminals' powers it would lose digits.
      const behind = v[f] / grid.tap_ratio[k];
      const half = Math.sin((theta[f] - grid.shift_rad[k] - theta[t]) / 2);
      const across2 = (behind - v[t]) ** 2 + 4 * behind * v[t] * half * half;
      const z2 = grid.r_pu[k] ** 2 + grid.x_pu[k] ** 2 || Infinity;
      const current2 = (on * across2) / z2;
      state.loss_mw += grid.r_pu[k] * current2;
      state.series_loss_mvar += grid.x_pu[k] * current2;
      state.loss_mvar += qf + qt;
    }
  }

  /** What generators deliver: those that hold a voltage share what the bus needs, the balancing one takes the rest. */
  private generation(solution: Solution): void {
    const { point, islands, q, holds } = solution;
    const { state, grid } = this;
    const { rank } = this.order;
    state.generation_mw.fill(0);
    state.generation_mvar.fill(0);
    for (let n = 0; n < this.stations.length; n++) {
      const { bus, generators } = this.stations[n];
      if (islands.energized[bus] === 0) continue;
      let needed_mvar = q[rank[bus]] * grid.base_mva + point.demand_mvar[bus];
      let holding = 0;
      for (let k = 0; k < generators.length; k++) {
        const g = generators[k];
        state.generation_mw[g] = point.generation_mw[g];
        holding += holds[g];
        if (holds[g] === 1) continue;
        state.generation_mvar[g] = point.generation_mvar[g];
        needed_mvar -= point.generation_mvar[g];
      }
      if (holding === 0) continue;
      const sharing = holding === generators.length ? generators : generators.filter((g) => holds[g] === 1);
      shareReactivePower(grid, sharing, needed_mvar, state.generation_mvar);
    }
    this.balance(solution);
  }

  private balance({ point, islands, p }: Solution): void {
    const { generation_mw } = this.state;
    const { base_mva, generatorBus } = this.grid;
    const taken = new Set<number>();
    for (const balancing of islands.balancing) {
      const bus = generatorBus[balancing];
      if (taken.has(bus)) continue;
      taken.add(bus);
      let rest_mw = p[this.order.rank[bus]] * base_mva + point.demand_mw[bus];
      const { generators } = this.stations[this.stationOf[balancing]];
      for (const g of generators) if (g !== balancing) rest_mw -= point.generation_mw[g];
      generation_mw[balancing] = rest_mw;
    }
  }
}

export function emptyState({ busCount, branchCount, generatorCount }: Grid): PowerFlowState {
  return {
    vm_pu: new Float64Array(busCount),
    va_rad: new Float64Array(busCount),
    energized: new Uint8Array(busCount),
    p_from_mw: new Float64Array(branchCount),
    q_from_mvar: new Float64Array(branchCount),
    p_to_mw: new Float64Array(branchCount),
    q_to_mvar: new Float64Array(branchCount),
    generation_mw: new Float64Array(generatorCount),
    generation_mvar: new Float64Array(generatorCount),
    balancing: [],
    shunt_mw: 0,
    shunt_mvar: 0,
    loss_mw: 0,
    loss_mvar: 0,
    series_loss_mvar: 0,
  };
}
