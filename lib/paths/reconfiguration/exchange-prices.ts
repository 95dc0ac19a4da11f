/**
 * What an exchange of two branches would change. Loads taken as constant currents make this exact and quick, without a
 * power flow: with the flow F of each branch of the loop that tie t closes, seen along the loop, opening the branch
 * that carries J moves J from one side A of the loop to the other side B, and
 *
 *   ΔL = Σ_B r ((F + J)² − F²) + Σ_A r ((F − J)² − F²) + r_t J² = R J² + 2J (Σ_B rF − Σ_A rF),   R = Σ r of the loop
 *
 * for active and reactive currents alike (S. Civanlar et al., doi 10.1109/61.193906; M. E. Baran and F. F. Wu, doi
 * 10.1109/61.25627).
 */
import { excess } from './load-model';
import type { RadialTree } from './radial-tree';

/** An exchange and what it changes of the cost in this model, MW. */
export interface Exchange {
  /** Place in the tree's `ties`. */
  tie: number;
  /** Edge that opens; −1 where none may. */
  open: number;
  delta_mw: number;
}

type Tell = (edge: number, delta_mw: number) => void;

/** One side of a loop: nodes from an end of the tie up to where the ways meet. */
interface Side {
  readonly nodes: Int32Array;
  readonly count: number;
}

/** Flow along one side, and what it meets there. */
interface Circulation {
  /** Σ r of the loop, and Σ_B rF − Σ_A rF of active and reactive current as seen from the side that opens. */
  readonly resistance: number;
  readonly sp: number;
  readonly sq: number;
}

/** The cheapest exchange with the tie at this place. */
export function bestExchange(tree: RadialTree, tie: number, into: Exchange): Exchange {
  into.tie = tie;
  into.open = -1;
  into.delta_mw = Number.POSITIVE_INFINITY;
  eachExchange(tree, tie, (edge, delta) => {
    if (delta >= into.delta_mw) return;
    into.delta_mw = delta;
    into.open = edge;
  });
  return into;
}

/** Every edge that may open when this tie closes, with the change of cost, MW. */
export function eachExchange(tree: RadialTree, tie: number, tell: Tell): void {
  const edge = tree.ties[tie];
  tree.walk(tie);
  const { r } = tree.loads;
  const { p, q, over } = tree;
  const { sideA, sideB, countA, countB } = tree.loop;
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
  const a: Side = { nodes: sideA, count: countA };
  const b: Side = { nodes: sideB, count: countB };
  openOn(tree, edge, a, b, { resistance, sp, sq }, tell);
  openOn(tree, edge, b, a, { resistance, sp: -sp, sq: -sq }, tell);
}

/** Exchanges that open a branch of `near`; the load beyond it goes over to the other side. */
function openOn(
  tree: RadialTree,
  tie: number,
  near: Side,
  far: Side,
  { resistance, sp, sq }: Circulation,
  tell: Tell,
): void {
  const { graph, probability, settings } = tree.problem;
  const { risk_weight: riskWeight, switching_cost_mw: price, max_operations: most } = settings;
  const { p, q, d, over } = tree;
  let farRisk = 0;
  let above = 0;
  let below = 0;
  let belowLoad = 0;
  if (riskWeight > 0) {
    for (let i = 0; i < far.count; i++) farRisk += probability[over[far.nodes[i]]];
    for (let i = 0; i < near.count; i++) above += probability[over[near.nodes[i]]];
  }
  const free = tree.loads.rated ? headroom(tree, tie, near, far) : Number.POSITIVE_INFINITY;
  for (let i = 0; i < near.count; i++) {
    const v = near.nodes[i];
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
    const more = tree.operationsMore(tie, edge);
    if (more > 0 && tree.operations + more > most) continue;
    delta += price * more;
    if (jp * jp + jq * jq > free * free) delta += overloadChange(tree, tie, v, near, far);
    tell(edge, delta);
  }
}

/** What every branch of the loop can take in addition; 0 where one is overloaded. */
function headroom(tree: RadialTree, tie: number, ...sides: readonly Side[]): number {
  const { limit } = tree.loads;
  const { p, q, over } = tree;
  let least = limit[tie];
  for (const { nodes, count } of sides) {
    for (let i = 0; i < count; i++) {
      const v = nodes[i];
      const free = limit[over[v]] - Math.sqrt(p[v] * p[v] + q[v] * q[v]);
      if (free < least) least = free;
    }
  }
  return Math.max(0, least);
}

function overloadChange(tree: RadialTree, tie: number, opened: number, near: Side, far: Side): number {
  const { limit, overload_mw } = tree.loads;
  const { p, q, over } = tree;
  const jp = p[opened];
  const jq = q[opened];
  let sum = excess(jp * jp + jq * jq, limit[tie]);
  const change = (v: number, sign: number): void => {
    const most = limit[over[v]];
    const fp = p[v] + sign * jp;
    const fq = q[v] + sign * jq;
    sum += excess(fp * fp + fq * fq, most) - excess(p[v] * p[v] + q[v] * q[v], most);
  };
  for (let i = 0; i < near.count; i++) change(near.nodes[i], -1);
  for (let i = 0; i < far.count; i++) change(far.nodes[i], 1);
  return overload_mw * sum;
}
