/** The lower bound of bound.ts for a search that opens one switch after another, loops or none. */
import { type BoundLoads, boundLoads } from '../bound';
import { loadModel, nodeEdges } from '../load-model';
import { LoopSpace, type MeshedFlow } from '../loop-space';
import type { ReconfigurationProblem } from '../problem';
import { RadialTree } from '../radial-tree';
import { presentTree } from '../starts';

/** More loops than this would need too much memory. */
const MOST_LOOPS = 60;

export class MeshedBound {
  private readonly flows: MeshedFlow[];
  private depth = 0;

  constructor(
    private readonly problem: ReconfigurationProblem,
    private readonly loads: BoundLoads,
    private readonly space: LoopSpace,
    root: MeshedFlow,
  ) {
    this.flows = [root];
  }

  /** Of all configurations in which what is open stays open. */
  now_mw(operations: number): number {
    return this.objective(this.flows[this.depth].loss, operations);
  }

  /** The same with one edge more that is open, and no bridge; −1 for a branch between slacks. */
  without_mw(edge: number, operations: number): number {
    const flow = this.flows[this.depth];
    return this.objective(edge < 0 ? flow.loss : this.space.lossWithout(flow, edge), operations);
  }

  open(edge: number): void {
    if (edge < 0) return;
    if (this.flows.length === this.depth + 1) this.flows.push(this.space.room());
    this.space.open(this.flows[this.depth], edge, this.flows[this.depth + 1]);
    this.depth++;
  }

  close(edge: number): void {
    if (edge >= 0) this.depth--;
  }

  private objective(loss_mw: number, operations: number): number {
    const { less_mw, risk_mw } = this.loads;
    return loss_mw - less_mw + risk_mw + this.problem.settings.switching_cost_mw * operations;
  }
}

/** Undefined where the conditions of the bound do not hold. */
export function meshedBound(problem: ReconfigurationProblem): MeshedBound | undefined {
  const loads = boundLoads(problem);
  if (loads === undefined) return undefined;
  const tree = new RadialTree(problem, loadModel(problem, nodeEdges(problem), undefined));
  tree.set(presentTree(problem));
  if (tree.ties.length > MOST_LOOPS) return undefined;
  const space = new LoopSpace(problem.graph, loads.r, tree);
  const root = space.meshed(tree, loads.p, loads.q);
  return root && new MeshedBound(problem, loads, space, root);
}
