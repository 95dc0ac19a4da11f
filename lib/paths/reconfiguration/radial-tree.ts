/**
 * A radial configuration as a rooted tree with the flows that fixed load currents make in it. An exchange of two
 * branches changes flows on its loop only, so that carrying one out costs no more than the loop.
 */
import { growTree } from './grow-tree';
import { excess, type LoadModel, type NodeEdges } from './load-model';
import type { ReconfigurationProblem } from './problem';
import { TreeLoop } from './tree-loop';

export class RadialTree {
  /** Per edge: 1 where it is closed. */
  readonly closed: Uint8Array;
  /** Open edges. */
  readonly ties: Int32Array;
  /** Per node: the way to the root. */
  readonly parent: Int32Array;
  readonly over: Int32Array;
  /** Per node: active and reactive current and demand of its subtree. */
  readonly p: Float64Array;
  readonly q: Float64Array;
  readonly d: Float64Array;
  operations = 0;
  /** The loop last walked. */
  readonly loop: TreeLoop;
  readonly order: Int32Array;
  private readonly price: number;
  private readonly riskWeight: number;
  /** Operations that lead to the graph itself, whatever its tree. */
  private readonly outside: number;

  constructor(
    readonly problem: ReconfigurationProblem,
    private model: LoadModel,
  ) {
    const { graph, settings, point, grid } = problem;
    const edges = graph.a.length;
    const n = graph.nodeCount;
    this.closed = new Uint8Array(edges);
    this.ties = new Int32Array(edges - n + 1);
    this.parent = new Int32Array(n);
    this.over = new Int32Array(n);
    this.p = new Float64Array(n);
    this.q = new Float64Array(n);
    this.d = new Float64Array(n);
    this.loop = new TreeLoop(n);
    this.order = new Int32Array(n);
    this.price = settings.switching_cost_mw;
    this.riskWeight = settings.risk_weight;
    const inGraph = new Set(graph.branch);
    this.outside = graph.base.reduce(
      (sum, on, k) => sum + (inGraph.has(k) || on === (point.live[k] & grid.branchUsable[k]) ? 0 : 1),
      0,
    );
  }

  get loads(): LoadModel {
    return this.model;
  }

  get incidence(): NodeEdges {
    return this.model.incidence;
  }

  /** Takes a spanning tree. */
  set(closed: Uint8Array): void {
    this.closed.set(closed);
    let tie = 0;
    for (let e = 0; e < closed.length; e++) if (closed[e] === 0) this.ties[tie++] = e;
    this.grow();
    this.flow();
    const { present } = this.problem.graph;
    this.operations = this.outside;
    for (let e = 0; e < closed.length; e++) if (closed[e] !== present[e]) this.operations++;
  }

  copyFrom(other: RadialTree): void {
    this.closed.set(other.closed);
    this.ties.set(other.ties);
    this.parent.set(other.parent);
    this.over.set(other.over);
    this.p.set(other.p);
    this.q.set(other.q);
    this.d.set(other.d);
    this.operations = other.operations;
    this.model = other.model;
  }

  /** Other load currents on the same tree. */
  rebase(model: LoadModel): void {
    this.model = model;
    this.grow();
    this.flow();
  }

  /** Objective in this model, MW. */
  cost(): number {
    const { r, limit, overload_mw } = this.model;
    let losses = 0;
    let over = 0;
    for (let v = 1; v < this.p.length; v++) {
      const e = this.over[v];
      const square = this.p[v] * this.p[v] + this.q[v] * this.q[v];
      losses += r[e] * square;
      if (limit[e] < Number.POSITIVE_INFINITY) over += excess(square, limit[e]);
    }
    return losses + overload_mw * over + this.extraCost();
  }

  risk_mw(): number {
    const { probability } = this.problem;
    let risk = 0;
    for (let v = 1; v < this.d.length; v++) risk += probability[this.over[v]] * this.d[v];
    return risk;
  }

  /** What the objective has beside losses; exact. */
  extraCost(): number {
    const risk = this.riskWeight === 0 ? 0 : this.riskWeight * this.risk_mw();
    return risk + this.price * this.operations;
  }

  /** Places of the other ties that end at a node of this tie's loop, into the list that is given. */
  tiesAtLoop(tie: number, into: number[]): number[] {
    this.walk(tie);
    const { a, b } = this.problem.graph;
    into.length = 0;
    for (let t = 0; t < this.ties.length; t++) {
      const e = this.ties[t];
      if (t !== tie && (this.loop.met(a[e]) || this.loop.met(b[e]))) into.push(t);
    }
    return into;
  }

  /**
   * Edges of a tie's loop, the tie itself first, with 1 where the loop runs through them from end a to end b: along
   * the tie from a to b, from there up to where the ways meet, and down again.
   */
  eachOfLoop(tie: number, tell: (edge: number, sign: number) => void): void {
    const { a } = this.problem.graph;
    tell(this.ties[tie], 1);
    this.walk(tie);
    const { sideA, sideB, countA, countB } = this.loop;
    for (let i = 0; i < countB; i++) {
      const v = sideB[i];
      tell(this.over[v], a[this.over[v]] === v ? 1 : -1);
    }
    for (let i = 0; i < countA; i++) {
      const v = sideA[i];
      tell(this.over[v], a[this.over[v]] === v ? -1 : 1);
    }
  }

  /** Flow of each edge from its end a to its end b, by which the tree brings each node its load. */
  directedFlows(load: Float64Array, into: Float64Array): void {
    const { a } = this.problem.graph;
    const { parent, over, order } = this;
    this.grow();
    const sum = load.slice();
    into.fill(0);
    for (let i = order.length - 1; i > 0; i--) {
      const v = order[i];
      sum[parent[v]] += sum[v];
      into[over[v]] = a[over[v]] === v ? -sum[v] : sum[v];
    }
  }

  /** Two numbers of 26 bits that tell the configurations apart, in one. */
  fingerprint(): number {
    let one = 0;
    let two = 0;
    for (let t = 0; t < this.ties.length; t++) {
      let z = Math.imul(this.ties[t] + 1, 0x9e3779b1);
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      one ^= z;
      two ^= Math.imul(z ^ (z >>> 15), 0x27d4eb2f);
    }
    return (one >>> 6) * 0x4000000 + (two >>> 6);
  }

  /** Closes the tie at this place and opens the edge, which is in its loop. */
  exchange(tie: number, open: number): void {
    const edge = this.ties[tie];
    this.walk(tie);
    const { sideA, sideB, countA, countB } = this.loop;
    this.operations += this.operationsMore(edge, open);
    for (let i = 0; i < countA; i++) {
      if (this.over[sideA[i]] !== open) continue;
      this.hang(edge, sideA, i, countA, sideB, countB, this.problem.graph.b[edge]);
      break;
    }
    for (let i = 0; i < countB && this.closed[edge] === 0; i++) {
      if (this.over[sideB[i]] !== open) continue;
      this.hang(edge, sideB, i, countB, sideA, countA, this.problem.graph.a[edge]);
      break;
    }
    this.closed[open] = 0;
    this.ties[tie] = open;
  }

  /** Hangs the part below the `cut`-th branch of `near` on the tie: the ways up between both turn round. */
  private hang(
    tie: number,
    near: Int32Array,
    cut: number,
    countNear: number,
    far: Int32Array,
    countFar: number,
    onto: number,
  ): void {
    const { p, q, d, parent, over } = this;
    const v = near[cut];
    const jp = p[v];
    const jq = q[v];
    const jd = d[v];
    for (let i = 0; i < countFar; i++) {
      p[far[i]] += jp;
      q[far[i]] += jq;
      d[far[i]] += jd;
    }
    for (let i = cut + 1; i < countNear; i++) {
      p[near[i]] -= jp;
      q[near[i]] -= jq;
      d[near[i]] -= jd;
    }
    for (let i = cut; i > 0; i--) {
      const u = near[i];
      const child = near[i - 1];
      parent[u] = child;
      over[u] = over[child];
      p[u] = jp - p[child];
      q[u] = jq - q[child];
      d[u] = jd - d[child];
    }
    const head = near[0];
    parent[head] = onto;
    over[head] = tie;
    p[head] = jp;
    q[head] = jq;
    d[head] = jd;
    this.closed[tie] = 1;
  }

  /** Finds the loop that the tie at this place closes; it is in `loop` until the next one is asked for. */
  walk(tie: number): void {
    const { a, b } = this.problem.graph;
    const edge = this.ties[tie];
    this.loop.walk(a[edge], b[edge], this.parent);
  }

  /** Operations that this exchange has beyond those of the present tree. */
  operationsMore(close: number, open: number): number {
    const { present } = this.problem.graph;
    return (present[close] === 1 ? -1 : 1) + (present[open] === 1 ? 1 : -1);
  }

  private grow(): void {
    const reached = growTree(this.model.incidence, this.closed, this);
    if (reached !== this.problem.graph.nodeCount) throw new Error('not a spanning tree');
  }

  private flow(): void {
    const { p, q, d, parent, order } = this;
    p.set(this.model.p);
    q.set(this.model.q);
    d.set(this.problem.demand_mw);
    for (let i = order.length - 1; i > 0; i--) {
      const v = order[i];
      p[parent[v]] += p[v];
      q[parent[v]] += q[v];
      d[parent[v]] += d[v];
    }
  }
}
