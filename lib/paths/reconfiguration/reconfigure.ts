import type { Grid } from '../../grid';
import type { OperatingPoint } from '../../powerflow';
import { type Confirmed, Confirmer } from './confirm';
import { Deadline } from './deadline';
import { figuresOf } from './figures';
import { searchMeshed } from './meshed';
import { createProblem, type ReconfigurationProblem } from './problem';
import { searchRadial } from './radial-search';
import {
  noSolutionReason,
  planReason,
  remark,
  shortageReason,
  unreachableReason,
  violationReason,
} from './reasons';
import type { Searched } from './searched';
import { planSwitching, type SwitchingPlan } from './switching-plan';
import type { Figures, Held, ReconfigurationOptions, ReconfigurationOutcome, Surroundings } from './types';

/**
 * The configuration with the smallest objective, radial unless `options.radial` is false, and the way there from the
 * present one, `point.live`. Throws INVALID_SETTING for options that cannot be and for locks that contradict one
 * another, and what `createSweep` throws where it is to be radial; whatever else stands in the way is told in the
 * outcome, with the best answer found.
 */
export function reconfigure(
  grid: Grid,
  point: OperatingPoint,
  options: ReconfigurationOptions,
  surroundings: Surroundings,
): ReconfigurationOutcome {
  const problem = createProblem(grid, point, options);
  const deadline = new Deadline(surroundings, 1000 * problem.settings.time_limit_s);
  const searched = problem.settings.radial
    ? searchRadial(problem, deadline)
    : searchMeshed(problem, deadline);
  return confirmAnswer(problem, searched, deadline);
}

/** What a search has found, solved by Newton's method, with the way there and what can be said for it. */
export function confirmAnswer(
  problem: ReconfigurationProblem,
  searched: Searched,
  deadline: Deadline,
): ReconfigurationOutcome {
  const { grid } = problem;
  const { method, ended, live, configurations, estimates } = searched;
  const confirmer = new Confirmer(problem);
  const present = problem.point.live.map((on, k) => on & grid.branchUsable[k]);
  const before = confirmer.confirm(present);
  const after = confirmer.confirm(live);
  const plan = planSwitching(problem, confirmer, live);
  const final = after === undefined ? null : figuresOf(problem, after, live);
  return {
    ...judge(problem, searched, after, plan),
    method,
    ended,
    initial: before === undefined ? null : figuresOf(problem, before, present),
    final,
    live,
    ...assurance(searched, final),
    configurations,
    power_flows: searched.power_flows + confirmer.powerFlows,
    estimates,
    elapsed_ms: deadline.elapsed_ms,
    ...plan,
  };
}

function assurance(
  { ended, holds, bound_mw }: Searched,
  final: Figures | null,
): Pick<ReconfigurationOutcome, 'proof' | 'lower_bound_mw' | 'gap_percent'> {
  const objective_mw = final?.objective_mw ?? Number.POSITIVE_INFINITY;
  if (ended === 'complete') {
    return { proof: 'enumerated', lower_bound_mw: final && objective_mw, gap_percent: final && 0 };
  }
  if (bound_mw === undefined || final === null || !holds) {
    return { proof: 'none', lower_bound_mw: bound_mw ?? null, gap_percent: null };
  }
  const lower_bound_mw = Math.min(bound_mw, objective_mw);
  const gap = objective_mw > 0 ? (objective_mw - lower_bound_mw) / objective_mw : 0;
  return { proof: 'bound', lower_bound_mw, gap_percent: 100 * gap };
}

function judge(
  problem: ReconfigurationProblem,
  { live, ended }: Searched,
  after: Confirmed | undefined,
  plan: SwitchingPlan,
): Pick<ReconfigurationOutcome, 'status' | 'reason' | 'held'> {
  const unreachable = unreachableReason(problem);
  const shortage = shortageReason(problem);
  if (after === undefined) {
    const held: Held = { radial: true, supplied: false, voltage: false, ratings: false, operations: true };
    return { status: 'no_solution', reason: shortage ?? noSolutionReason(problem), held };
  }
  const tooMany = after.figures.operations > problem.settings.max_operations;
  const held: Held = {
    radial: true,
    supplied: unreachable === null && after.figures.unserved_mw === 0 && shortage === null,
    voltage: after.voltage === 0,
    ratings: after.rating === 0,
    operations: !tooMany,
  };
  const violated = [unreachable, shortage, violationReason(after, tooMany)].filter((text) => text !== null);
  if (violated.length > 0) return { status: 'violating', reason: violated.join('; '), held };
  return { status: 'solved', reason: remark(problem, live, ended) ?? planReason(problem, plan), held };
}
