/**
 * Iterated local search by branch exchange (H. R. Lourenço, O. C. Martin and T. Stützle, doi 10.1007/0-306-48056-5_11):
 * descents in the model of constant load currents, a few random exchanges between them, and the AC power flow for
 * every new configuration that comes near the best. Anytime: the best so far is always a radial configuration that
 * was solved.
 */
import { Random } from '../../random';
import { type Assessor, isBetter, type Worth } from './assessor';
import type { Deadline } from './deadline';
import { loadModel, nodeEdges } from './load-model';
import { LocalSearch } from './local-search';
import { polish } from './polish';
import type { ReconfigurationProblem } from './problem';
import { RadialTree } from './radial-tree';
import { presentTree, sequentialOpening } from './starts';

export interface Found {
  closed: Uint8Array;
  worth: Worth;
}

/**
 * Shares of the objective for a network of one loop; they go down with the number of loops, as does what one exchange
 * is worth. A configuration is solved when the model has it within NEAR of the cheapest one that it knows, and improved
 * by AC power flow when it is then within CLOSE of the best. A descent may end UPHILL above the one before it and still
 * be gone on from.
 */
const NEAR = 0.1;
const CLOSE = 0.12;
const UPHILL = 0.12;
/** Fewer loops than this count as so many. */
const FEW_LOOPS = 30;
/**
 * Beyond so many buses solved, at first and for each estimate, the search is thrifty: it solves only what the model
 * holds to be better than the best, and improves nothing by power flows.
 */
const FREE = 1e6;
const SPENDING = 2;
/** Configurations remembered as solved. */
const MEMORY = 200_000;
/** The search has settled when so many descents in a row, for each loop and at all, brought nothing better. */
const PATIENCE = { perLoop: 150, least: 300 };
/** After such a share of them it starts again from the best. */
const RETURN = 0.1;

export class ExchangeSearch {
  best: Found;
  private readonly random: Random;
  private readonly descent: LocalSearch;
  private readonly solved = new Set<number>();
  private readonly problem: ReconfigurationProblem;
  /** The best configuration with its load currents. */
  readonly bestTree: RadialTree;
  /** By which the shares above are multiplied. */
  private readonly scale: number;
  private cheapest = Number.POSITIVE_INFINITY;
  /** Of the best configuration, in the model. */
  private bestCost = Number.POSITIVE_INFINITY;

  constructor(
    private readonly assessor: Assessor,
    private readonly deadline: Deadline,
  ) {
    this.problem = assessor.problem;
    this.random = new Random(this.problem.settings.seed, 4);
    this.descent = new LocalSearch(this.random);
    const closed = presentTree(this.problem);
    const state = assessor.solve(closed);
    this.bestTree = new RadialTree(this.problem, loadModel(this.problem, nodeEdges(this.problem), state));
    this.bestTree.set(closed);
    this.best = { closed, worth: assessor.assess(this.bestTree) };
    this.scale = 1 / Math.max(FEW_LOOPS, this.bestTree.ties.length);
  }

  get estimates(): number {
    return this.descent.estimates;
  }

  /** Until it settles, or the time has passed. `patience` scales the former. */
  run(patience = 1): 'settled' | 'time_limit' {
    if (this.bestTree.ties.length === 0) return 'settled';
    if (this.deadline.passed) return 'time_limit';
    this.start();
    return this.deadline.passed ? 'time_limit' : this.iterate(patience);
  }

  /** The present configuration and what all switches closed lead to, each brought down. */
  private start(): void {
    const tree = this.copy(this.bestTree);
    this.descent.descend(tree, tree.cost());
    this.consider(tree, tree.cost());
    const opened = sequentialOpening(this.problem, this.bestTree.loads);
    if (opened === undefined || this.deadline.passed) return;
    tree.set(opened);
    this.descent.descend(tree, tree.cost());
    this.consider(tree, tree.cost());
  }

  private iterate(patience: number): 'settled' | 'time_limit' {
    const loops = this.bestTree.ties.length;
    const most = patience * Math.max(PATIENCE.least, PATIENCE.perLoop * loops);
    const current = this.copy(this.bestTree);
    const trial = this.copy(current);
    let cost = current.cost();
    let known = this.best;
    for (let idle = 0; idle < most; idle++) {
      if (this.deadline.passed) return 'time_limit';
      trial.copyFrom(current);
      let reached = cost + this.descent.perturb(trial, 2 + this.random.below(3));
      reached += this.descent.descend(trial, cost);
      this.consider(trial, reached);
      if (this.best !== known) {
        known = this.best;
        idle = 0;
        current.copyFrom(this.bestTree);
        cost = current.cost();
      } else if (reached <= cost + UPHILL * this.scale * Math.abs(cost) * this.random.next() ** 2) {
        current.copyFrom(trial);
        cost = reached;
      }
      if (idle % Math.ceil(RETURN * most) === Math.ceil(RETURN * most) - 1) {
        current.copyFrom(this.bestTree);
        cost = current.cost();
      }
    }
    return 'settled';
  }

  /** Solves a configuration that the model holds to be good, if it was not solved before. */
  private consider(tree: RadialTree, cost: number): void {
    this.cheapest = Math.min(this.cheapest, cost);
    if (cost > this.cheapest + NEAR * this.scale * Math.abs(this.cheapest)) return;
    const spent = this.assessor.powerFlows * this.problem.grid.busCount;
    const thrifty = spent > FREE + SPENDING * this.estimates;
    if (thrifty && cost >= this.bestCost) return;
    const print = tree.fingerprint();
    if (this.solved.has(print)) return;
    if (this.solved.size >= MEMORY) this.solved.clear();
    this.solved.add(print);
    const worth = this.assessor.assess(tree);
    const better = isBetter(worth, this.best.worth);
    if (
      !better &&
      (thrifty || worth.objective_mw >= this.best.worth.objective_mw * (1 + CLOSE * this.scale))
    ) {
      return;
    }
    this.improve(this.copy(tree), worth, thrifty);
  }

  private improve(tree: RadialTree, start: Worth, thrifty: boolean): void {
    const worth = thrifty ? start : polish(tree, start, this.assessor, this.deadline);
    this.solved.add(tree.fingerprint());
    if (!isBetter(worth, this.best.worth)) return;
    if (thrifty) tree.rebase(loadModel(this.problem, tree.incidence, this.assessor.solve(tree.closed)));
    this.best = { closed: tree.closed.slice(), worth };
    this.bestTree.copyFrom(tree);
    this.bestCost = tree.cost();
    this.cheapest = this.bestCost;
    const { loss_mw, objective_mw } = worth;
    this.deadline.report(() => ({ loss_mw, objective_mw, power_flows: this.assessor.powerFlows }));
  }

  private copy(tree: RadialTree): RadialTree {
    const copy = new RadialTree(this.problem, tree.loads);
    copy.copyFrom(tree);
    return copy;
  }
}
