import { setImmediate } from 'node:timers/promises';
import type { Optimization, SupplyPath } from '../contract';
import type { Grid } from '../grid';
import { arrivalPath, describePath, unreachablePath } from './routing';
import type { OptimizerResult, OptimizerState } from './types';

/** Path elements written between two turns of the event loop: about 2 ms of work. */
const SLICE = 20_000;

/**
 * The result as the contract's objects, with one path for each bus that has no generator, in the order of the
 * network. Work and memory grow with the paths' total length. Long lists are written in slices, so that the event
 * loop is never held for long. `state` is the one that the result was computed from,
 * `loss_mw` what each branch loses in it.
 */
export async function describeOptimization(
  grid: Grid,
  state: OptimizerState,
  result: OptimizerResult,
  loss_mw: Float64Array,
): Promise<Optimization> {
  const measured = { ...state, loss_mw };
  const paths: SupplyPath[] = [];
  let written = 0;
  for (let bus = 0; bus < grid.busCount; bus++) {
    if (grid.isSource[bus] === 1) continue;
    const branches = arrivalPath(grid, result, bus);
    const path =
      branches === null
        ? unreachablePath(grid, bus)
        : describePath(grid, measured, result.risk_weight, bus, branches);
    paths.push(path);
    written += path.nodes.length + 1;
    if (written < SLICE) continue;
    written = 0;
    await setImmediate();
  }
  const { risk_weight, plan, outage, loss_before_mw, loss_after_mw } = result;
  const { episode, agent, time_limit_reached, elapsed_ms } = result;
  return {
    ...{ risk_weight, paths, plan, outage, loss_before_mw, loss_after_mw },
    ...{ episode, agent, time_limit_reached, elapsed_ms },
  };
}
