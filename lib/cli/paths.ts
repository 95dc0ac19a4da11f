import type { NodeRoutes, SupplyPath } from '../contract';
import { gridError } from '../errors';
import { compileGrid, type Grid } from '../grid';
import {
  cheapestPath,
  describePath,
  incidenceOf,
  type MeasuredBranches,
  MOST_ALTERNATIVES,
  mapRoutes,
  RouteFinder,
  supplyGraph,
  unreachablePath,
} from '../paths';
import { createPowerFlow, nominalPoint } from '../powerflow';
import { number, readArguments, wholeNumber } from './arguments';
import { loadFile } from './load-file';
import { describeAllPaths, describeNodeRoutes } from './paths-report';
import { readRiskFile } from './risk-file';
import { type Command, EXIT, type ExitCode, type Streams } from './streams';

const USUAL_ALTERNATIVES = '3';
const MOST_WEIGHT = 1_000_000;

interface Asked {
  grid: Grid;
  measured: MeasuredBranches;
  riskWeight: number;
  json: boolean;
}

/** `gridloom paths FILE`: the cheapest path of every bus, or the alternatives and the backup of one. */
export const paths: Command = async (args, streams) => {
  const { files, values } = readArguments(args, ['FILE'], {
    node: { type: 'string' },
    alternatives: { type: 'string' },
    risk: { type: 'string' },
    'risk-weight': { type: 'string', default: '0.1' },
    json: { type: 'boolean', default: false },
  });
  const { node, alternatives = USUAL_ALTERNATIVES } = values;
  if (node === undefined && values.alternatives !== undefined) {
    throw gridError('INVALID_SETTING', { at: '--alternatives', got: alternatives, allowed: 'with --node' });
  }
  const count = wholeNumber('alternatives', alternatives, 1, MOST_ALTERNATIVES);
  const riskWeight = number('risk-weight', values['risk-weight'], 0, MOST_WEIGHT);
  const grid = compileGrid(await loadFile(files[0]));
  const failure_probability =
    values.risk === undefined
      ? new Float64Array(grid.branchCount)
      : (await readRiskFile(values.risk, grid)).failure_probability;
  const measured = { ...measureBranches(grid, streams), failure_probability };
  const asked: Asked = { grid, measured, riskWeight, json: values.json };
  return node === undefined ? reportAll(asked, streams) : reportNode(asked, node, count, streams);
};

/** The network's own switch positions, and its losses by AC power flow: NaN where that has no solution. */
function measureBranches(grid: Grid, streams: Streams): Omit<MeasuredBranches, 'failure_probability'> {
  const point = nominalPoint(grid);
  const outcome = createPowerFlow(grid).solve(point, { start: 'case' });
  const known = outcome.status !== 'not_converged';
  if (!known) streams.note('the power flow has no solution; the losses of paths are unknown');
  return {
    closed: point.live,
    // A file knows of no faults.
    in_service: new Uint8Array(grid.branchCount).fill(1),
    loss_mw: Float64Array.from(point.live, (_, k) =>
      known ? outcome.state.p_from_mw[k] + outcome.state.p_to_mw[k] : Number.NaN,
    ),
  };
}

function reportAll({ grid, measured, riskWeight, json }: Asked, { out }: Streams): ExitCode {
  const incidence = incidenceOf(supplyGraph(grid));
  const began = performance.now();
  const map = mapRoutes(grid, incidence, measured, riskWeight);
  const elapsed_ms = performance.now() - began;
  const found: SupplyPath[] = [];
  for (let bus = 0; bus < grid.busCount; bus++) {
    if (grid.isSource[bus] === 1) continue;
    const path = cheapestPath(map, bus);
    found.push(
      path === null ? unreachablePath(grid, bus) : describePath(grid, measured, riskWeight, bus, path),
    );
  }
  const unreachable_count = found.filter(({ reachable }) => !reachable).length;
  const report = {
    network: grid.network.id,
    risk_weight: riskWeight,
    unreachable_count,
    elapsed_ms,
    paths: found,
  };
  out(json ? `${JSON.stringify(report)}\n` : describeAllPaths(report));
  return EXIT.done;
}

function reportNode(asked: Asked, node: string, count: number, { out, note }: Streams): ExitCode {
  const { grid, measured, riskWeight, json } = asked;
  const finder = new RouteFinder(grid);
  finder.observe(measured, riskWeight);
  const began = performance.now();
  const routes: NodeRoutes = finder.routesOf(node, count);
  const elapsed_ms = performance.now() - began;
  const is_generator = grid.isSource[grid.busIndex.get(node)!] === 1;
  const reachable = is_generator || routes.alternatives.length > 0;
  const report = {
    network: grid.network.id,
    node,
    risk_weight: riskWeight,
    is_generator,
    reachable,
    ...routes,
    elapsed_ms,
  };
  if (json) out(`${JSON.stringify(report)}\n`);
  else if (reachable) out(describeNodeRoutes(report));
  if (reachable) return EXIT.done;
  note(routes.backup.reason ?? 'no path');
  return EXIT.notConverged;
}
