/**
 * Flows of a meshed network in terms of its loops. Every flow that brings each node its load is f = f₀ + Cy, with f₀
 * the flow in one spanning tree, C the fundamental loops of that tree (−1, 0, 1) and y a flow around each. The one of
 * least loss Σ r f² is the flow of the resistive network (W. Thomson's principle):
 *
 *   y = −H Cᵀ R f₀,   H = (Cᵀ R C)⁻¹
 *
 * To open edge e is to ask f_e = 0 besides. By the multiplier of that condition, with c the row of e in C, u = Hc and
 * h = cᵀu,
 *
 *   f ← f − Cu f_e/h     H ← H − uuᵀ/h     L ← L + f_e²/h
 */
import type { RadialTree } from './radial-tree';
import type { SwitchGraph } from './switch-graph';

/** A flow of least loss with some edges open. */
export interface MeshedFlow {
  /** Loops × loops. */
  readonly h: Float64Array;
  /** Per edge, from its end a to its end b. */
  readonly p: Float64Array;
  readonly q: Float64Array;
  loss: number;
}

export class LoopSpace {
  readonly loops: number;
  /** Loops of edge e: `loop[start[e]]` up to `loop[start[e + 1] − 1]`, with the direction of each. */
  private readonly start: Int32Array;
  private readonly loop: Int32Array;
  private readonly sign: Int8Array;
  private readonly u: Float64Array;
  private readonly scratch: Float64Array;

  /** Loops of the tree's ties. Resistances must be positive. */
  constructor(
    private readonly graph: SwitchGraph,
    private readonly r: Float64Array,
    tree: RadialTree,
  ) {
    this.loops = tree.ties.length;
    this.u = new Float64Array(this.loops);
    this.scratch = new Float64Array(this.loops);
    const members: [loop: number, sign: number][][] = Array.from(r, () => []);
    for (let l = 0; l < this.loops; l++) {
      tree.eachOfLoop(l, (edge, sign) => members[edge].push([l, sign]));
    }
    this.start = new Int32Array(r.length + 1);
    for (let e = 0; e < r.length; e++) this.start[e + 1] = this.start[e] + members[e].length;
    this.loop = Int32Array.from(members.flat(), ([l]) => l);
    this.sign = Int8Array.from(members.flat(), ([, sign]) => sign);
  }

  /** Room for a flow. */
  room(): MeshedFlow {
    const edges = () => new Float64Array(this.r.length);
    return { h: new Float64Array(this.loops * this.loops), p: edges(), q: edges(), loss: 0 };
  }

  /** With no edge open; undefined where the loops' matrix cannot be inverted in floating point. */
  meshed(tree: RadialTree, p: Float64Array, q: Float64Array): MeshedFlow | undefined {
    const flow = this.room();
    const matrix = this.matrix((e) => this.r[e]);
    if (!invert(matrix, this.loops)) return undefined;
    flow.h.set(matrix);
    tree.directedFlows(p, flow.p);
    tree.directedFlows(q, flow.q);
    this.relax(flow.h, flow.p);
    this.relax(flow.h, flow.q);
    for (let e = 0; e < this.r.length; e++) flow.loss += this.r[e] * (flow.p[e] ** 2 + flow.q[e] ** 2);
    return flow;
  }

  /** h of an edge: 0 where it is a bridge. */
  yielding(flow: MeshedFlow, edge: number): number {
    const { start, loop, sign, loops } = this;
    let h = 0;
    for (let i = start[edge]; i < start[edge + 1]; i++) {
      const row = loop[i] * loops;
      for (let j = start[edge]; j < start[edge + 1]; j++) h += sign[i] * sign[j] * flow.h[row + loop[j]];
    }
    return h;
  }

  /** The loss with this edge open too, which is no bridge. */
  lossWithout(flow: MeshedFlow, edge: number): number {
    const square = flow.p[edge] * flow.p[edge] + flow.q[edge] * flow.q[edge];
    return flow.loss + square / this.yielding(flow, edge);
  }

  /** The flow with this edge open too; `into` may be `flow`. */
  open(flow: MeshedFlow, edge: number, into: MeshedFlow): void {
    const { start, loop, sign, loops, u } = this;
    u.fill(0);
    for (let i = start[edge]; i < start[edge + 1]; i++) {
      const row = loop[i] * loops;
      for (let l = 0; l < loops; l++) u[l] += sign[i] * flow.h[row + l];
    }
    let h = 0;
    for (let i = start[edge]; i < start[edge + 1]; i++) h += sign[i] * u[loop[i]];
    into.loss = flow.loss + (flow.p[edge] ** 2 + flow.q[edge] ** 2) / h;
    const shareP = flow.p[edge] / h;
    const shareQ = flow.q[edge] / h;
    for (let e = 0; e < this.r.length; e++) {
      let cu = 0;
      for (let i = start[e]; i < start[e + 1]; i++) cu += sign[i] * u[loop[i]];
      into.p[e] = flow.p[e] - cu * shareP;
      into.q[e] = flow.q[e] - cu * shareQ;
    }
    into.p[edge] = 0;
    into.q[edge] = 0;
    for (let l = 0; l < loops; l++) {
      const factor = u[l] / h;
      const row = l * loops;
      for (let m = 0; m < loops; m++) into.h[row + m] = flow.h[row + m] - factor * u[m];
    }
  }

  /**
   * Spanning trees that have all kept edges: det(CᵀC) over the other edges (the matrix-tree theorem in the loops; N.
   * Biggs, "Algebraic Graph Theory", 2nd ed., chapter 5). Infinity beyond 1e308.
   */
  configurations(): number {
    return determinant(
      this.matrix((e) => 1 - this.graph.kept[e]),
      this.loops,
    );
  }

  private relax(h: Float64Array, f: Float64Array): void {
    const { start, loop, sign, loops, u, r } = this;
    u.fill(0);
    for (let e = 0; e < r.length; e++) {
      for (let i = start[e]; i < start[e + 1]; i++) u[loop[i]] += sign[i] * r[e] * f[e];
    }
    for (let l = 0; l < loops; l++) {
      let y = 0;
      for (let m = 0; m < loops; m++) y -= h[l * loops + m] * u[m];
      this.scratch[l] = y;
    }
    for (let e = 0; e < r.length; e++) {
      for (let i = start[e]; i < start[e + 1]; i++) f[e] += sign[i] * this.scratch[loop[i]];
    }
  }

  private matrix(weight: (edge: number) => number): Float64Array {
    const { start, loop, sign, loops } = this;
    const matrix = new Float64Array(loops * loops);
    for (let e = 0; e < this.r.length; e++) {
      const w = weight(e);
      for (let i = start[e]; i < start[e + 1]; i++) {
        for (let j = start[e]; j < start[e + 1]; j++) {
          matrix[loop[i] * loops + loop[j]] += w * sign[i] * sign[j];
        }
      }
    }
    return matrix;
  }
}

/** In place, a symmetric positive definite matrix by Gauss and Jordan; false where a pivot is rounding. */
function invert(matrix: Float64Array, size: number): boolean {
  const diagonal = Float64Array.from({ length: size }, (_, k) => matrix[k * size + k]);
  for (let k = 0; k < size; k++) {
    const pivot = matrix[k * size + k];
    if (!(pivot > 1e-12 * diagonal[k])) return false;
    matrix[k * size + k] = 1;
    for (let j = 0; j < size; j++) matrix[k * size + j] /= pivot;
    for (let i = 0; i < size; i++) {
      const factor = matrix[i * size + k];
      if (i === k || factor === 0) continue;
      matrix[i * size + k] = 0;
      for (let j = 0; j < size; j++) matrix[i * size + j] -= factor * matrix[k * size + j];
    }
  }
  return true;
}

/** Of a symmetric positive definite matrix of whole numbers, which is spent; rounded where it can be exact. */
function determinant(matrix: Float64Array, size: number): number {
  let product = 1;
  for (let k = 0; k < size; k++) {
    const pivot = matrix[k * size + k];
    product *= pivot;
    for (let i = k + 1; i < size; i++) {
      const factor = matrix[i * size + k] / pivot;
      if (factor === 0) continue;
      for (let j = k; j < size; j++) matrix[i * size + j] -= factor * matrix[k * size + j];
    }
  }
  return product < 1e13 ? Math.round(product) : product;
}
