import { type Assessor, holdsAll } from './assessor';
import type { BoundLoads } from './bound';
import type { Deadline } from './deadline';
import { ExactSearch } from './exact';
import type { Found } from './exchange';
import type { RadialTree } from './radial-tree';

/** By how much an answer may be from the best, in steps, as far as the search for a bound gets. */
const TOLERANCES = [0.1, 0.07, 0.06, 0.05, 0.04, 0.03, 0.02, 0.01];
/** Its work at most, where the time alone does not end it: nodes × edges × loops. */
const WORK = 1e7;

export interface Tightened {
  found: Found;
  bound_mw: number | undefined;
}

/**
 * Raises the bound of an answer by branch and bound that leaves out what could be better by too little, for less and
 * less of it; now and then it finds something better. Counts nodes rather than time, so that a run can be repeated,
 * unless it is to go on for as long as there is time.
 */
export function tighten(
  assessor: Assessor,
  deadline: Deadline,
  bound: BoundLoads,
  start: RadialTree,
  { found, bound_mw }: Tightened,
  untilTimeIsUp = false,
): Tightened {
  const tightened = { found, bound_mw };
  const { a } = assessor.problem.graph;
  const work = Math.max(1, a.length * start.ties.length);
  let nodes = untilTimeIsUp ? Number.POSITIVE_INFINITY : Math.floor(WORK / work);
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
