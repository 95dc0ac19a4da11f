/**
 * Branch and bound over all radial configurations. A node of the search has some switches decided open and some
 * closed. It takes a loop of what is left: one of its branches must open. Its children open one each, and keep closed
 * those that the children before them opened, so that every configuration is met once. A child goes when its lower
 * bound (bound.ts) is no better than the best configuration known; without a valid bound, and as long as none is known
 * that holds all limits, all are visited. What is left at the end of a branch of the search is solved by AC power flow.
 */
import { type Assessor, holdsAll, isBetter } from './assessor';
import type { BoundLoads } from './bound';
import type { Deadline } from './deadline';
import type { Found } from './exchange';
import { LoopSpace, type MeshedFlow } from './loop-space';
import { RadialTree } from './radial-tree';

/** More loops than this would need too much memory, and would not end anyway. */
export const MOST_EXACT_LOOPS = 60;
/** The clock is read once in so many nodes. */
const NODES_PER_LOOK = 64;
/** Rounding of a bound, as a share of it. */
const ROUNDING = 1e-9;

interface Child {
  edge: number;
  bound: number;
}

/** A loop to be opened: where, and the least bound of those of its branches that tolerance alone leaves out. */
interface Opening {
  tie: number;
  children: Child[];
  tolerated_mw: number;
}

export interface ExactOptions {
  /** Share of the best objective: what could be better by less than this is left out. */
  tolerance?: number;
  /** Nodes of the search at most. */
  nodes?: number;
}

export class ExactSearch {
  /** Radial configurations that were solved or whose bound was taken. */
  configurations = 0;
  /** Least bound of what was left unseen; Infinity where nothing was. */
  unseen_mw = Number.POSITIVE_INFINITY;
  private readonly tree: RadialTree;
  private readonly space: LoopSpace;
  private readonly flows: MeshedFlow[] = [];
  private readonly held: Uint8Array;
  /** Per tie: 1 where it is decided open. */
  private readonly decided: Uint8Array;
  /** Nodes of the search that were visited. */
  nodes = 0;
  private readonly tolerance: number;
  private readonly mostNodes: number;
  private stopped = false;

  /** `best` is where the search starts from, and is improved. */
  constructor(
    private readonly assessor: Assessor,
    private readonly deadline: Deadline,
    private readonly bound: BoundLoads | undefined,
    public best: Found,
    start: RadialTree,
    { tolerance = 0, nodes = Number.POSITIVE_INFINITY }: ExactOptions = {},
  ) {
    this.tolerance = tolerance;
    this.mostNodes = nodes;
    const { graph } = assessor.problem;
    this.tree = new RadialTree(assessor.problem, start.loads);
    this.tree.set(best.closed);
    this.space = new LoopSpace(graph, bound?.r ?? start.loads.r, this.tree);
    this.held = graph.kept.slice();
    this.decided = new Uint8Array(this.tree.ties.length);
    const flow = bound === undefined ? undefined : this.space.meshed(this.tree, bound.p, bound.q);
    if (flow === undefined) this.bound = undefined;
    else this.flows.push(flow, ...Array.from({ length: this.space.loops }, () => this.space.room()));
  }

  /** Lower bound of all configurations, MW; undefined where none is valid. */
  get root_mw(): number | undefined {
    const { bound } = this;
    return bound && this.flows[0].loss - bound.less_mw + bound.drop_mw + bound.risk_mw;
  }

  /** `stopped` by the time limit or the number of nodes. */
  run(): 'complete' | 'stopped' {
    this.stopped = this.deadline.passed;
    if (this.stopped) this.unseen_mw = this.root_mw ?? Number.NEGATIVE_INFINITY;
    else this.visit(0);
    return this.stopped ? 'stopped' : 'complete';
  }

  private visit(depth: number): void {
    if (depth === this.tree.ties.length) {
      this.leaf();
      return;
    }
    const { tie, children, tolerated_mw } = this.narrowest(depth);
    this.unseen_mw = Math.min(this.unseen_mw, tolerated_mw);
    const released: number[] = [];
    this.decided[tie] = 1;
    for (const { edge, bound } of children) {
      const hopeless = this.isHopeless(bound);
      if (!hopeless && (this.timeIsUp() || this.isTolerated(bound))) {
        this.unseen_mw = Math.min(this.unseen_mw, bound);
      } else if (!hopeless) this.open(tie, edge, depth);
      this.held[edge] = 1;
      released.push(edge);
    }
    this.decided[tie] = 0;
    for (const edge of released) this.held[edge] = 0;
  }

  private open(tie: number, edge: number, depth: number): void {
    const closes = this.tree.ties[tie];
    if (this.bound !== undefined) this.space.open(this.flows[depth], edge, this.flows[depth + 1]);
    if (closes !== edge) this.tree.exchange(tie, edge);
    this.visit(depth + 1);
    if (closes !== edge) this.tree.exchange(tie, closes);
  }

  private leaf(): void {
    this.configurations++;
    const worth = this.assessor.assess(this.tree);
    if (!isBetter(worth, this.best.worth)) return;
    this.best = { closed: this.tree.closed.slice(), worth };
    const { loss_mw, objective_mw } = worth;
    this.deadline.report(() => ({ loss_mw, objective_mw, power_flows: this.assessor.powerFlows }));
  }

  private isHopeless(bound: number): boolean {
    const { worth } = this.best;
    return this.bound !== undefined && holdsAll(worth) && bound * (1 - ROUNDING) >= worth.objective_mw;
  }

  /** Better than the best by too little to be looked for. */
  private isTolerated(bound: number): boolean {
    const { worth } = this.best;
    return this.bound !== undefined && holdsAll(worth) && bound >= worth.objective_mw * (1 - this.tolerance);
  }

  private timeIsUp(): boolean {
    if (this.stopped) return true;
    this.nodes++;
    this.stopped =
      this.nodes >= this.mostNodes || (this.nodes % NODES_PER_LOOK === 0 && this.deadline.passed);
    return this.stopped;
  }

  /**
   * The undecided tie whose loop has the fewest branches that may open and are not hopeless, and these, the most
   * promising first.
   */
  private narrowest(depth: number): Opening {
    let narrowest: Opening = { tie: -1, children: [], tolerated_mw: Number.POSITIVE_INFINITY };
    const bounds = new Map<number, number>();
    const boundOf = (edge: number): number => {
      const known = bounds.get(edge);
      if (known !== undefined) return known;
      const bound = this.boundWithout(edge, depth);
      bounds.set(edge, bound);
      return bound;
    };
    for (let tie = 0; tie < this.decided.length; tie++) {
      if (this.decided[tie] === 1) continue;
      const children: Child[] = [];
      let tolerated_mw = Number.POSITIVE_INFINITY;
      this.tree.eachOfLoop(tie, (edge) => {
        if (this.held[edge] === 1) return;
        const bound = boundOf(edge);
        if (this.isHopeless(bound)) return;
        if (this.isTolerated(bound)) tolerated_mw = Math.min(tolerated_mw, bound);
        else children.push({ edge, bound });
      });
      if (narrowest.tie < 0 || children.length < narrowest.children.length) {
        narrowest = { tie, children, tolerated_mw };
      }
    }
    narrowest.children.sort((x, y) => x.bound - y.bound || x.edge - y.edge);
    return narrowest;
  }

  private boundWithout(edge: number, depth: number): number {
    const { bound, assessor } = this;
    if (bound === undefined) return Number.NEGATIVE_INFINITY;
    const { graph, settings } = assessor.problem;
    const loss = this.space.lossWithout(this.flows[depth], edge) - bound.less_mw + bound.drop_mw;
    let operations = 0;
    for (let tie = 0; tie < this.decided.length; tie++) {
      if (this.decided[tie] === 1) operations += graph.present[this.tree.ties[tie]];
    }
    operations += graph.present[edge];
    // Where the present configuration is a tree, every opening has its closing.
    if (graph.presentIsRadial) operations *= 2;
    if (operations > settings.max_operations) return Number.POSITIVE_INFINITY;
    return loss + bound.risk_mw + settings.switching_cost_mw * operations;
  }
}
