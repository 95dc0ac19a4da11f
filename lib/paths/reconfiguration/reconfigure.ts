import type { Grid } from '../../grid';
import type { OperatingPoint } from '../../powerflow';
import { Assessor, holdsAll } from './assessor';
import { type BoundLoads, boundLoads } from './bound';
import { type Confirmed, Confirmer } from './confirm';
import { Deadline } from './deadline';
import { ExactSearch, MOST_EXACT_LOOPS } from './exact';
import { ExchangeSearch, type Found } from './exchange';
import { loadModel, nodeEdges } from './load-model';
import { LoopSpace } from './loop-space';
import { createProblem, liveOf, type ReconfigurationProblem } from './problem';
import { RadialTree } from './radial-tree';
import { noSolutionReason, shortageReason, unreachableReason, violationReason } from './reasons';
import { positiveResistances } from './starts';
import { planSwitching } from './switching-plan';
import type { Figures, Held, ReconfigurationOptions, ReconfigurationOutcome, Surroundings } from './types';

/** Above so many loops a lower bound takes seconds. */
const MOST_BOUNDED_LOOPS = 600;
/** Configurations that an exact search settles in a second where a bound spares it most of them. */
const WITH_BOUND_PER_S = 1e6;
/** Where all have to be solved: buses × configurations. */
const SOLVED_PER_S = 3e6;
/** Share of its patience that an exchange has for the first answer of an exact search. */
const FIRST_LOOK = 0.02;

/**
 * The radial configuration with the smallest objective, and the way there from the present one, `point.live`. Throws
 * INVALID_SETTING for options that cannot be and for locks that contradict one another, and what `createSweep` throws;
 * whatever else stands in the way is told in the outcome, with the best answer found.
 */
export function reconfigure(
  grid: Grid,
  point: OperatingPoint,
  options: ReconfigurationOptions,
  surroundings: Surroundings,
): ReconfigurationOutcome {
  const problem = createProblem(grid, point, options);
  const deadline = new Deadline(surroundings, 1000 * problem.settings.time_limit_s);
  const assessor = new Assessor(problem);
  const searched = search(problem, assessor, deadline);
  const live = liveOf(problem.graph, searched.found.closed);
  const confirmer = new Confirmer(problem);
  const before = confirmer.confirm(problem.point.live.map((on, k) => on & grid.branchUsable[k]));
  const after = confirmer.confirm(live);
  const plan = planSwitching(problem, confirmer, live);
  const { method, ended, configurations, estimates } = searched;
  const final = after === undefined ? null : figuresOf(problem, after, searched.found.closed);
  return {
    ...judge(problem, searched, after),
    method,
    ended,
    initial: before === undefined ? null : figuresOf(problem, before, problem.graph.present),
    final,
    live,
    ...assurance(searched, final),
    configurations,
    power_flows: assessor.powerFlows + confirmer.powerFlows,
    estimates,
    elapsed_ms: deadline.elapsed_ms,
    ...plan,
  };
}

/** The best tree of a problem, without its confirmation and the way there; exact where all were seen. */
export function findBest(
  problem: ReconfigurationProblem,
  surroundings: Surroundings,
  assessor = new Assessor(problem),
) {
  const deadline = new Deadline(surroundings, 1000 * problem.settings.time_limit_s);
  const { found, ended } = search(problem, assessor, deadline);
  return { live: liveOf(problem.graph, found.closed), exact: ended === 'complete' };
}

interface Searched {
  method: 'exact' | 'exchange';
  ended: ReconfigurationOutcome['ended'];
  found: Found;
  configurations: number;
  estimates: number;
  /** Undefined where none is valid. */
  bound_mw: number | undefined;
}

function search(problem: ReconfigurationProblem, assessor: Assessor, deadline: Deadline): Searched {
  const exchange = new ExchangeSearch(assessor, deadline);
  const loads = exchange.bestTree.loads;
  const few = exchange.bestTree.ties.length <= MOST_BOUNDED_LOOPS;
  const tree = new RadialTree(problem, loads);
  tree.set(exchange.best.closed);
  const space = new LoopSpace(problem.graph, positiveResistances(loads.r).r, tree);
  const configurations = few ? space.configurations() : Number.POSITIVE_INFINITY;
  const bound = few ? boundLoads(problem) : undefined;
  if (choose(problem, configurations, bound, space.loops) === 'exchange') {
    const ended = exchange.run();
    const bound_mw = bound && rootBound(problem, bound, tree);
    return {
      method: 'exchange',
      ended,
      found: exchange.best,
      configurations,
      estimates: exchange.estimates,
      bound_mw,
    };
  }
  exchange.run(FIRST_LOOK);
  const exact = new ExactSearch(assessor, deadline, bound, exchange.best, exchange.bestTree);
  const ended = exact.run();
  const found = exact.best;
  const seen = found.worth.objective_mw;
  const bound_mw = ended === 'complete' ? seen : exact.root_mw && Math.min(exact.unseen_mw, seen);
  return { method: 'exact', ended, found, configurations, estimates: exchange.estimates, bound_mw };
}

function choose(
  { settings, grid }: ReconfigurationProblem,
  configurations: number,
  bound: BoundLoads | undefined,
  loops: number,
): 'exact' | 'exchange' {
  if (loops > MOST_EXACT_LOOPS || settings.method === 'exchange') return 'exchange';
  if (settings.method === 'exact') return 'exact';
  const perSecond = bound === undefined ? SOLVED_PER_S / grid.busCount : WITH_BOUND_PER_S;
  return configurations <= perSecond * settings.time_limit_s ? 'exact' : 'exchange';
}

function rootBound(problem: ReconfigurationProblem, bound: BoundLoads, tree: RadialTree): number | undefined {
  const flow = new LoopSpace(problem.graph, bound.r, tree).meshed(tree, bound.p, bound.q);
  return flow && flow.loss - bound.less_mw + bound.risk_mw;
}

function assurance(
  { ended, found, bound_mw }: Searched,
  final: Figures | null,
): Pick<ReconfigurationOutcome, 'proof' | 'lower_bound_mw' | 'gap_percent'> {
  const objective_mw = final?.objective_mw ?? Number.POSITIVE_INFINITY;
  if (ended === 'complete') {
    return { proof: 'enumerated', lower_bound_mw: final && objective_mw, gap_percent: final && 0 };
  }
  if (bound_mw === undefined || final === null || !holdsAll(found.worth)) {
    return { proof: 'none', lower_bound_mw: bound_mw ?? null, gap_percent: null };
  }
  const lower_bound_mw = Math.min(bound_mw, objective_mw);
  const gap = objective_mw > 0 ? (objective_mw - lower_bound_mw) / objective_mw : 0;
  return { proof: 'bound', lower_bound_mw, gap_percent: 100 * gap };
}

function figuresOf(problem: ReconfigurationProblem, { figures }: Confirmed, closed: Uint8Array): Figures {
  const { settings, graph } = problem;
  const risk_mw = graph.presentIsRadial || closed !== graph.present ? riskOf(problem, closed) : 0;
  const objective_mw =
    settings.loss_weight * figures.loss_mw +
    settings.risk_weight * risk_mw +
    settings.switching_cost_mw * figures.operations;
  return { objective_mw, risk_mw, ...figures };
}

function riskOf(problem: ReconfigurationProblem, closed: Uint8Array): number {
  const tree = new RadialTree(problem, loadModel(problem, nodeEdges(problem), undefined));
  tree.set(closed);
  return tree.risk_mw();
}

function judge(
  problem: ReconfigurationProblem,
  { found, ended }: Searched,
  after: Confirmed | undefined,
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
  return { status: 'solved', reason: remark(problem, found, ended), held };
}

/** What the reader of an unchanged configuration would ask. */
function remark(
  { graph, settings }: ReconfigurationProblem,
  { closed }: Found,
  ended: Searched['ended'],
): string | null {
  if (graph.a.length === graph.nodeCount - 1) {
    return 'there is no tie switch: only one configuration is radial and supplies all';
  }
  if (
    ended === 'time_limit' &&
    settings.time_limit_s === 0 &&
    closed.every((on, e) => on === graph.present[e])
  ) {
    return 'a time limit of zero: nothing was searched, the present configuration stays';
  }
  return null;
}
