/** Loads as constant currents, as a solved power flow has them: what exchanges are estimated with. */
import type { PowerFlowState } from '../../powerflow';
import type { ReconfigurationProblem } from './problem';

/** Edges at each node: those of v are `edge[start[v]]` up to `edge[start[v + 1] − 1]`. */
export interface NodeEdges {
  readonly start: Int32Array;
  readonly edge: Int32Array;
  readonly other: Int32Array;
}

export interface LoadModel {
  /** Per edge: MW for a current of 1 per unit, times the weight of losses. */
  readonly r: Float64Array;
  /** Per edge: greatest current, per unit; Infinity where there is none. */
  readonly limit: Float64Array;
  readonly rated: boolean;
  /** What a current at twice its limit costs. */
  readonly overload_mw: number;
  /** Per node: active and reactive current drawn, per unit. */
  readonly p: Float64Array;
  readonly q: Float64Array;
  readonly incidence: NodeEdges;
}

/** An overload of 1 % costs a tenth of the losses. */
const OVERLOAD = 10;

/**
 * Currents S/|V| of what each bus takes in a solved state, or at 1 per unit where there is none: demand less
 * generation, shunts, and half the charging of every branch that is live there.
 */
export function loadModel(
  problem: ReconfigurationProblem,
  incidence: NodeEdges,
  state: PowerFlowState | undefined,
): LoadModel {
  const { grid, graph, settings, limits } = problem;
  const vm = (bus: number): number => (state !== undefined && state.vm_pu[bus] > 0 ? state.vm_pu[bus] : 1);
  const p = new Float64Array(graph.nodeCount);
  const q = new Float64Array(graph.nodeCount);
  const draw = (bus: number, p_mw: number, q_mvar: number): void => {
    const node = graph.nodeOfBus[bus];
    if (node < 0) return;
    p[node] += p_mw / grid.base_mva / vm(bus);
    q[node] += q_mvar / grid.base_mva / vm(bus);
  };
  for (let bus = 0; bus < grid.busCount; bus++) {
    const square = vm(bus) ** 2;
    draw(bus, problem.point.demand_mw[bus], problem.point.demand_mvar[bus]);
    draw(bus, grid.shunt_mw[bus] * square, -grid.shunt_mvar[bus] * square);
  }
  for (let g = 0; g < grid.generatorCount; g++) {
    if (grid.generatorUsable[g] === 0) continue;
    const { generation_mw, generation_mvar } = state ?? problem.point;
    draw(grid.generatorBus[g], -generation_mw[g], -generation_mvar[g]);
  }
  for (let k = 0; k < grid.branchCount; k++) {
    if (problem.point.live[k] === 0) continue;
    const half = (grid.b_pu[k] * grid.base_mva) / 2;
    draw(grid.from[k], 0, -half * vm(grid.from[k]) ** 2);
    draw(grid.to[k], 0, -half * vm(grid.to[k]) ** 2);
  }
  const limit = Float64Array.from(graph.branch, (k) =>
    limits.rated && grid.rating_mva[k] > 0 ? grid.rating_mva[k] / grid.base_mva : Number.POSITIVE_INFINITY,
  );
  const r = Float64Array.from(graph.branch, (k) => settings.loss_weight * grid.r_pu[k] * grid.base_mva);
  const overload_mw =
    OVERLOAD * Math.max(state?.loss_mw ?? 0, 1e-3 * problem.demand_mw.reduce((a, b) => a + b, 0));
  return { r, limit, rated: limits.rated, overload_mw, p, q, incidence };
}

export function nodeEdges({ graph }: Pick<ReconfigurationProblem, 'graph'>): NodeEdges {
  const { a, b, nodeCount } = graph;
  const start = new Int32Array(nodeCount + 1);
  for (let e = 0; e < a.length; e++) {
    start[a[e] + 1]++;
    start[b[e] + 1]++;
  }
  for (let v = 0; v < nodeCount; v++) start[v + 1] += start[v];
  const next = start.slice();
  const edge = new Int32Array(2 * a.length);
  const other = new Int32Array(2 * a.length);
  for (let e = 0; e < a.length; e++) {
    edge[next[a[e]]] = e;
    other[next[a[e]]++] = b[e];
    edge[next[b[e]]] = e;
    other[next[b[e]]++] = a[e];
  }
  return { start, edge, other };
}

/** Of a current's square and its limit: the share of the limit beyond it. */
export function excess(square: number, limit: number): number {
  return square > limit * limit ? Math.sqrt(square) / limit - 1 : 0;
}
