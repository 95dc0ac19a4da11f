/**
 * Branches that close loops, by compensation (D. Shirmohammadi et al., "A compensation-based power flow method for
 * weakly meshed distribution and transmission networks", IEEE Trans. Power Systems 3(2), 1988, doi 10.1109/59.192932).
 *
 * Each link is cut and its current J, to-side, referred, injected at both ends: J̃ = ρ*J taken at `from`, J fed in at
 * `to`, with ρ = T_f/(N T_t) (1 where transformers around the loop agree). What Ohm's law leaves over at the cut,
 * δ = ρV_f − V_t − zJ, is real-linear in all J on the linearised tree. Other than in the paper, the matrix of that map
 * is not made of branch impedances alone: its columns are responses of the tree with the slopes of its loads, shunts
 * and held voltages, so that with a fresh one an iteration is the full Newton step. Between refreshes it stays
 * factorised and convergence is linear with a small ratio.
 *
 * Responses are needed on the ways from link ends to roots only: the skeleton.
 */
import type { Grid } from '../../grid';
import { DenseLu } from './dense-lu';
import { HELD, ROOT, type SweepTree } from './tree';
import { HOLD, NORTON, SLOPE, type TreeNewton } from './tree-newton';

export class Links {
  count = 0;
  /** Positions of the ends. */
  from = new Int32Array(0);
  to = new Int32Array(0);
  /** Referred impedance, ρ and current, complex. */
  z = new Float64Array(0);
  rho = new Float64Array(0);
  current = new Float64Array(0);
  /** What rounding makes of the power of the link with the largest admittance, per unit: 8 ε/|z|. */
  rounding = 0;
  /** Sign of the determinant of the responses when they were last measured; 1 without load. */
  sign = 1;
  private lu = new DenseLu(0);
  private gap = new Float64Array(0);
  private readonly skeleton: Int32Array;
  private skeletonSize = 0;
  private readonly marked: Uint8Array;
  /** Injected currents, then what they change in the currents of branches; and what that does to voltages. */
  private readonly c: Float64Array;
  private readonly dv: Float64Array;

  constructor(
    private readonly grid: Grid,
    private readonly tree: SweepTree,
    private readonly newton: TreeNewton,
  ) {
    const n = grid.busCount;
    this.skeleton = new Int32Array(n);
    this.marked = new Uint8Array(n);
    this.c = new Float64Array(2 * n);
    this.dv = new Float64Array(2 * n);
  }

  /** Follows a new tree. Memory grows with the largest number of links seen. */
  connect(): void {
    const { grid, tree } = this;
    this.count = tree.linkCount;
    this.rounding = 0;
    if (this.count === 0) return;
    if (this.count > this.from.length) this.allocate(this.count);
    if (this.lu.size !== 2 * this.count) this.lu = new DenseLu(2 * this.count);
    for (let l = 0; l < this.count; l++) {
      const k = tree.links[l];
      const f = tree.position[grid.from[k]];
      const t = tree.position[grid.to[k]];
      this.from[l] = f;
      this.to[l] = t;
      const square = tree.ratio[t] * tree.ratio[t];
      this.z[2 * l] = grid.r_pu[k] / square;
      this.z[2 * l + 1] = grid.x_pu[k] / square;
      const size = tree.ratio[f] / (tree.ratio[t] * grid.tap_ratio[k]);
      const angle = tree.phase[f] - tree.phase[t] - grid.shift_rad[k];
      this.rho[2 * l] = size * Math.cos(angle);
      this.rho[2 * l + 1] = size * Math.sin(angle);
      const z = Math.hypot(this.z[2 * l], this.z[2 * l + 1]);
      this.rounding = Math.max(this.rounding, (8 * Number.EPSILON) / z);
    }
    this.findSkeleton();
  }

  /** No current in any link. */
  flatStart(): void {
    this.current.fill(0);
  }

  /** Hands the present link currents to the backward sweep. */
  inject(): void {
    for (let l = 0; l < this.count; l++)
      this.addAtEnds(l, this.current[2 * l], this.current[2 * l + 1], this.newton.norton, NORTON, 4);
  }

  /** Between the sweeps: corrects the link currents, and with them c′ along the skeleton. */
  compensate(refresh: boolean): void {
    const { count, current, gap, lu, c } = this;
    if (refresh) this.measureResponses();
    this.carryForward(true);
    this.measureGaps(current, gap);
    lu.solve(gap);
    this.clear();
    for (let l = 0; l < count; l++) {
      const jr = -gap[2 * l];
      const ji = -gap[2 * l + 1];
      current[2 * l] += jr;
      current[2 * l + 1] += ji;
      this.addAtEnds(l, jr, ji, c, 2, 0);
    }
    this.carryBackward();
    this.correct();
  }

  /** What links take at their ends by Ohm's law, added to `drawn`. */
  draw(drawn: Float64Array): void {
    for (let l = 0; l < this.count; l++) this.addAtEnds(l, this.ohmR(l), this.ohmI(l), drawn, 2, 0);
  }

  /** Current of link `l` by Ohm's law, real and imaginary part. */
  ohmR(l: number): number {
    const { z } = this;
    const square = z[2 * l] ** 2 + z[2 * l + 1] ** 2;
    return (this.gapR(l, this.newton.v) * z[2 * l] + this.gapI(l, this.newton.v) * z[2 * l + 1]) / square;
  }

  ohmI(l: number): number {
    const { z } = this;
    const square = z[2 * l] ** 2 + z[2 * l + 1] ** 2;
    return (this.gapI(l, this.newton.v) * z[2 * l] - this.gapR(l, this.newton.v) * z[2 * l + 1]) / square;
  }

  /** ρV_f − V_t. */
  private gapR(l: number, v: Float64Array): number {
    const f = 2 * this.from[l];
    return this.rho[2 * l] * v[f] - this.rho[2 * l + 1] * v[f + 1] - v[2 * this.to[l]];
  }

  private gapI(l: number, v: Float64Array): number {
    const f = 2 * this.from[l];
    return this.rho[2 * l] * v[f + 1] + this.rho[2 * l + 1] * v[f] - v[2 * this.to[l] + 1];
  }

  /** δ of all links, of the voltages in `dv` and these currents. */
  private measureGaps(j: Float64Array, gap: Float64Array): void {
    const { z, dv } = this;
    for (let l = 0; l < this.count; l++) {
      const re = 2 * l;
      gap[re] = this.gapR(l, dv) - (z[re] * j[re] - z[re + 1] * j[re + 1]);
      gap[re + 1] = this.gapI(l, dv) - (z[re] * j[re + 1] + z[re + 1] * j[re]);
    }
  }

  /** ρ*J taken at `from`, J fed in at `to`. */
  private addAtEnds(
    l: number,
    jr: number,
    ji: number,
    into: Float64Array,
    stride: number,
    offset: number,
  ): void {
    const f = stride * this.from[l] + offset;
    const t = stride * this.to[l] + offset;
    into[f] += this.rho[2 * l] * jr + this.rho[2 * l + 1] * ji;
    into[f + 1] += this.rho[2 * l] * ji - this.rho[2 * l + 1] * jr;
    into[t] -= jr;
    into[t + 1] -= ji;
  }

  /** Column by column: how the gaps answer to each link current. */
  private measureResponses(): void {
    const { count, lu, z } = this;
    const size = 2 * count;
    for (let column = 0; column < size; column++) {
      const l = column >> 1;
      const real = column % 2 === 0;
      this.clear();
      this.addAtEnds(l, real ? 1 : 0, real ? 0 : 1, this.c, 2, 0);
      this.carryBackward();
      this.carryForward(false);
      for (let m = 0; m < count; m++) {
        lu.a[2 * m * size + column] = this.gapR(m, this.dv);
        lu.a[(2 * m + 1) * size + column] = this.gapI(m, this.dv);
      }
      lu.a[2 * l * size + column] -= real ? z[2 * l] : -z[2 * l + 1];
      lu.a[(2 * l + 1) * size + column] -= real ? z[2 * l + 1] : z[2 * l];
    }
    this.sign = lu.factor();
  }

  private clear(): void {
    for (let n = 0; n < this.skeletonSize; n++) {
      this.c[2 * this.skeleton[n]] = 0;
      this.c[2 * this.skeleton[n] + 1] = 0;
    }
  }

  /** From injected currents in `c` to changes of c′ in `c`. */
  private carryBackward(): void {
    const { c, skeleton, newton } = this;
    const { slope, hold } = newton;
    const { kind, parent } = this.tree;
    for (let n = this.skeletonSize - 1; n >= 0; n--) {
      const k = skeleton[n];
      if (kind[k] === ROOT) continue;
      const at = SLOPE * k;
      const cr = c[2 * k];
      const ci = c[2 * k + 1];
      let r = slope[at] * cr - slope[at + 1] * ci + slope[at + 2] * cr + slope[at + 3] * ci;
      let i = slope[at] * ci + slope[at + 1] * cr + slope[at + 3] * cr - slope[at + 2] * ci;
      if (kind[k] === HELD) {
        const to = HOLD * k;
        const h = -(hold[to + 2] * r - hold[to + 3] * i) / hold[to + 7];
        r += hold[to + 4] * h;
        i += hold[to + 5] * h;
        hold[to + 8] = h;
      }
      c[2 * k] = r;
      c[2 * k + 1] = i;
      c[2 * parent[k]] += r;
      c[2 * parent[k] + 1] += i;
    }
  }

  /** Voltages of the skeleton into `dv`: as they stand, or only what `c` changes in them. */
  private carryForward(standing: boolean): void {
    const { c, dv, skeleton, newton } = this;
    const { norton, set } = newton;
    const { kind, parent, z } = this.tree;
    for (let n = 0; n < this.skeletonSize; n++) {
      const k = skeleton[n];
      if (kind[k] === ROOT) {
        dv[2 * k] = standing ? set[k] : 0;
        dv[2 * k + 1] = 0;
        continue;
      }
      const at = NORTON * k;
      const e = dv[2 * parent[k]];
      const f = dv[2 * parent[k] + 1];
      const cr = standing ? norton[at + 4] : c[2 * k];
      const ci = standing ? norton[at + 5] : c[2 * k + 1];
      const ir = (norton[at] + norton[at + 2]) * e + (norton[at + 3] - norton[at + 1]) * f + cr;
      const ii = (norton[at + 1] + norton[at + 3]) * e + (norton[at] - norton[at + 2]) * f + ci;
      dv[2 * k] = e - (z[2 * k] * ir - z[2 * k + 1] * ii);
      dv[2 * k + 1] = f - (z[2 * k] * ii + z[2 * k + 1] * ir);
    }
  }

  /** Adds the changes in `c` to what the forward sweep will use. */
  private correct(): void {
    const { c, skeleton, newton } = this;
    const { norton, hold } = newton;
    const { kind } = this.tree;
    for (let n = 0; n < this.skeletonSize; n++) {
      const k = skeleton[n];
      if (kind[k] === ROOT) continue;
      norton[NORTON * k + 4] += c[2 * k];
      norton[NORTON * k + 5] += c[2 * k + 1];
      if (kind[k] !== HELD) continue;
      hold[HOLD * k + 6] += hold[HOLD * k + 8];
    }
  }

  private findSkeleton(): void {
    const { tree, marked, skeleton } = this;
    marked.fill(0);
    for (let l = 0; l < this.count; l++) {
      for (let k = this.from[l]; k >= 0 && marked[k] === 0; k = tree.parent[k]) marked[k] = 1;
      for (let k = this.to[l]; k >= 0 && marked[k] === 0; k = tree.parent[k]) marked[k] = 1;
    }
    this.skeletonSize = 0;
    for (let k = 0; k < tree.size; k++) if (marked[k] === 1) skeleton[this.skeletonSize++] = k;
  }

  private allocate(count: number): void {
    this.from = new Int32Array(count);
    this.to = new Int32Array(count);
    this.z = new Float64Array(2 * count);
    this.rho = new Float64Array(2 * count);
    this.current = new Float64Array(2 * count);
    this.gap = new Float64Array(2 * count);
  }
}
