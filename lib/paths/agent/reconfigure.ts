/** The agent's answer in the shape of a reconfiguration's. */
import { gridError } from '../../errors';
import type { Grid } from '../../grid';
import type { OperatingPoint } from '../../powerflow';
import {
  confirmAnswer,
  createProblem,
  Deadline,
  loadModel,
  nodeEdges,
  presentTree,
  RadialTree,
  type ReconfigurationOptions,
  type ReconfigurationOutcome,
  type ReconfigurationProblem,
  radialBound,
  type Surroundings,
} from '../reconfiguration';
import { decide } from './decide';
import { MeshedSpace } from './meshed/meshed-space';
import { type AgentModel, prepare } from './model/model';
import { RadialSpace } from './radial/radial-space';
import { type SpaceKind, spaceKindOf } from './spaces';
import type { SwitchingState } from './types';

/** An hour of a working day: a single question has no time. */
const NOON = 12;

/**
 * One decision of an agent for this grid: what it proposes and checks, never worse than greedy exchange. It looks at
 * this state alone, so that operations have to earn their cost at once. Throws INVALID_SETTING as `reconfigure`, and
 * for options that it cannot keep.
 */
export function reconfigureByAgent(
  grid: Grid,
  point: OperatingPoint,
  options: ReconfigurationOptions,
  model: AgentModel,
  surroundings: Surroundings,
): ReconfigurationOutcome {
  const kind = spaceKindOf(grid);
  refuseOtherKind(kind, options.radial ?? true);
  if (kind === 'meshed') refuseLocks(options);
  const problem = createProblem(grid, point, { ...options, radial: kind === 'radial' });
  const deadline = new Deadline(surroundings, 1000 * problem.settings.time_limit_s);
  const space =
    kind === 'radial'
      ? new RadialSpace(grid, model.scale_mw, options)
      : new MeshedSpace(grid, model.scale_mw, options);
  const { loss_weight, risk_weight, switching_cost_mw, failure_probability } = problem.settings;
  const state: SwitchingState = {
    point: problem.point,
    available: new Uint8Array(grid.branchCount).fill(1),
    failure_probability,
    hourOfWeek: NOON,
    weights: { loss_weight, risk_weight, switching_cost_mw },
  };
  const { network, library, encoder } = prepare(grid, space, model);
  space.begin(state);
  const { chosen, checked, options: offered } = decide(space, state, library, encoder, network, false);
  const searched = {
    method: 'agent',
    ended: 'settled',
    live: chosen.option.live,
    holds: chosen.worth.violation === 0,
    configurations: Number.POSITIVE_INFINITY,
    estimates: offered.length,
    power_flows: checked.length + 1,
    bound_mw: kind === 'radial' ? boundOf(problem) : undefined,
  } as const;
  return confirmAnswer(problem, searched, deadline);
}

function boundOf(problem: ReconfigurationProblem): number | undefined {
  const tree = new RadialTree(problem, loadModel(problem, nodeEdges(problem), undefined));
  tree.set(presentTree(problem));
  return radialBound(problem, tree);
}

function refuseOtherKind(kind: SpaceKind, radial: boolean): void {
  if (radial === (kind === 'radial')) return;
  throw gridError('INVALID_SETTING', {
    at: 'method agent',
    got: radial ? 'a radial answer for a grid that is meshed' : 'a meshed answer for a grid that is radial',
    allowed: 'what the grid normally is, as its agents operate it',
    remedy: radial ? 'Allow loops (--meshed)' : 'Leave out --meshed, or take another method',
  });
}

function refuseLocks({ locks = [], operations_left, max_operations }: ReconfigurationOptions): void {
  if (locks.length === 0 && operations_left === undefined && max_operations === undefined) return;
  throw gridError('INVALID_SETTING', {
    at: 'method',
    got: 'agent, with locks or numbers of operations, in a meshed grid',
    allowed: 'exact or exchange with them',
  });
}
