/** The radial configurations of a distribution grid: spanning trees, moved between by branch exchange. */
import type { Grid } from '../../../grid';
import { createSweep, type PowerFlowState, type RadialSweep } from '../../../powerflow';
import { Random } from '../../../random';
import {
  Assessor,
  eachExchange,
  Limits,
  type LoadModel,
  LocalSearch,
  liveOf,
  loadModel,
  presentTree,
  problemOn,
  RadialTree,
  type ReconfigurationOptions,
  type ReconfigurationProblem,
  readOptions,
  type Settings,
  searchRadial,
} from '../../reconfiguration';
import { costOf, standingCost } from '../pricing';
import type { ConfigurationSpace, Estimate, Option, OptionKind, SwitchingState, Worth } from '../types';
import { workLimit } from '../work-limit';
import { type Candidate, candidateOf } from './candidate';
import { nearestTree } from './repair';
import { View } from './view';

/** Options beside keeping. */
const MOST_OPTIONS = 24;
/** Single exchanges from the present configuration, and from the most promising one. */
const MOST_EXCHANGES = 12;
/** The most promising are improved by branch exchange, so many, with and without random exchanges before. */
const DESCENTS = 4;
const PERTURBATIONS = 2;
/** Sets of available branches whose graphs are kept. */
const KEPT_VIEWS = 8;

/** A candidate and what the list of options is cut by. */
interface Priced {
  readonly kind: OptionKind;
  readonly candidate: Candidate;
  readonly estimate: Estimate;
  readonly operations: number;
  readonly price: number;
}

export class RadialSpace implements ConfigurationSpace {
  readonly free: Uint8Array;
  least_mw: number | null = null;
  private readonly settings: Settings;
  private readonly limits: Limits;
  private readonly sweep: RadialSweep;
  private readonly views = new Map<string, View>();
  private view!: View;
  private state!: SwitchingState;
  private problem!: ReconfigurationProblem;
  private assessor!: Assessor;
  /** The present configuration, or the tree nearest to it. */
  private tree!: RadialTree;
  /** For whatever is looked at; another's when it is asked for again. */
  private scratch!: RadialTree;
  private loads!: LoadModel;
  private source_pu = 1;
  /** Operations outside of the graph. */
  private outside = 0;

  /**
   * `scale_mw`: losses at nominal load in the best configuration. Of the options limits, locks and numbers of operations
   * count; weights are the state's. Throws what `createSweep` throws, and INVALID_SETTING.
   */
  constructor(
    private readonly grid: Grid,
    private readonly scale_mw: number,
    options: ReconfigurationOptions = {},
  ) {
    this.settings = readOptions(grid, options);
    this.limits = new Limits(grid, this.settings);
    this.sweep = createSweep(grid);
    this.free = grid.switchable.map((on, k) => on & grid.branchUsable[k]);
  }

  begin(state: SwitchingState): boolean {
    this.state = state;
    this.view = this.viewOf(state);
    const { graph: made, incidence } = this.view;
    const graph = { ...made, present: Uint8Array.from(made.branch, (k) => state.point.live[k]) };
    const settings = { ...this.settings, ...state.weights, failure_probability: state.failure_probability };
    this.problem = problemOn(graph, this.limits, state.point, settings);
    this.assessor = new Assessor(this.problem, this.sweep);
    const closed = presentTree(this.problem);
    const solved = this.assessor.solve(closed);
    this.loads = loadModel(this.problem, incidence, solved);
    this.source_pu = this.sourceVoltage(solved);
    this.tree = new RadialTree(this.problem, this.loads);
    this.tree.set(closed);
    this.scratch = new RadialTree(this.problem, this.loads);
    this.outside = differences(liveOf(graph, graph.present), state.point.live, this.grid.branchUsable);
    return solved !== undefined;
  }

  options(library: readonly Uint8Array[]): Option[] {
    const keep = this.price('keep', this.candidateOf(this.tree.closed));
    const known = this.view.candidatesOf(library).map((candidate) => this.price('library', candidate));
    this.least_mw = Math.min(
      ...(known.length > 0 ? known : [keep]).map((one) =>
        standingCost(one.estimate, this.state, this.scale_mw),
      ),
    );
    const ranked = rank([...known, ...this.exchanges(this.tree)]);
    const near = ranked
      .slice(0, DESCENTS)
      .flatMap(({ candidate }) => [
        this.descend('library', candidate.closed),
        this.descend('library', candidate.closed, true),
      ]);
    if (ranked.length > 0) near.push(...this.exchanges(this.treeOf(ranked[0].candidate.closed)));
    const best = distinct(rank([...ranked.slice(0, MOST_OPTIONS), ...near])).slice(0, MOST_OPTIONS);
    return [keep, ...best].map((priced) => this.optionOf(priced));
  }

  greedy(): Option {
    return this.optionOf(this.descend('greedy', this.tree.closed));
  }

  complete(live: Uint8Array): Uint8Array {
    return liveOf(this.problem.graph, nearestTree(this.problem.graph, live));
  }

  solve({ live }: Pick<Option, 'live'>): Worth {
    const { graph, settings } = this.problem;
    const tree = this.treeOf(Uint8Array.from(graph.branch, (k) => live[k]));
    const { violation, loss_mw } = this.assessor.assess(tree);
    const risk_mw = tree.risk_mw();
    const objective_mw = settings.loss_weight * loss_mw + settings.risk_weight * risk_mw;
    return { loss_mw, risk_mw, violation, objective_mw };
  }

  optimum(seed: number): { live: Uint8Array; exact: boolean } {
    const settings = { ...this.problem.settings, seed, switching_cost_mw: 0, time_limit_s: Number.MAX_VALUE };
    const problem = { ...this.problem, settings };
    const deadline = workLimit(this.grid.busCount);
    const { live, ended } = searchRadial(problem, deadline, new Assessor(problem, this.sweep));
    return { live, exact: ended === 'complete' };
  }

  private exchanges(tree: RadialTree): Priced[] {
    const found: { tie: number; open: number; delta_mw: number }[] = [];
    for (let tie = 0; tie < tree.ties.length; tie++) {
      eachExchange(tree, tie, (open, delta_mw) => {
        if (found.length === MOST_EXCHANGES && delta_mw >= found[MOST_EXCHANGES - 1].delta_mw) return;
        let at = found.length;
        while (at > 0 && found[at - 1].delta_mw > delta_mw) at--;
        found.splice(at, 0, { tie, open, delta_mw });
        if (found.length > MOST_EXCHANGES) found.pop();
      });
    }
    return found.map(({ tie, open }) => {
      const closed = tree.closed.slice();
      closed[tree.ties[tie]] = 1;
      closed[open] = 0;
      return this.price('exchange', this.candidateOf(closed));
    });
  }

  /** Down from a configuration by branch exchange, in the estimates. */
  private descend(kind: OptionKind, closed: Uint8Array, perturbed = false): Priced {
    const tree = this.treeOf(closed);
    const search = new LocalSearch(new Random(1));
    const cost = tree.cost();
    if (perturbed) search.perturb(tree, PERTURBATIONS);
    search.descend(tree, cost);
    return this.price(kind, this.candidateOf(tree.closed.slice()));
  }

  private treeOf(closed: Uint8Array): RadialTree {
    this.scratch.set(closed);
    return this.scratch;
  }

  private candidateOf(closed: Uint8Array): Candidate {
    return candidateOf(this.problem.graph, this.view.incidence, closed)!;
  }

  private price(kind: OptionKind, candidate: Candidate): Priced {
    const { problem, loads, source_pu, state, scale_mw } = this;
    const operations = this.outside + differences(candidate.closed, problem.graph.present);
    const estimate = this.view.estimator.estimate(candidate, problem, loads, source_pu);
    return {
      kind,
      candidate,
      estimate,
      operations,
      price: costOf(estimate, { operations }, state, scale_mw),
    };
  }

  private optionOf({ kind, candidate, estimate, operations }: Priced): Option {
    const { estimator, nominal, nominalLoads } = this.view;
    const typically = { ...nominal, probability: this.problem.probability };
    const typical = estimator.estimate(candidate, typically, nominalLoads, this.source_pu);
    return { kind, live: liveOf(this.problem.graph, candidate.closed), operations, estimate, typical };
  }

  private sourceVoltage(solved: PowerFlowState | undefined): number {
    const { generatorBus, isSlack, generatorUsable } = this.grid;
    for (const [g, bus] of generatorBus.entries()) {
      if ((isSlack[g] & generatorUsable[g]) === 1) {
        return solved?.vm_pu[bus] ?? this.state.point.vm_set_pu[g];
      }
    }
    return 1;
  }

  private viewOf({ available }: SwitchingState): View {
    const key = available.join('');
    let view = this.views.get(key);
    if (view === undefined) {
      view = new View(this.grid, this.limits, this.settings, available);
      if (this.views.size === KEPT_VIEWS) this.views.delete(this.views.keys().next().value!);
      this.views.set(key, view);
    }
    return view;
  }
}

/** The most promising first, without what is present. */
function rank(found: readonly Priced[]): Priced[] {
  return found.filter(({ operations }) => operations > 0).sort((a, b) => a.price - b.price);
}

/** Of ranked ones that are the same, the first. */
function distinct(ranked: readonly Priced[]): Priced[] {
  return ranked.filter(
    ({ price, candidate }, place) =>
      place === 0 ||
      price !== ranked[place - 1].price ||
      differences(candidate.closed, ranked[place - 1].candidate.closed) > 0,
  );
}

function differences(a: Uint8Array, b: Uint8Array, mask?: Uint8Array): number {
  let count = 0;
  for (let k = 0; k < a.length; k++) if (a[k] !== (mask === undefined ? b[k] : b[k] & mask[k])) count++;
  return count;
}
