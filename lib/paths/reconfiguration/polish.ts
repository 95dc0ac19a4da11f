/** Branch exchange by AC power flow: the estimates say in which order exchanges are tried, the power flow decides. */
import { type Assessor, holdsAll, isBetter, type Worth } from './assessor';
import type { Deadline } from './deadline';
import { type Exchange, eachExchange } from './exchange-prices';
import { loadModel } from './load-model';
import type { RadialTree } from './radial-tree';

/**
 * Exchanges are tried whose estimate is no dearer than this share of the objective in a network of five loops or less;
 * with their number the share goes down, as does what one exchange is worth.
 */
const DOUBT = 0.003;
const FEW_LOOPS = 5;
/** Of each tie so many are tried, and so many in all. */
const OF_A_TIE = 3;
const MOST = 400;

/**
 * Exchanges in the tree until none of those in question is better. The tree is the best then; its load currents are
 * those of the last solved state. Returns what it is worth.
 */
export function polish(tree: RadialTree, start: Worth, assessor: Assessor, deadline: Deadline): Worth {
  let worth = start;
  for (;;) {
    const state = assessor.solve(tree.closed);
    if (state !== undefined) tree.rebase(loadModel(assessor.problem, tree.incidence, state));
    const better = firstBetter(tree, worth, assessor, deadline);
    if (better === undefined) return worth;
    worth = better;
  }
}

function firstBetter(
  tree: RadialTree,
  worth: Worth,
  assessor: Assessor,
  deadline: Deadline,
): Worth | undefined {
  for (const { tie, open } of candidates(tree, worth)) {
    if (deadline.passed) return undefined;
    const closes = tree.ties[tie];
    tree.exchange(tie, open);
    const tried = assessor.assess(tree);
    if (isBetter(tried, worth)) return tried;
    tree.exchange(tie, closes);
  }
  return undefined;
}

/** Where limits are violated, an exchange may be right whatever it costs. */
function candidates(tree: RadialTree, worth: Worth): Exchange[] {
  const dearest = holdsAll(worth)
    ? (DOUBT * worth.objective_mw * FEW_LOOPS) / Math.max(FEW_LOOPS, tree.ties.length)
    : Number.POSITIVE_INFINITY;
  const found: Exchange[] = [];
  for (let tie = 0; tie < tree.ties.length; tie++) {
    const ofTie: Exchange[] = [];
    eachExchange(tree, tie, (open, delta_mw) => {
      if (delta_mw < dearest) ofTie.push({ tie, open, delta_mw });
    });
    ofTie.sort((x, y) => x.delta_mw - y.delta_mw);
    found.push(...ofTie.slice(0, OF_A_TIE));
  }
  return found.sort((x, y) => x.delta_mw - y.delta_mw).slice(0, MOST);
}
