/**
 * From tree to tree by exchanges: a tie closes, and then its loop opens, so that no step takes supply away. There always
 * is one that leads on, for spanning trees are the bases of a matroid.
 */
import type { Confirmed, Confirmer } from './confirm';
import { loadModel, nodeEdges } from './load-model';
import type { Move, Way } from './moves';
import type { ReconfigurationProblem } from './problem';
import { RadialTree } from './radial-tree';

export class ExchangeWay implements Way {
  private readonly tree: RadialTree;

  /** `live` is where it begins, and follows the way. At most `lookedAt` exchanges are solved at each place. */
  constructor(
    private readonly problem: ReconfigurationProblem,
    private readonly confirmer: Confirmer,
    private readonly live: Uint8Array,
    private readonly target: Uint8Array,
    private readonly lookedAt: number,
  ) {
    this.tree = new RadialTree(problem, loadModel(problem, nodeEdges(problem), undefined));
    this.tree.set(problem.graph.present);
  }

  options(): Move[] {
    const { graph } = this.problem;
    const { tree, target, lookedAt } = this;
    const options: Move[] = [];
    for (let tie = 0; tie < tree.ties.length && options.length < lookedAt; tie++) {
      const close = graph.branch[tree.ties[tie]];
      if (target[close] === 0) continue;
      tree.eachOfLoop(tie, (edge) => {
        const open = graph.branch[edge];
        if (target[open] === 0 && options.length < lookedAt) options.push(this.look(close, open));
      });
    }
    return options;
  }

  take({ branches }: Move): void {
    const { tree, live } = this;
    const { branch } = this.problem.graph;
    const [close, open] = live[branches[0]] === 0 ? branches : [branches[1], branches[0]];
    tree.exchange(tree.ties.indexOf(branch.indexOf(close)), branch.indexOf(open));
    live[close] = 1;
    live[open] = 0;
  }

  /** What closed opens, and what opened closes. */
  undo(move: Move): void {
    this.take(move);
  }

  private look(close: number, open: number): Move {
    const branches = this.problem.settings.momentary_loops ? [close, open] : [open, close];
    const after = branches.map((k): Confirmed | undefined => {
      this.live[k] ^= 1;
      return this.confirmer.confirm(this.live);
    });
    for (const k of branches) this.live[k] ^= 1;
    return { branches, after };
  }
}
