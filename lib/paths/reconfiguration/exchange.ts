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

/** A configuration is solved when the model has it within this share of the cheapest one that it knows. */
const NEAR = 0.01;
/** And improved by AC power flow when it is within this share of the best. */
const CLOSE = 0.002;
/** A descent may end so much above the one before it, as a share of its cost, and still be gone on from. */
const UPHILL = 0.002;
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
  private cheapest = Number.POSITIVE_INFINITY;

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
      } else if (reached <= cost + UPHILL * Math.abs(cost) * this.random.next() ** 2) {
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
    if (cost > this.cheapest + NEAR * Math.abs(this.cheapest)) return;
    const print = tree.fingerprint();
    if (this.solved.has(print)) return;
    if (this.solved.size >= MEMORY) this.solved.clear();
    this.solved.add(print);
    let worth = this.assessor.assess(tree);
    const near = this.best.worth.objective_mw * (1 + CLOSE);
    if (!isBetter(worth, this.best.worth) && !(worth.objective_mw < near)) return;
    const polished = this.copy(tree);
    worth = polish(polished, worth, this.assessor, this.deadline);
    this.solved.add(polished.fingerprint());
    if (!isBetter(worth, this.best.worth)) return;
    this.best = { closed: polished.closed.slice(), worth };
    this.bestTree.copyFrom(polished);
    this.cheapest = polished.cost();
    const { loss_mw, objective_mw } = worth;
    this.deadline.report(() => ({ loss_mw, objective_mw, power_flows: this.assessor.powerFlows }));
  }

  private copy(tree: RadialTree): RadialTree {
    const copy = new RadialTree(this.problem, tree.loads);
    copy.copyFrom(tree);
    return copy;
  }
}
