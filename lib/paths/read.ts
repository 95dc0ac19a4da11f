import type { Snapshot, SnapshotEdge, SnapshotNode } from '../contract';
import { gridError } from '../errors';
import type { Grid } from '../grid';
import type { MeasuredBranches } from './routing';
import type { OptimizerState } from './types';

/** A snapshot in the order of the network's tables. */
export interface StateReading {
  state: OptimizerState;
  /** Edges without a risk figure; they count as sure to hold. */
  withoutRisk: number;
  /** What each branch loses. */
  loss_mw: Float64Array;
}

/**
 * Reads a snapshot of the grid. A node's generation is divided between its generators in proportion to their
 * schedules. Throws UNKNOWN_ELEMENT for a node or an edge that the network does not have, and INVALID_SNAPSHOT where
 * one of the network's is absent, is there twice or joins other nodes.
 */
export function readState(grid: Grid, snapshot: Snapshot): StateReading {
  const node = placeElements(snapshot.nodes, grid.busIndex, 'nodes');
  const { withoutRisk, branches } = readBranches(grid, snapshot.edges);
  const { closed, in_service, failure_probability, loss_mw } = branches;
  const demand_mw = new Float64Array(grid.busCount);
  const demand_mvar = new Float64Array(grid.busCount);
  const atBus_mw = new Float64Array(grid.busCount);
  const atBus_mvar = new Float64Array(grid.busCount);
  for (const [index, measured] of snapshot.nodes.entries()) {
    const bus = node[index];
    demand_mw[bus] = measured.demand_mw;
    demand_mvar[bus] = measured.demand_mvar;
    atBus_mw[bus] = measured.generation_mw;
    atBus_mvar[bus] = measured.generation_mvar;
  }
  const generation_mw = divideGeneration(grid, atBus_mw);
  const generation_mvar = divideGeneration(grid, atBus_mvar);
  const { sequence, timestamp } = snapshot;
  return {
    state: {
      sequence,
      hour_of_week: hourOfWeek(timestamp),
      demand_mw,
      demand_mvar,
      generation_mw,
      generation_mvar,
      closed,
      in_service,
      failure_probability,
    },
    withoutRisk,
    loss_mw,
  };
}

/** What the reading of edges asks of a grid. */
export type EdgeTable = Pick<Grid, 'network' | 'branchIndex' | 'branchCount'>;

/** The part of it that routing reads. Throws as `readState` does. */
export function readBranches(
  grid: EdgeTable,
  edges: readonly SnapshotEdge[],
): { branches: MeasuredBranches; withoutRisk: number } {
  const edge = placeElements(edges, grid.branchIndex, 'edges');
  checkEnds(grid, edges, edge);
  const closed = new Uint8Array(grid.branchCount);
  const in_service = new Uint8Array(grid.branchCount);
  const failure_probability = new Float64Array(grid.branchCount);
  const loss_mw = new Float64Array(grid.branchCount);
  let withoutRisk = 0;
  for (const [index, { closed: isClosed, in_service: inService, risk, loss_mw: lost }] of edges.entries()) {
    const branch = edge[index];
    closed[branch] = isClosed ? 1 : 0;
    in_service[branch] = inService ? 1 : 0;
    loss_mw[branch] = lost;
    if (risk === undefined) withoutRisk++;
    else failure_probability[branch] = risk.failure_probability;
  }
  return { branches: { closed, in_service, failure_probability, loss_mw }, withoutRisk };
}

/** 1970-01-05 was the first Monday. */
function hourOfWeek(timestamp: string): number {
  const hours = Date.parse(timestamp) / 3_600_000 - 4 * 24;
  return ((hours % 168) + 168) % 168;
}

/** For each element of the snapshot its place in the network's table: every place exactly once. */
function placeElements(
  elements: readonly (SnapshotNode | SnapshotEdge)[],
  places: ReadonlyMap<string, number>,
  table: 'nodes' | 'edges',
): Int32Array {
  const taken = new Uint8Array(places.size);
  const result = new Int32Array(elements.length);
  for (const [index, { id }] of elements.entries()) {
    const place = places.get(id);
    if (place === undefined) {
      throw gridError('UNKNOWN_ELEMENT', {
        at: `snapshot.${table}[${index}].id`,
        got: id,
        allowed: `one of the ${places.size} ${table} of the network`,
        remedy: 'Give the node the grid-model that the snapshot is of',
      });
    }
    if (taken[place] === 1) {
      throw gridError('INVALID_SNAPSHOT', {
        at: `snapshot.${table}[${index}].id`,
        got: id,
        allowed: 'each id once',
      });
    }
    taken[place] = 1;
    result[index] = place;
  }
  if (elements.length < places.size) {
    const absent = [...places.keys()].filter((_, place) => taken[place] === 0);
    throw gridError('INVALID_SNAPSHOT', {
      at: `snapshot.${table}`,
      got: `${elements.length} without ${absent.slice(0, 5).join(', ')}`,
      allowed: `all ${places.size} ${table} of the network`,
    });
  }
  return result;
}

function checkEnds(grid: EdgeTable, edges: readonly SnapshotEdge[], places: Int32Array): void {
  for (const [index, { id, from, to }] of edges.entries()) {
    const branch = grid.network.branches[places[index]];
    if (branch.from !== from || branch.to !== to) {
      throw gridError('INVALID_SNAPSHOT', {
        at: `snapshot.edges[${index}] "${id}".from and .to`,
        got: `${from}, ${to}`,
        allowed: `${branch.from}, ${branch.to}, as in the network`,
      });
    }
  }
}

function divideGeneration({ network, generatorBus, busCount }: Grid, atBus: Float64Array): Float64Array {
  const scheduled = new Float64Array(busCount);
  const count = new Int32Array(busCount);
  for (const [index, bus] of generatorBus.entries()) {
    scheduled[bus] += network.generators[index].p_mw;
    count[bus]++;
  }
  return Float64Array.from(generatorBus, (bus, index) => {
    const share = scheduled[bus] > 0 ? network.generators[index].p_mw / scheduled[bus] : 1 / count[bus];
    return atBus[bus] * share;
  });
}
