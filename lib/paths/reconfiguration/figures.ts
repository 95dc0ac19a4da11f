/** What a confirmed configuration counts in the objective. */
import type { Confirmed } from './confirm';
import { loadModel, nodeEdges } from './load-model';
import { liveOf, type ReconfigurationProblem } from './problem';
import { RadialTree } from './radial-tree';
import { isTree } from './switch-graph';
import type { Figures } from './types';

/** Where only radial configurations may be the answer, what lies beyond a branch of a tree counts; else what it carries. */
export function figuresOf(problem: ReconfigurationProblem, confirmed: Confirmed, live: Uint8Array): Figures {
  const { settings, graph } = problem;
  const closed = Uint8Array.from(graph.branch, (k) => live[k]);
  const tree = settings.radial && isTreeOf(problem, closed, live);
  const risk_mw = tree ? riskBeyond(problem, closed) : confirmed.carried_risk_mw;
  return {
    objective_mw: objectiveOf(problem, confirmed, risk_mw),
    risk_mw,
    ...confirmed.figures,
  };
}

export function objectiveOf(
  { settings }: ReconfigurationProblem,
  { figures }: Pick<Confirmed, 'figures'>,
  risk_mw: number,
): number {
  return (
    settings.loss_weight * figures.loss_mw +
    settings.risk_weight * risk_mw +
    settings.switching_cost_mw * figures.operations
  );
}

function isTreeOf({ graph }: ReconfigurationProblem, closed: Uint8Array, live: Uint8Array): boolean {
  return isTree(graph, closed) && liveOf(graph, closed).every((on, k) => on === live[k]);
}

function riskBeyond(problem: ReconfigurationProblem, closed: Uint8Array): number {
  const tree = new RadialTree(problem, loadModel(problem, nodeEdges(problem), undefined));
  tree.set(closed);
  return tree.risk_mw();
}
