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
import { tighten } from './tighten';

/** Above so many loops a lower bound takes seconds. */
const MOST_BOUNDED_LOOPS = 600;
/** Configurations that an exact search settles in a second where a bound spares it most of them. */
const WITH_BOUND_PER_S = 1e6;
/** Where all have to be solved: buses × configurations. */
const SOLVED_PER_S = 3e6;
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
  const method = choose(problem, configurations, bound, space.loops);
  const { found, ended, bound_mw } =
    method === 'exact'
      ? searchExactly(assessor, deadline, exchange, bound, tree, configurations)
      : searchByExchange(assessor, deadline, exchange, bound, tree);
  return {
    method,
    ended,
    bound_mw,
    live: liveOf(problem.graph, found.closed),
    holds: holdsAll(found.worth),
    configurations,
    estimates: exchange.estimates,
    power_flows: assessor.powerFlows,
  };
}

type Ended = Pick<Searched, 'ended' | 'bound_mw'> & { found: Found };

function searchByExchange(
  assessor: Assessor,
  deadline: Deadline,
  exchange: ExchangeSearch,
  bound: BoundLoads | undefined,
  tree: RadialTree,
): Ended {
  const ended = exchange.run();
  const bound_mw = bound && rootBound(assessor.problem, bound, tree);
  const start = { found: exchange.best, bound_mw };
  if (bound === undefined || bound_mw === undefined || tree.ties.length > MOST_EXACT_LOOPS)
    return { ended, ...start };
  return { ended, ...tighten(assessor, deadline, bound, exchange.bestTree, start) };
}

/** Where there are many configurations it comes nearer by steps, so that it has something to say when its time is up. */
function searchExactly(
  assessor: Assessor,
  deadline: Deadline,
  exchange: ExchangeSearch,
  bound: BoundLoads | undefined,
  tree: RadialTree,
  configurations: number,
): Ended {
  const many = bound !== undefined && configurations > WITH_BOUND_PER_S;
  exchange.run(many ? 1 : FIRST_LOOK);
  const bound_mw = bound && rootBound(assessor.problem, bound, tree);
  const first = { found: exchange.best, bound_mw };
  const { bestTree } = exchange;
  const near =
    many && bound_mw !== undefined ? tighten(assessor, deadline, bound, bestTree, first, true) : first;
  const exact = new ExactSearch(assessor, deadline, bound, near.found, bestTree);
  const complete = exact.run() === 'complete';
  const seen = exact.best.worth.objective_mw;
  const least = near.bound_mw && Math.min(seen, Math.max(near.bound_mw, exact.unseen_mw));
  return {
    ended: complete ? 'complete' : 'time_limit',
    bound_mw: complete ? seen : least,
    found: exact.best,
  };
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
