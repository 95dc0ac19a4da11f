import type { NodeRoutes, SupplyBackup } from '../../contract';
import { gridError } from '../../errors';
import type { Grid } from '../../grid';
import { alternativePaths } from './alternatives';
import { findBackup } from './backup';
import { findBarriers } from './barriers';
import { describePath } from './describe';
import { type Incidence, incidenceOf, supplyGraph } from './graph';
import { mapRoutes, type RouteMap } from './map';
import type { BranchPath, MeasuredBranches } from './types';

/** Edges that a sentence names at most. */
const NAMED = 5;

/** Answers for one grid what each node's paths are. Computes the pass of all nodes once for each state. */
export class RouteFinder {
  private readonly incidence: Incidence;
  private seen: { state: MeasuredBranches; riskWeight: number; map: RouteMap } | undefined;

  constructor(private readonly grid: Grid) {
    this.incidence = incidenceOf(supplyGraph(grid));
  }

  /** Takes in what the next questions are about. */
  observe(state: MeasuredBranches, riskWeight: number): void {
    this.seen = { state, riskWeight, map: mapRoutes(this.grid, this.incidence, state, riskWeight) };
  }

  /**
   * The `count` cheapest paths of a node and its backup. UNKNOWN_ELEMENT for a node that the network does not have,
   * INVALID_SETTING for a count that is refused, NOT_READY before a state was taken in.
   */
  routesOf(node: string, count: number): NodeRoutes {
    const bus = this.grid.busIndex.get(node);
    if (bus === undefined) {
      throw gridError('UNKNOWN_ELEMENT', {
        at: 'node id',
        got: node,
        allowed: `an id among the ${this.grid.busCount} buses of network "${this.grid.network.id}"`,
      });
    }
    if (this.seen === undefined) throw gridError('NOT_READY', { at: 'no state was taken in yet' });
    const { state, riskWeight, map } = this.seen;
    const describe = (path: BranchPath) => describePath(this.grid, state, riskWeight, bus, path);
    return {
      alternatives: alternativePaths(map, bus, count).map(describe),
      backup: describeBackup(map, state, bus, describe),
    };
  }
}

function describeBackup(
  map: RouteMap,
  state: MeasuredBranches,
  bus: number,
  describe: (path: BranchPath) => SupplyBackup['paths'][number],
): SupplyBackup {
  const { branches, buses } = map.grid.network;
  const backup = findBackup(map, bus);
  const none = (reason: string, bottlenecks: string[] = []): SupplyBackup => {
    return { kind: 'none', paths: [], bottlenecks, reason };
  };
  switch (backup.kind) {
    case 'disjoint':
      return { kind: 'disjoint', paths: [describe(backup.path)], bottlenecks: [], reason: null };
    case 'pair': {
      const reason = 'the cheapest path leaves no other that shares no edge with it; these two share none';
      return { kind: 'pair', paths: backup.pair.map(describe), bottlenecks: [], reason };
    }
    case 'none': {
      const ids = backup.bottlenecks.map((over) => branches[over].id);
      return none(`every path passes ${named(ids)}`, ids);
    }
    case 'source':
      return none(`a generator stands at "${buses[bus].id}" itself`);
    case 'unreachable':
      return none(
        `no closed, healthy way leads to "${buses[bus].id}" from any generator${barred(map, state, bus)}`,
      );
  }
}

/** What would mend it, such as `; in between: L4 (failed), L9 (open)`. */
function barred(map: RouteMap, { closed, in_service }: MeasuredBranches, bus: number): string {
  const { branches } = map.grid.network;
  const ids = findBarriers(map, bus).map((over) => {
    const why = in_service[over] === 0 ? 'failed' : closed[over] === 0 ? 'open' : 'at a bus out of service';
    return `${branches[over].id} (${why})`;
  });
  return ids.length === 0 ? '' : `; in between: ${named(ids)}`;
}

function named(ids: readonly string[]): string {
  const rest = ids.length - NAMED;
  return rest > 0 ? `${ids.slice(0, NAMED).join(', ')} and ${rest} more` : ids.join(', ');
}
