/** Radial configurations to start from. */
import type { LoadModel } from './load-model';
import { LoopSpace } from './loop-space';
import type { ReconfigurationProblem } from './problem';
import { RadialTree } from './radial-tree';
import { spanningTree } from './switch-graph';

/** Above so many loops, opening them one after the other takes longer than it helps. */
const MOST_LOOPS = 400;
/** Below this share a loop does not run through an edge: it is a bridge. */
const BRIDGE = 1e-9;
/** Resistances below this share of the largest count as this much, so that every loop has some. */
const LEAST_R = 1e-7;

/** The present configuration where it is radial; else what remains of it in a tree, by rising resistance. */
export function presentTree({ graph, grid }: ReconfigurationProblem): Uint8Array {
  const byPosition = (e: number): number => (graph.present[e] === 1 ? 0 : 1);
  const r = (e: number): number => grid.r_pu[graph.branch[e]];
  const order = Array.from(graph.a, (_, e) => e).sort(
    (e, f) => byPosition(e) - byPosition(f) || r(e) - r(f) || e - f,
  );
  return spanningTree(graph, order);
}

/**
 * All switches closed, and then in each step the one opened that carries the smallest current (A. Merlin and H. Back,
 * 5th Power Systems Computation Conference, 1975; D. Shirmohammadi and H. W. Hong, doi 10.1109/61.25637). Undefined
 * where there are too many loops.
 */
export function sequentialOpening(problem: ReconfigurationProblem, model: LoadModel): Uint8Array | undefined {
  const { graph } = problem;
  const tree = new RadialTree(problem, model);
  tree.set(presentTree(problem));
  if (tree.ties.length > MOST_LOOPS) return undefined;
  const space = new LoopSpace(graph, positiveResistances(model.r).r, tree);
  const flow = space.meshed(tree, model.p, model.q);
  if (flow === undefined) return undefined;
  const opened = new Uint8Array(graph.a.length);
  const current = (e: number): number => flow.p[e] ** 2 + flow.q[e] ** 2;
  const free = Array.from(graph.a, (_, e) => e).filter((e) => graph.kept[e] === 0);
  for (let l = 0; l < space.loops; l++) {
    const order = free.filter((e) => opened[e] === 0).sort((e, f) => current(e) - current(f) || e - f);
    const next = order.find((e) => space.yielding(flow, e) * model.r[e] > BRIDGE);
    if (next === undefined) break;
    space.open(flow, next, flow);
    opened[next] = 1;
  }
  return spanningTree(
    graph,
    Array.from(graph.a, (_, e) => e).sort((e, f) => opened[e] - opened[f] || e - f),
  );
}

/** Resistances with a floor, and how many were below it. */
export function positiveResistances(r: Float64Array): { r: Float64Array; floor: number; raised: number } {
  const floor = LEAST_R * r.reduce((most, value) => Math.max(most, value), 0) || 1;
  return {
    r: r.map((value) => Math.max(value, floor)),
    floor,
    raised: r.reduce((count, value) => count + (value < floor ? 1 : 0), 0),
  };
}
