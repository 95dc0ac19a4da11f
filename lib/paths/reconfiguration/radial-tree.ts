/**
 * A radial configuration as a rooted tree with the flows that fixed load currents make in it, and what an exchange of
 * two branches would change. Loads taken as constant currents make this exact and quick, without a power flow: with
 * the flow F of each branch of the loop that tie t closes, seen along the loop, opening the branch that carries J moves
 * J from one side A of the loop to the other side B, and
 *
 *   ΔL = Σ_B r ((F + J)² − F²) + Σ_A r ((F − J)² − F²) + r_t J² = R J² + 2J (Σ_B rF − Σ_A rF),   R = Σ r of the loop
 *
 * for active and reactive currents alike (S. Civanlar et al., doi 10.1109/61.193906; M. E. Baran and F. F. Wu, doi
 * 10.1109/61.25627). An exchange changes flows on its loop only, so that carrying one out costs no more.
 */
import type { LoadModel, NodeEdges } from './load-model';
import type { ReconfigurationProblem } from './problem';

/** An exchange and what it changes of the cost in this model, MW. */
export interface Exchange {
  /** Place in `ties`. */
  tie: number;
  /** Edge that opens; −1 where none may. */
  open: number;
  delta_mw: number;
}

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
  /** Of the two sides of the loop last walked: the nodes whose ways up are on it. */
  private readonly sideA: Int32Array;
  private readonly sideB: Int32Array;
  private countA = 0;
  private countB = 0;
  private readonly stamp: Int32Array;
  private stamped = 0;
  private readonly order: Int32Array;
  private readonly price: number;
  private readonly mostOperations: number;
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
    this.sideA = new Int32Array(n);
    this.sideB = new Int32Array(n);
    this.stamp = new Int32Array(n);
    this.order = new Int32Array(n);
    this.price = settings.switching_cost_mw;
    this.mostOperations = settings.max_operations;
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
    this.walk(this.ties[tie]);
    const { a, b } = this.problem.graph;
    // All nodes of the loop but the highest are on one of its sides, and carry this mark.
    const mark = this.stamped;
    into.length = 0;
    for (let t = 0; t < this.ties.length; t++) {
      const e = this.ties[t];
      if (t !== tie && (this.stamp[a[e]] === mark || this.stamp[b[e]] === mark)) into.push(t);
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
    this.walk(this.ties[tie]);
    for (let i = 0; i < this.countB; i++) {
      const v = this.sideB[i];
      tell(this.over[v], a[this.over[v]] === v ? 1 : -1);
    }
    for (let i = 0; i < this.countA; i++) {
      const v = this.sideA[i];
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

  /** The cheapest exchange with this tie. */
  bestExchange(tie: number, into: Exchange): Exchange {
    into.tie = tie;
    into.open = -1;
    into.delta_mw = Number.POSITIVE_INFINITY;
    this.eachExchange(tie, (edge, delta) => {
      if (delta >= into.delta_mw) return;
      into.delta_mw = delta;
      into.open = edge;
    });
    return into;
  }

  /** Every edge that may open when this tie closes, with the change of cost, MW. */
  eachExchange(tie: number, tell: (edge: number, delta_mw: number) => void): void {
    const edge = this.ties[tie];
    this.walk(edge);
    const { r } = this.model;
    const { sideA, sideB, countA, countB, p, q, over } = this;
    let resistance = r[edge];
    let sp = 0;
    let sq = 0;
    for (let i = 0; i < countB; i++) {
      const v = sideB[i];
      const rv = r[over[v]];
      resistance += rv;
      sp += rv * p[v];
      sq += rv * q[v];
    }
    for (let i = 0; i < countA; i++) {
      const v = sideA[i];
      const rv = r[over[v]];
      resistance += rv;
      sp -= rv * p[v];
      sq -= rv * q[v];
    }
    this.side(edge, sideA, countA, sideB, countB, resistance, sp, sq, tell);
    this.side(edge, sideB, countB, sideA, countA, resistance, -sp, -sq, tell);
  }

  /** Exchanges that open a branch of `near`; the load beyond it goes over to the other side. */
  private side(
    tie: number,
    near: Int32Array,
    countNear: number,
    far: Int32Array,
    countFar: number,
    resistance: number,
    sp: number,
    sq: number,
    tell: (edge: number, delta_mw: number) => void,
  ): void {
    const { graph, probability } = this.problem;
    const { p, q, d, over, riskWeight } = this;
    let farRisk = 0;
    let above = 0;
    let below = 0;
    let belowLoad = 0;
    if (riskWeight > 0) {
      for (let i = 0; i < countFar; i++) farRisk += probability[over[far[i]]];
      for (let i = 0; i < countNear; i++) above += probability[over[near[i]]];
    }
    const headroom = this.model.rated ? this.headroom(tie) : Number.POSITIVE_INFINITY;
    for (let i = 0; i < countNear; i++) {
      const v = near[i];
      const edge = over[v];
      const jp = p[v];
      const jq = q[v];
      let delta = (jp * jp + jq * jq) * resistance + 2 * (jp * sp + jq * sq);
      if (riskWeight > 0) {
        const pv = probability[edge];
        above -= pv;
        const moved = probability[tie] + farRisk - above + below - pv;
        delta += riskWeight * (d[v] * moved - 2 * belowLoad);
        below += pv;
        belowLoad += pv * d[v];
      }
      if (graph.kept[edge] === 1) continue;
      const more = this.operationsMore(tie, edge);
      if (more > 0 && this.operations + more > this.mostOperations) continue;
      delta += this.price * more;
      if (jp * jp + jq * jq > headroom * headroom)
        delta += this.overloadChange(tie, v, near, countNear, far, countFar);
      tell(edge, delta);
    }
  }

  private operationsMore(close: number, open: number): number {
    const { present } = this.problem.graph;
    return (present[close] === 1 ? -1 : 1) + (present[open] === 1 ? 1 : -1);
  }

  /** What every branch of the loop last walked can take in addition; −1 where one is overloaded. */
  private headroom(tie: number): number {
    const { limit } = this.model;
    let least = limit[tie];
    const look = (side: Int32Array, count: number): void => {
      for (let i = 0; i < count; i++) {
        const v = side[i];
        const free = limit[this.over[v]] - Math.sqrt(this.p[v] * this.p[v] + this.q[v] * this.q[v]);
        if (free < least) least = free;
      }
    };
    look(this.sideA, this.countA);
    look(this.sideB, this.countB);
    return Math.max(0, least);
  }

  private overloadChange(
    tie: number,
    opened: number,
    near: Int32Array,
    countNear: number,
    far: Int32Array,
    countFar: number,
  ): number {
    const { limit, overload_mw } = this.model;
    const { p, q, over } = this;
    const jp = p[opened];
    const jq = q[opened];
    let sum = excess(jp * jp + jq * jq, limit[tie]);
    const change = (v: number, sign: number): void => {
      const most = limit[over[v]];
      const fp = p[v] + sign * jp;
      const fq = q[v] + sign * jq;
      sum += excess(fp * fp + fq * fq, most) - excess(p[v] * p[v] + q[v] * q[v], most);
    };
    for (let i = 0; i < countNear; i++) change(near[i], -1);
    for (let i = 0; i < countFar; i++) change(far[i], 1);
    return overload_mw * sum;
  }

  /** Closes the tie at this place and opens the edge, which is in its loop. */
  exchange(tie: number, open: number): void {
    const edge = this.ties[tie];
    this.walk(edge);
    this.operations += this.operationsMore(edge, open);
    for (let i = 0; i < this.countA; i++) {
      if (this.over[this.sideA[i]] !== open) continue;
      this.hang(edge, this.sideA, i, this.countA, this.sideB, this.countB, this.problem.graph.b[edge]);
      break;
    }
    for (let i = 0; i < this.countB && this.closed[edge] === 0; i++) {
      if (this.over[this.sideB[i]] !== open) continue;
      this.hang(edge, this.sideB, i, this.countB, this.sideA, this.countA, this.problem.graph.a[edge]);
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

  /** Climbs from both ends of an open edge until the ways meet. */
  private walk(edge: number): void {
    const { graph } = this.problem;
    const { parent, stamp, sideA, sideB } = this;
    const mark = ++this.stamped;
    let x = graph.a[edge];
    let y = graph.b[edge];
    let a = 0;
    let b = 0;
    stamp[x] = mark;
    stamp[y] = mark;
    let meet = -1;
    while (meet < 0) {
      if (x !== 0) {
        sideA[a++] = x;
        x = parent[x];
        if (stamp[x] === mark) meet = x;
        stamp[x] = mark;
      }
      if (meet < 0 && y !== 0) {
        sideB[b++] = y;
        y = parent[y];
        if (stamp[y] === mark) meet = y;
        stamp[y] = mark;
      }
    }
    this.countA = this.upTo(sideA, a, meet);
    this.countB = this.upTo(sideB, b, meet);
  }

  /** One of the two may have climbed beyond the node where the ways meet. */
  private upTo(side: Int32Array, count: number, meet: number): number {
    for (let i = 0; i < count; i++) if (side[i] === meet) return i;
    return count;
  }

  private grow(): void {
    const { graph } = this.problem;
    const { start, edge, other } = this.model.incidence;
    const { parent, over, order, closed } = this;
    parent.fill(-1);
    parent[0] = 0;
    over[0] = -1;
    order[0] = 0;
    let end = 1;
    for (let read = 0; read < end; read++) {
      const v = order[read];
      for (let i = start[v]; i < start[v + 1]; i++) {
        const u = other[i];
        if (closed[edge[i]] === 0 || parent[u] >= 0) continue;
        parent[u] = v;
        over[u] = edge[i];
        order[end++] = u;
      }
    }
    if (end !== graph.nodeCount) throw new Error('not a spanning tree');
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

/** Share of the limit beyond it. */
function excess(square: number, limit: number): number {
  return square > limit * limit ? Math.sqrt(square) / limit - 1 : 0;
}
