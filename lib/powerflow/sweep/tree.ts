/**
 * The spanning forest of the live branches, breadth first from the balancing buses, and the branches that close
 * loops. Positions count along it: a parent stands before its children, and children of one bus side by side.
 *
 * Ideal transformers are referred away. With V_k = T_k V̂_k, T_k the product of the ratios on the way from the root,
 * and I_k = Î_k / T_k*, powers stay what they are, and impedances become z/|T|², admittances y|T|² (T of the side of
 * the π section). What remains is a tree of plain lines, and in it 1∠0 is a start that knows all taps and shifts.
 */
import type { Grid } from '../../grid';
import { Adjacency } from '../adjacency';
import { balancingOrder } from '../balancing-order';

/** What stands at a position. */
export const ROOT = 0;
export const LOAD = 1;
export const HELD = 2;

export class SweepTree {
  /** Positions in use: energised buses. */
  size = 0;
  readonly bus: Int32Array;
  /** Of each bus; −1 where it is de-energised. */
  readonly position: Int32Array;
  /** Position of the parent and branch that leads there; −1 at roots. */
  readonly parent: Int32Array;
  readonly branch: Int32Array;
  /** ROOT, LOAD, or HELD where a generator that does not balance holds the voltage. */
  readonly kind: Uint8Array;
  /** Series impedance of the branch to the parent and admittance to earth, complex, referred. */
  readonly z: Float64Array;
  readonly y: Float64Array;
  /** T = ratio ∠ phase. */
  readonly ratio: Float64Array;
  readonly phase: Float64Array;
  /** Branches that close a loop. */
  readonly links: Int32Array;
  linkCount = 0;
  /** Generator that balances at a root bus, −1 elsewhere. By bus. */
  readonly balancing: Int32Array;
  /** 1 where a branch takes part. */
  readonly live: Uint8Array;
  private readonly adjacency: Adjacency;
  private readonly order: Int32Array;
  private readonly holder: Uint8Array;
  private readonly charged: boolean;
  private built = false;

  constructor(private readonly grid: Grid) {
    const { busCount: n, branchCount, b_pu, shunt_mw, shunt_mvar } = grid;
    this.bus = new Int32Array(n);
    this.position = new Int32Array(n);
    this.parent = new Int32Array(n);
    this.branch = new Int32Array(n);
    this.kind = new Uint8Array(n);
    this.z = new Float64Array(2 * n);
    this.y = new Float64Array(2 * n);
    this.ratio = new Float64Array(n);
    this.phase = new Float64Array(n);
    this.links = new Int32Array(branchCount);
    this.balancing = new Int32Array(n);
    this.live = new Uint8Array(branchCount);
    this.adjacency = new Adjacency(grid);
    this.order = balancingOrder(grid);
    this.holder = new Uint8Array(n);
    for (const g of this.order) this.holder[grid.generatorBus[g]] = 1;
    this.charged = [b_pu, shunt_mw, shunt_mvar].some((values) => values.some((value) => value !== 0));
  }

  /** Follows the switches. True where the tree is another than before. */
  connect(live: Uint8Array): boolean {
    const { branchUsable } = this.grid;
    let same = this.built;
    for (let k = 0; k < live.length; k++) {
      const on = live[k] & branchUsable[k];
      if (on !== this.live[k]) same = false;
      this.live[k] = on;
    }
    if (same) return false;
    this.grow();
    this.earth();
    this.built = true;
    return true;
  }

  private grow(): void {
    const { grid, order } = this;
    this.position.fill(-1);
    this.balancing.fill(-1);
    this.size = 0;
    this.linkCount = 0;
    let read = 0;
    for (const g of order) if (grid.isSlack[g] === 1) this.root(g);
    read = this.spread(read);
    for (const g of order) {
      if (grid.isSlack[g] === 1) continue;
      this.root(g);
      read = this.spread(read);
    }
  }

  private root(generator: number): void {
    const { grid } = this;
    const bus = grid.generatorBus[generator];
    if (this.position[bus] >= 0) return;
    const k = this.size++;
    this.bus[k] = bus;
    this.position[bus] = k;
    this.parent[k] = -1;
    this.branch[k] = -1;
    this.kind[k] = ROOT;
    this.balancing[bus] = generator;
    this.ratio[k] = 1;
    this.phase[k] = grid.va_start_rad[bus];
  }

  /** Breadth first from position `read` on; what no live branch reaches any more. */
  private spread(read: number): number {
    const { bus, position, branch, live, links } = this;
    const { start, branch: incident, neighbour } = this.adjacency;
    let at = read;
    for (; at < this.size; at++) {
      const here = bus[at];
      for (let p = start[here]; p < start[here + 1]; p++) {
        const k = incident[p];
        if (live[k] === 0 || k === branch[at]) continue;
        const there = position[neighbour[p]];
        if (there < 0) this.add(neighbour[p], at, k);
        // Of the two times that a link is met, the one at its earlier end.
        else if (there > at) links[this.linkCount++] = k;
      }
    }
    return at;
  }

  private add(bus: number, parent: number, branch: number): void {
    const { grid } = this;
    const k = this.size++;
    this.bus[k] = bus;
    this.position[bus] = k;
    this.parent[k] = parent;
    this.branch[k] = branch;
    this.kind[k] = this.holder[bus] === 1 ? HELD : LOAD;
    const forward = grid.to[branch] === bus;
    const tap = grid.tap_ratio[branch];
    const shift = grid.shift_rad[branch];
    this.ratio[k] = forward ? this.ratio[parent] / tap : this.ratio[parent] * tap;
    this.phase[k] = forward ? this.phase[parent] - shift : this.phase[parent] + shift;
    const side = forward ? this.ratio[k] : this.ratio[parent];
    this.z[2 * k] = grid.r_pu[branch] / (side * side);
    this.z[2 * k + 1] = grid.x_pu[branch] / (side * side);
  }

  /** Shunts, and the charging of live branches, to the positions of their buses. */
  private earth(): void {
    if (!this.charged) return;
    const { grid, y, ratio, position, live } = this;
    for (let k = 0; k < this.size; k++) {
      const square = ratio[k] * ratio[k];
      y[2 * k] = (square * grid.shunt_mw[this.bus[k]]) / grid.base_mva;
      y[2 * k + 1] = (square * grid.shunt_mvar[this.bus[k]]) / grid.base_mva;
    }
    for (let k = 0; k < grid.branchCount; k++) {
      const from = position[grid.from[k]];
      if (live[k] === 0 || from < 0 || grid.b_pu[k] === 0) continue;
      const to = position[grid.to[k]];
      const behind = ratio[from] / grid.tap_ratio[k];
      y[2 * from + 1] += (behind * behind * grid.b_pu[k]) / 2;
      y[2 * to + 1] += (ratio[to] * ratio[to] * grid.b_pu[k]) / 2;
    }
  }
}
