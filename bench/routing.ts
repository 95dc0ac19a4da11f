/** Routing on one thread: the one pass for all nodes, and the alternatives and the backup of one node. */
import type { Network } from '../lib/contract';
import { compileGrid, type Grid, generateFeeders, generateNetwork } from '../lib/grid';
import {
  alternativePaths,
  type BranchState,
  cheapestPath,
  findBackup,
  incidenceOf,
  mapRoutes,
  supplyGraph,
} from '../lib/paths';
import { Random } from '../lib/random';
import { median, rounded, timesOf } from './timing';

type Row = Record<string, number | string>;

const SIZES = [100, 1000, 10_000, 30_000];
const NODES_ASKED = 300;
const RISK_WEIGHT = 0.1;

export async function benchRouting(): Promise<Record<string, Row[]>> {
  return { routing: SIZES.flatMap(routingRows) };
}

function routingRows(size: number): Row[] {
  const networks: Record<string, Network> = {
    'feeders, ties closed': generateFeeders({ num_nodes: size, seed: 1 }),
    'meshed, a generator for 10': generateNetwork({
      num_nodes: size,
      num_generators: Math.round(size / 10),
      seed: 1,
    }),
    'meshed, one generator': generateNetwork({ num_nodes: size, num_generators: 1, seed: 1 }),
  };
  return Object.entries(networks).map(([kind, network]) => routingRow(kind, compileGrid(network)));
}

/** Medians, and the 95th percentile of three alternatives, each question to another node. */
function routingRow(kind: string, grid: Grid): Row {
  const incidence = incidenceOf(supplyGraph(grid));
  const state = everythingClosed(grid);
  const pass = timesOf(40, 10, () => mapRoutes(grid, incidence, state, RISK_WEIGHT));
  const map = mapRoutes(grid, incidence, state, RISK_WEIGHT);
  const random = new Random(2);
  const substations = [...grid.isSource.keys()].filter((bus) => grid.isSource[bus] === 0);
  const someNode = () => substations[Math.floor(random.next() * substations.length)];
  const asked = (work: (bus: number) => unknown) => timesOf(NODES_ASKED, 50, () => work(someNode()));
  const three = asked((bus) => alternativePaths(map, bus, 3));
  const twenty = asked((bus) => alternativePaths(map, bus, 20));
  const backup = asked((bus) => findBackup(map, bus));
  return {
    kind,
    nodes: grid.busCount,
    edges: grid.branchCount,
    longest_path: Math.max(...substations.map((bus) => cheapestPath(map, bus)?.length ?? 0)),
    all_nodes_ms: rounded(median(pass)),
    three_ms: rounded(median(three)),
    three_p95_ms: rounded(three[Math.floor(0.95 * three.length)]),
    twenty_ms: rounded(median(twenty)),
    backup_ms: rounded(median(backup)),
  };
}

function everythingClosed(grid: Grid): BranchState {
  const random = new Random(1);
  return {
    closed: new Uint8Array(grid.branchCount).fill(1),
    in_service: new Uint8Array(grid.branchCount).fill(1),
    failure_probability: Float64Array.from(grid.from, () => random.next() ** 4),
  };
}
