/**
 * Every set of closed switches that supplies all, once: a node of the search is one of them, and its children open one
 * switch more, which is no bridge and stands behind those that are open already. So what is in front of it and closed
 * is decided. Left out are the parts of the search where the operations decided are too many, or where a lower bound
 * (bound.ts) of all that follows is no better than the best known: opening a switch raises that of the losses.
 */
import { holdsAll, isBetter } from '../assessor';
import type { Deadline } from '../deadline';
import type { MeshedAssessor } from './assessor';
import type { MeshedBound } from './bound';
import type { MeshedFound } from './found';
import type { MeshedSwitches } from './switches';

/** The clock is read once in so many configurations. */
const PER_LOOK = 16;
/** Rounding of a bound, as a share of it. */
const ROUNDING = 1e-9;

export class MeshedExact {
  /** Least bound of what was left unseen; Infinity where nothing was. */
  unseen_mw = Number.POSITIVE_INFINITY;
  private readonly live: Uint8Array;
  private seen = 0;
  private stopped = false;

  /** `best` is where the search starts from, and is improved. */
  constructor(
    private readonly assessor: MeshedAssessor,
    private readonly switches: MeshedSwitches,
    private readonly bound: MeshedBound | undefined,
    private readonly deadline: Deadline,
    public best: MeshedFound,
  ) {
    this.live = switches.all.slice();
  }

  run(): 'complete' | 'time_limit' {
    const { free, all } = this.switches;
    const { point } = this.assessor.problem;
    const decided = this.assessor.operations(all) - free.reduce((sum, k) => sum + (point.live[k] ? 0 : 1), 0);
    this.stopped = this.deadline.passed;
    if (decided <= this.assessor.problem.settings.max_operations) this.visit(0, decided);
    return this.stopped ? 'time_limit' : 'complete';
  }

  /** `operations` are those of the switches in front of place `from`. */
  private visit(from: number, operations: number): void {
    if (this.timeIsUp()) {
      this.unseen_mw = Math.min(this.unseen_mw, this.bound?.now_mw(operations) ?? Number.NEGATIVE_INFINITY);
      return;
    }
    this.assess();
    const { free } = this.switches;
    const { point, settings } = this.assessor.problem;
    const bridge = this.switches.bridges(this.live);
    let decided = operations;
    for (let place = from; place < free.length && decided <= settings.max_operations; place++) {
      const k = free[place];
      if (bridge[k] === 0) this.open(place, decided + point.live[k]);
      decided += 1 - point.live[k];
    }
  }

  private open(place: number, operations: number): void {
    const { bound, live } = this;
    if (operations > this.assessor.problem.settings.max_operations) return;
    const edge = this.switches.edge[place];
    if (bound !== undefined && this.isHopeless(bound.without_mw(edge, operations))) return;
    live[this.switches.free[place]] = 0;
    bound?.open(edge);
    this.visit(place + 1, operations);
    bound?.close(edge);
    live[this.switches.free[place]] = 1;
  }

  private assess(): void {
    const { assessor, live } = this;
    const worth = assessor.assess(live);
    if (!isBetter(worth, this.best.worth)) return;
    this.best = { live: live.slice(), worth };
    const { loss_mw, objective_mw } = worth;
    this.deadline.report(() => ({ loss_mw, objective_mw, power_flows: assessor.powerFlows }));
  }

  private isHopeless(bound_mw: number): boolean {
    const { worth } = this.best;
    return holdsAll(worth) && bound_mw * (1 - ROUNDING) >= worth.objective_mw;
  }

  private timeIsUp(): boolean {
    if (!this.stopped && ++this.seen % PER_LOOK === 0) this.stopped = this.deadline.passed;
    return this.stopped;
  }
}

/** How many sets supply all; Infinity where they are more than `most`. */
export function countConfigurations(switches: MeshedSwitches, most: number): number {
  const { free } = switches;
  const live = switches.all.slice();
  let count = 0;
  const visit = (from: number): void => {
    count++;
    const bridge = switches.bridges(live);
    for (let place = from; place < free.length && count <= most; place++) {
      if (bridge[free[place]] === 1) continue;
      live[free[place]] = 0;
      visit(place + 1);
      live[free[place]] = 1;
    }
  };
  visit(0);
  return count <= most ? count : Number.POSITIVE_INFINITY;
}
