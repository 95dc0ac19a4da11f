/** The search among radial configurations: exact where that ends in the time, else branch exchange. */
import { Assessor, holdsAll } from './assessor';
import { type BoundLoads, boundLoads } from './bound';
import type { Deadline } from './deadline';
import { ExactSearch, MOST_EXACT_LOOPS } from './exact';
import { ExchangeSearch, type Found } from './exchange';
import { LoopSpace } from './loop-space';
import { liveOf, type ReconfigurationProblem } from './problem';
import { RadialTree } from './radial-tree';
import type { Searched } from './searched';
import { positiveResistances } from './starts';

/** Above so many loops a lower bound takes seconds. */
const MOST_BOUNDED_LOOPS = 600;
/** Configurations that an exact search settles in a second where a bound spares it most of them. */
const WITH_BOUND_PER_S = 1e6;
/** Where all have to be solved: buses × configurations. */
const SOLVED_PER_S = 3e6;
/** By how much an answer may be from the best, in steps, as far as the search for a bound gets. */
const TOLERANCES = [0.1, 0.07, 0.05, 0.03, 0.02, 0.01];
/** Its work at most: nodes × edges × loops. */
const TIGHTENING = 3e7;
/** Share of its patience that an exchange has for the first answer of an exact search. */
const FIRST_LOOK = 0.02;

export function searchRadial(
  problem: ReconfigurationProblem,
  deadline: Deadline,
  assessor = new Assessor(problem),
): Searched {
  const exchange = new ExchangeSearch(assessor, deadline);
  const loads = exchange.bestTree.loads;
  const few = exchange.bestTree.ties.length <= MOST_BOUNDED_LOOPS;
  const tree = new RadialTree(problem, loads);
  tree.set(exchange.best.closed);
  const space = new LoopSpace(problem.graph, positiveResistances(loads.r).r, tree);
  const configurations = few ? space.configurations() : Number.POSITIVE_INFINITY;
  const bound = few ? boundLoads(problem) : undefined;
  const handOver = (found: Found, of: Pick<Searched, 'method' | 'ended' | 'bound_mw'>): Searched => ({
    ...of,
    live: liveOf(problem.graph, found.closed),
    holds: holdsAll(found.worth),
    configurations,
    estimates: exchange.estimates,
    power_flows: assessor.powerFlows,
  });
  if (choose(problem, configurations, bound, space.loops) === 'exchange') {
    const ended = exchange.run();
    const start = { found: exchange.best, bound_mw: bound && rootBound(problem, bound, tree) };
    const { found, bound_mw } =
      bound === undefined || space.loops > MOST_EXACT_LOOPS
        ? start
        : tighten(assessor, deadline, bound, exchange.bestTree, start);
    return handOver(found, { method: 'exchange', ended, bound_mw });
  }
  exchange.run(FIRST_LOOK);
  const exact = new ExactSearch(assessor, deadline, bound, exchange.best, exchange.bestTree);
  const ended = exact.run() === 'complete' ? 'complete' : 'time_limit';
  const seen = exact.best.worth.objective_mw;
  const bound_mw = ended === 'complete' ? seen : exact.root_mw && Math.min(exact.unseen_mw, seen);
  return handOver(exact.best, { method: 'exact', ended, bound_mw });
}

interface Tightened {
  found: Found;
  bound_mw: number | undefined;
}

/**
 * Raises the bound of an answer by branch and bound that leaves out what could be better by too little, for less and
 * less of it; now and then it finds something better. Counts nodes rather than time, so that a run can be repeated.
 */
function tighten(
  assessor: Assessor,
  deadline: Deadline,
  bound: BoundLoads,
  start: RadialTree,
  { found, bound_mw }: Tightened,
): Tightened {
  const tightened = { found, bound_mw };
  const { a } = assessor.problem.graph;
  let nodes = Math.floor(TIGHTENING / Math.max(1, a.length * start.ties.length));
  for (const tolerance of TOLERANCES) {
    if (nodes <= 0 || deadline.passed || !holdsAll(tightened.found.worth)) break;
    const exact = new ExactSearch(assessor, deadline, bound, tightened.found, start, { tolerance, nodes });
    const ended = exact.run();
    nodes -= exact.nodes;
    tightened.found = exact.best;
    const least = Math.min(exact.unseen_mw, exact.best.worth.objective_mw);
    tightened.bound_mw = Math.max(tightened.bound_mw ?? 0, least);
    if (ended !== 'complete') break;
  }
  return tightened;
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

/** What no radial configuration undercuts, from a tree of the problem; undefined where no bound is valid. */
export function radialBound(problem: ReconfigurationProblem, tree: RadialTree): number | undefined {
  if (tree.ties.length > MOST_BOUNDED_LOOPS) return undefined;
  const bound = boundLoads(problem);
  return bound && rootBound(problem, bound, tree);
}

function rootBound(problem: ReconfigurationProblem, bound: BoundLoads, tree: RadialTree): number | undefined {
  const flow = new LoopSpace(problem.graph, bound.r, tree).meshed(tree, bound.p, bound.q);
  return flow && flow.loss - bound.less_mw + bound.drop_mw + bound.risk_mw;
}
