/**
 * What may be switched, as a graph: all slack buses are its one root, and every other bus in service that the slacks
 * can reach is a node. A radial configuration, one tree for each slack bus, is then a spanning tree.
 */
import { DisjointSets, type Grid } from '../../grid';
import type { OperatingPoint } from '../../powerflow';
import { cutsSupply, foreignLock, locksAgainst, loopOfLocks, spentLock } from './conflicts';
import type { Settings } from './types';

export interface SwitchGraph {
  readonly grid: Grid;
  /** Nodes, the root with index 0 among them. */
  readonly nodeCount: number;
  /** Per bus; −1 where it takes no part. */
  readonly nodeOfBus: Int32Array;
  /** Branch and nodes of each edge. An edge is a branch that some radial configuration has closed. */
  readonly branch: Int32Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** 1 where an edge has to stay closed. */
  readonly kept: Uint8Array;
  /** 1 where an edge is closed at present. */
  readonly present: Uint8Array;
  /** Per branch, with all edges open: what stands outside the graph keeps its position. */
  readonly base: Uint8Array;
  /** Whether the present configuration is one of the spanning trees. */
  readonly presentIsRadial: boolean;
  /** Buses in service that no slack can reach, whatever is switched. */
  readonly unreachable: readonly number[];
}

type Position = 'free' | 'open' | 'closed';

type Rules = Pick<Settings, 'locks' | 'operations_left' | 'radial'>;

/**
 * Throws INVALID_SETTING where locks contradict one another, cut off a bus that could be supplied without them or, in
 * a graph for radial configurations, close a loop. A switch without operations left counts as one that may not move.
 * Where loops are allowed, a branch between two slacks is no edge and keeps its position here.
 */
export function createSwitchGraph(grid: Grid, point: OperatingPoint, rules: Rules): SwitchGraph {
  const { locks, radial } = rules;
  const positions = positionsOf(grid, point, rules);
  const canClose = (k: number): boolean => grid.branchUsable[k] === 1 && positions[k] !== 'open';
  const reached = reach(grid, canClose);
  const unreachable: number[] = [];
  for (let bus = 0; bus < grid.busCount; bus++) {
    if (grid.busUsable[bus] === 1 && reached[bus] === 0) unreachable.push(bus);
  }
  if (unreachable.length > 0 && locks.length > 0) {
    const without = positionsOf(grid, point, { ...rules, locks: [] });
    const free = reach(grid, (k) => grid.branchUsable[k] === 1 && without[k] !== 'open');
    const cut = unreachable.find((bus) => free[bus] === 1);
    if (cut !== undefined) throw cutsSupply(grid, cut);
  }
  const { nodeOfBus, nodeCount } = numberNodes(grid, reached);
  const edges: number[] = [];
  const base = Uint8Array.from(point.live, (live, k) => live & grid.branchUsable[k]);
  for (let k = 0; k < grid.branchCount; k++) {
    const [a, b] = [nodeOfBus[grid.from[k]], nodeOfBus[grid.to[k]]];
    if (grid.branchUsable[k] === 0 || a < 0 || b < 0) continue;
    if (a === b && !radial) {
      if (positions[k] !== 'free') base[k] = positions[k] === 'closed' ? 1 : 0;
      continue;
    }
    base[k] = 0;
    if (a === b && positions[k] === 'closed') throw loopOfLocks(grid, k);
    if (a !== b && positions[k] !== 'open') edges.push(k);
  }
  const graph = {
    grid,
    nodeCount,
    nodeOfBus,
    branch: Int32Array.from(edges),
    a: Int32Array.from(edges, (k) => nodeOfBus[grid.from[k]]),
    b: Int32Array.from(edges, (k) => nodeOfBus[grid.to[k]]),
    kept: Uint8Array.from(edges, (k) => (positions[k] === 'closed' ? 1 : 0)),
    present: Uint8Array.from(edges, (k) => point.live[k]),
    base,
    unreachable,
  };
  if (radial) refuseKeptLoops(graph);
  return { ...graph, presentIsRadial: isTree(graph, graph.present) && isPresent(graph, point) };
}

function positionsOf(grid: Grid, point: OperatingPoint, { locks, operations_left }: Rules): Position[] {
  const now = (k: number): Position => (point.live[k] === 1 ? 'closed' : 'open');
  const positions = Array.from(grid.switchable, (may, k) =>
    may === 1 && operations_left[k] > 0 ? 'free' : now(k),
  );
  for (const { branch, closed } of locks) {
    const wanted: Position = closed ? 'closed' : 'open';
    if (positions[branch] !== 'free' && positions[branch] !== wanted) {
      if (grid.switchable[branch] === 0) throw foreignLock(grid, branch);
      throw operations_left[branch] > 0 ? locksAgainst(grid, branch) : spentLock(grid, branch);
    }
    if (closed && grid.branchUsable[branch] === 0) throw foreignLock(grid, branch);
    positions[branch] = wanted;
  }
  return positions;
}

/** 1 for each bus that a slack reaches over such branches. */
function reach(grid: Grid, over: (branch: number) => boolean): Uint8Array {
  const { busCount, branchCount, from, to } = grid;
  const set = new DisjointSets(busCount);
  for (let k = 0; k < branchCount; k++) if (over(k)) set.join(from[k], to[k]);
  const supplied = new Set(slackBuses(grid).map((bus) => set.find(bus)));
  return Uint8Array.from({ length: busCount }, (_, bus) => (supplied.has(set.find(bus)) ? 1 : 0));
}

/** Buses of the generators that balance. */
export function slackBuses({ generatorBus, generatorUsable, isSlack }: Grid): number[] {
  return [...generatorBus].filter((_, g) => (generatorUsable[g] & isSlack[g]) === 1);
}

function numberNodes(grid: Grid, reached: Uint8Array): { nodeOfBus: Int32Array; nodeCount: number } {
  const nodeOfBus = new Int32Array(grid.busCount).fill(-1);
  for (const bus of slackBuses(grid)) nodeOfBus[bus] = 0;
  let nodeCount = 1;
  for (let bus = 0; bus < grid.busCount; bus++) {
    if (reached[bus] === 1 && grid.busUsable[bus] === 1 && nodeOfBus[bus] < 0) nodeOfBus[bus] = nodeCount++;
  }
  return { nodeOfBus, nodeCount };
}

type Edges = Pick<SwitchGraph, 'nodeCount' | 'a' | 'b'>;

function refuseKeptLoops(graph: Omit<SwitchGraph, 'presentIsRadial'>): void {
  const set = new DisjointSets(graph.nodeCount);
  for (let e = 0; e < graph.a.length; e++) {
    if (graph.kept[e] === 1 && !set.join(graph.a[e], graph.b[e])) {
      throw loopOfLocks(graph.grid, graph.branch[e]);
    }
  }
}

/** Whether the chosen edges span all nodes without a loop. */
export function isTree({ nodeCount, a, b }: Edges, chosen: Uint8Array): boolean {
  const set = new DisjointSets(nodeCount);
  let joined = 0;
  for (let e = 0; e < a.length; e++) {
    if (chosen[e] === 0) continue;
    if (!set.join(a[e], b[e])) return false;
    joined++;
  }
  return joined === nodeCount - 1;
}

/** Whether the present switches differ from its edges nowhere: a lock, or a branch between two slacks, may. */
function isPresent(
  { branch, present, base, grid }: Omit<SwitchGraph, 'presentIsRadial'>,
  point: OperatingPoint,
) {
  const live = base.slice();
  for (let e = 0; e < branch.length; e++) live[branch[e]] = present[e];
  return live.every((on, k) => on === (point.live[k] & grid.branchUsable[k]));
}

/**
 * A spanning tree of as many edges as possible that come first in `order`, with all that must stay closed (J. B.
 * Kruskal, doi 10.1090/S0002-9939-1956-0078686-7).
 */
export function spanningTree(graph: SwitchGraph, order: readonly number[]): Uint8Array {
  const { nodeCount, a, b, kept } = graph;
  const set = new DisjointSets(nodeCount);
  const chosen = new Uint8Array(a.length);
  const take = (e: number): void => {
    if (set.join(a[e], b[e])) chosen[e] = 1;
  };
  for (let e = 0; e < a.length; e++) if (kept[e] === 1) take(e);
  for (const e of order) take(e);
  return chosen;
}
