/**
 * The way from the present configuration to another one, in single operations. In a radial configuration each closing
 * is followed by the opening that breaks its loop, so that no step takes supply away. Of the exchanges that lead on
 * (there always is one, for spanning trees are the bases of a matroid), the one is taken next that violates least on
 * its way, and of these the one that loses least after it.
 */
import type { Confirmed, Confirmer } from './confirm';
import { loadModel, nodeEdges } from './load-model';
import type { ReconfigurationProblem } from './problem';
import { RadialTree } from './radial-tree';
import type { ReconfigurationStep, Switching } from './types';

/** So many exchanges at most are solved to choose the next one, and so many buses in the power flows of a plan. */
const LOOKED_AT = 6;
const BUSES_SOLVED = 200_000;

export interface SwitchingPlan {
  switching: Switching[];
  steps: ReconfigurationStep[];
}

export function planSwitching(
  problem: ReconfigurationProblem,
  confirmer: Confirmer,
  target: Uint8Array,
): SwitchingPlan {
  const planner = new Planner(problem, confirmer, target);
  if (problem.graph.presentIsRadial) planner.exchange();
  else planner.closeAndOpen();
  return { switching: planner.switching, steps: planner.steps };
}

interface Option {
  close: number;
  open: number;
  between: Confirmed | undefined;
  after: Confirmed | undefined;
}

class Planner {
  readonly switching: Switching[] = [];
  readonly steps: ReconfigurationStep[] = [];
  private readonly live: Uint8Array;
  private readonly lookedAt: number;

  constructor(
    private readonly problem: ReconfigurationProblem,
    private readonly confirmer: Confirmer,
    private readonly target: Uint8Array,
  ) {
    const { grid, point } = problem;
    this.live = Uint8Array.from(point.live, (on, k) => on & grid.branchUsable[k]);
    const operations = target.reduce((count, on, k) => count + (on === this.live[k] ? 0 : 1), 0);
    const affordable = Math.floor(BUSES_SOLVED / (grid.busCount * Math.max(1, operations)));
    this.lookedAt = Math.min(LOOKED_AT, Math.max(1, affordable));
  }

  /** From tree to tree. */
  exchange(): void {
    const { graph } = this.problem;
    const tree = new RadialTree(this.problem, loadModel(this.problem, nodeEdges(this.problem), undefined));
    tree.set(graph.present);
    for (;;) {
      const options = this.options(tree);
      if (options.length === 0) return;
      const best = options.reduce((a, b) => (this.isBetter(b, a) ? b : a));
      const { close, open, between, after } = best;
      tree.exchange(tree.ties.indexOf(graph.branch.indexOf(close)), graph.branch.indexOf(open));
      const [first, second] = this.inOrder(close, open);
      this.step(first, between);
      this.step(second, after);
      this.switching.push({ open, close });
    }
  }

  /** From any configuration: what is missing is closed first, and then opened what is too much. */
  closeAndOpen(): void {
    const { live, target } = this;
    for (let k = 0; k < live.length; k++) {
      if (live[k] === 1 || target[k] === 0) continue;
      live[k] = 1;
      this.step(k, this.confirmer.confirm(live));
      this.switching.push({ open: null, close: k });
    }
    for (let k = 0; k < live.length; k++) {
      if (live[k] === 0 || target[k] === 1) continue;
      live[k] = 0;
      this.step(k, this.confirmer.confirm(live));
      const partner = this.switching.find(({ open }) => open === null);
      if (partner === undefined) this.switching.push({ open: k, close: null });
      else partner.open = k;
    }
  }

  private options(tree: RadialTree): Option[] {
    const { graph } = this.problem;
    const options: Option[] = [];
    for (let tie = 0; tie < tree.ties.length && options.length < this.lookedAt; tie++) {
      const close = graph.branch[tree.ties[tie]];
      if (this.target[close] === 0) continue;
      tree.eachOfLoop(tie, (edge) => {
        const open = graph.branch[edge];
        if (this.target[open] === 0 && options.length < this.lookedAt) options.push(this.look(close, open));
      });
    }
    return options;
  }

  private look(close: number, open: number): Option {
    const [first, second] = this.inOrder(close, open);
    const toggled = (k: number): Confirmed | undefined => {
      this.live[k] ^= 1;
      return this.confirmer.confirm(this.live);
    };
    const between = toggled(first);
    const after = toggled(second);
    this.live[first] ^= 1;
    this.live[second] ^= 1;
    return { close, open, between, after };
  }

  private inOrder(close: number, open: number): [number, number] {
    return this.problem.settings.momentary_loops ? [close, open] : [open, close];
  }

  private isBetter(one: Option, other: Option): boolean {
    const [a, b] = [violationOf(one), violationOf(other)];
    if (a !== b) return a < b;
    const lost = ({ after }: Option) => after?.figures.loss_mw ?? Number.POSITIVE_INFINITY;
    return lost(one) < lost(other);
  }

  private step(branch: number, confirmed: Confirmed | undefined): void {
    this.live[branch] = this.target[branch];
    const figures = confirmed?.figures;
    this.steps.push({
      operation: this.target[branch] === 1 ? 'close' : 'open',
      branch,
      loss_mw: figures?.loss_mw ?? null,
      vm_min_pu: figures?.vm_min_pu ?? null,
      loading_max_percent: figures?.loading_max_percent ?? null,
      unserved_mw: figures?.unserved_mw ?? null,
      legal:
        confirmed !== undefined && confirmed.voltage + confirmed.rating === 0 && figures?.unserved_mw === 0,
    });
  }
}

/** The larger of what is violated between the two operations and after both. */
function violationOf({ between, after }: Option): number {
  const of = (one: Confirmed | undefined): number =>
    one === undefined ? Number.POSITIVE_INFINITY : one.voltage + one.rating;
  return Math.max(of(between), of(after));
}
