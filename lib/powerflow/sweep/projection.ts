/**
 * From a solved tree to figures of the grid's own elements and units. Powers are the same referred or not, and so
 * need no transformer: with V̂₁ and V̂₂ the voltages at the ends of a series impedance and Î its current, a branch
 * takes V̂₁Î* − jb/2 |V̂₁|² at one end and −V̂₂Î* − jb/2 |V̂₂|² at the other.
 */
import type { Grid } from '../../grid';
import { withinHalfTurn } from '../angle';
import { shareReactivePower } from '../reactive-sharing';
import { emptyState } from '../state';
import { type Station, stationsOf } from '../stations';
import type { OperatingPoint, PowerFlowState } from '../types';
import type { Links } from './links';
import { ROOT, type SweepTree } from './tree';
import type { TreeNewton } from './tree-newton';

export class SweepProjector {
  private readonly state: PowerFlowState;
  private readonly stations: readonly Station[];
  private readonly balancing: number[] = [];

  constructor(
    private readonly grid: Grid,
    private readonly tree: SweepTree,
    private readonly newton: TreeNewton,
    private readonly links: Links,
  ) {
    this.state = emptyState(grid);
    this.state.balancing = this.balancing;
    this.stations = stationsOf(grid);
  }

  project(point: OperatingPoint): PowerFlowState {
    const { state } = this;
    this.voltages();
    this.flows();
    this.generation(point);
    return state;
  }

  private voltages(): void {
    const { state, grid, tree } = this;
    const { v } = this.newton;
    state.shunt_mw = 0;
    state.shunt_mvar = 0;
    for (let bus = 0; bus < grid.busCount; bus++) {
      const k = tree.position[bus];
      state.energized[bus] = k < 0 ? 0 : 1;
      state.vm_pu[bus] = k < 0 ? 0 : tree.ratio[k] * Math.sqrt(v[2 * k] ** 2 + v[2 * k + 1] ** 2);
      state.va_rad[bus] = k < 0 ? 0 : withinHalfTurn(tree.phase[k] + Math.atan2(v[2 * k + 1], v[2 * k]));
      state.shunt_mw += grid.shunt_mw[bus] * state.vm_pu[bus] ** 2;
      state.shunt_mvar -= grid.shunt_mvar[bus] * state.vm_pu[bus] ** 2;
    }
  }

  private flows(): void {
    const { state, tree, links, newton } = this;
    const { v, i } = newton;
    for (const flow of [state.p_from_mw, state.q_from_mvar, state.p_to_mw, state.q_to_mvar]) flow.fill(0);
    state.loss_mw = 0;
    state.loss_mvar = 0;
    state.series_loss_mvar = 0;
    for (let k = 0; k < tree.size; k++) {
      if (tree.kind[k] === ROOT) continue;
      const branch = tree.branch[k];
      const up = tree.parent[k];
      if (this.grid.to[branch] === tree.bus[k]) {
        this.flow(branch, v[2 * up], v[2 * up + 1], i[2 * k], i[2 * k + 1]);
      } else {
        this.flow(branch, v[2 * k], v[2 * k + 1], -i[2 * k], -i[2 * k + 1]);
      }
    }
    for (let l = 0; l < links.count; l++) {
      const from = links.from[l];
      const re = links.rho[2 * l];
      const im = links.rho[2 * l + 1];
      const e = re * v[2 * from] - im * v[2 * from + 1];
      const f = re * v[2 * from + 1] + im * v[2 * from];
      this.flow(tree.links[l], e, f, links.ohmR(l), links.ohmI(l));
    }
  }

  /** A branch with e + jf behind its transformer and I = a + jb, both referred as its `to` end is. */
  private flow(branch: number, e: number, f: number, a: number, b: number): void {
    const { state, grid, tree } = this;
    const { v } = this.newton;
    const base = grid.base_mva;
    const to = tree.position[grid.to[branch]];
    const square = tree.ratio[to] * tree.ratio[to];
    const half = (grid.b_pu[branch] / 2) * square;
    const vr = v[2 * to];
    const vi = v[2 * to + 1];
    const charging_from = half * (e * e + f * f);
    const charging_to = half * (vr * vr + vi * vi);
    state.p_from_mw[branch] = base * (e * a + f * b);
    state.q_from_mvar[branch] = base * (f * a - e * b - charging_from);
    state.p_to_mw[branch] = -base * (vr * a + vi * b);
    state.q_to_mvar[branch] = -base * (vi * a - vr * b + charging_to);
    const current = (base * (a * a + b * b)) / square;
    const series = grid.x_pu[branch] * current;
    state.loss_mw += grid.r_pu[branch] * current;
    state.series_loss_mvar += series;
    state.loss_mvar += series - base * (charging_from + charging_to);
  }

  /** What generators deliver: those that hold one bus share its reactive power, the balancing one takes the rest. */
  private generation(point: OperatingPoint): void {
    const { state, grid, tree } = this;
    state.generation_mw.fill(0);
    state.generation_mvar.fill(0);
    this.balancing.length = 0;
    for (const station of this.stations) {
      const { bus, generators, holding } = station;
      if (tree.position[bus] < 0) continue;
      for (const g of generators) {
        state.generation_mw[g] = point.generation_mw[g];
        if (grid.holdsVoltage[g] === 0) state.generation_mvar[g] = point.generation_mvar[g];
      }
      if (holding.length > 0) {
        shareReactivePower(grid, holding, this.heldReactive(point, station), state.generation_mvar);
      }
      if (tree.balancing[bus] >= 0) this.balance(bus);
    }
  }

  /** The generator that balances takes what flows into the tree, and what is taken at the root besides it. */
  private balance(bus: number): void {
    const { v, i, s } = this.newton;
    const g = this.tree.balancing[bus];
    const k = this.tree.position[bus];
    const power = v[2 * k] * i[2 * k] + v[2 * k + 1] * i[2 * k + 1] + s[2 * k];
    this.state.generation_mw[g] = this.grid.base_mva * power;
    this.balancing.push(g);
  }

  /** What the generators that hold the voltage of a bus deliver together, Mvar. */
  private heldReactive(point: OperatingPoint, station: Station): number {
    const { v, i, s } = this.newton;
    const base = this.grid.base_mva;
    const k = this.tree.position[station.bus];
    if (this.tree.kind[k] === ROOT) {
      return base * (v[2 * k + 1] * i[2 * k] - v[2 * k] * i[2 * k + 1] + s[2 * k + 1]);
    }
    return this.fixedReactive(point, station) - base * s[2 * k + 1];
  }

  /** Demand less what generators that hold no voltage deliver at the bus, Mvar. */
  private fixedReactive(point: OperatingPoint, { bus, generators }: Station): number {
    let taken = point.demand_mvar[bus];
    for (const g of generators) if (this.grid.holdsVoltage[g] === 0) taken -= point.generation_mvar[g];
    return taken;
  }
}
