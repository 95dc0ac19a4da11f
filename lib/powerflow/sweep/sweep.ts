/**
 * AC power flow of radial and weakly meshed grids by sweeps over a breadth-first tree. Memory is allocated once; new
 * switch positions only grow the tree again, new loads nothing. Several slack buses have a tree each.
 *
 * Accepted is what leaves at most 1e-8 per unit of power unaccounted for at a bus; iterations go on to 1e-11 where
 * they still bring it down. Anything else is `not_converged`, and so is a solution on the far side of the nose curve.
 */
import type { Grid } from '../../grid';
import { checkPoint } from '../check-point';
import type { OperatingPoint, PowerFlow, PowerFlowOutcome, SolveOptions } from '../types';
import { Links } from './links';
import { SweepProjector } from './projection';
import { MAX_LINKS, refuseLoops, refuseReleases, refuseResistors } from './refusals';
import { Schedule } from './schedule';
import { type SweepSummary, summarize } from './summary';
import { SweepTree } from './tree';
import { TreeNewton } from './tree-newton';

const TOLERANCE = 1e-8;
const FINE = 1e-11;
const MAX_ITERATIONS = 25;
/** Given up after so many iterations in a row that did not bring the least mismatch. */
const MAX_IDLE = 5;
/** A meshed solution found in so many iterations has not come from beyond the nose. */
const STRAIGHT = 6;
/** An iteration that leaves more than this share of the mismatch has the links' responses measured again. */
const SLOW = 0.1;

/** When the links' responses are measured: in the first iteration, in every one, or only where it goes slowly. */
type Refresh = 'first' | 'always' | 'late';

export interface RadialSweep extends PowerFlow {
  /**
   * Starts are `warm` (the last solution of the same switching) and `flat`; what another names is flat here. Throws
   * INVALID_SETTING where more than 200 live branches close loops, or `holds_voltage` differs
   * from the network's.
   */
  solve(point: OperatingPoint, options?: SolveOptions): PowerFlowOutcome;
  /** The same solution, of which only losses and extremes are told: what reconfiguration asks for. */
  assess(point: OperatingPoint, options?: SolveOptions): SweepSummary;
}

/**
 * A sweep for one grid. Throws INVALID_SETTING where a generator holds the voltage behind a resistance without
 * reactance, by which no reactive power could hold it.
 */
export function createSweep(grid: Grid): RadialSweep {
  refuseResistors(grid);
  return new Sweep(grid);
}

class Sweep implements RadialSweep {
  private readonly tree: SweepTree;
  private readonly newton: TreeNewton;
  private readonly links: Links;
  private readonly schedule: Schedule;
  private readonly projector: SweepProjector;
  private warm = false;
  private iterations = 0;
  private mismatch_pu = 0;
  private worstBus = 0;

  constructor(private readonly grid: Grid) {
    this.tree = new SweepTree(grid);
    this.newton = new TreeNewton(grid, this.tree);
    this.links = new Links(grid, this.tree, this.newton);
    this.schedule = new Schedule(grid, this.tree, this.newton);
    this.projector = new SweepProjector(grid, this.tree, this.newton, this.links);
  }

  solve(point: OperatingPoint, options: SolveOptions = {}): PowerFlowOutcome {
    const converged = this.run(point, options);
    const { iterations, mismatch_pu, worstBus, schedule } = this;
    if (!converged) return { status: 'not_converged', iterations, mismatch_pu, worstBus };
    const state = this.projector.project(point);
    if (schedule.darkBus < 0) return { status: 'converged', iterations, mismatch_pu, worstBus, state };
    const { unserved_mw } = schedule;
    return { status: 'islanded', iterations, mismatch_pu, worstBus, state, unserved_mw };
  }

  assess(point: OperatingPoint, options: SolveOptions = {}): SweepSummary {
    const converged = this.run(point, options);
    const { iterations, mismatch_pu, worstBus, schedule, grid, tree, newton, links } = this;
    if (!converged) return { status: 'not_converged', iterations, mismatch_pu, worstBus };
    const status = schedule.darkBus < 0 ? 'converged' : 'islanded';
    const { unserved_mw } = schedule;
    return {
      status,
      iterations,
      mismatch_pu,
      worstBus,
      unserved_mw,
      ...summarize(grid, tree, newton, links),
    };
  }

  private run(point: OperatingPoint, { start = 'warm' }: SolveOptions): boolean {
    checkPoint(this.grid, point);
    if (point.holds_voltage !== undefined) refuseReleases(this.grid, point.holds_voltage);
    if (this.tree.connect(point.live)) {
      this.warm = false;
      if (this.tree.linkCount <= MAX_LINKS) this.links.connect();
    }
    if (this.tree.linkCount > MAX_LINKS) refuseLoops(this.tree.linkCount);
    this.schedule.read(point);
    if (this.schedule.spoiltBus >= 0) return this.giveUp(this.schedule.spoiltBus);
    const warm = this.warm && start === 'warm';
    this.warm = warm && this.iterate('late');
    if (!this.warm) this.warm = this.startFlat('first');
    // Near the nose the slopes change too much to be kept.
    if (!this.warm && this.links.count > 0) this.warm = this.startFlat('always');
    this.worstBus = this.tree.bus[this.newton.worst];
    return this.warm;
  }

  private giveUp(bus: number): false {
    this.iterations = 0;
    this.mismatch_pu = Number.NaN;
    this.worstBus = bus;
    this.warm = false;
    return false;
  }

  private startFlat(refresh: Refresh): boolean {
    this.newton.flatStart();
    this.links.flatStart();
    return this.iterate(refresh);
  }

  private iterate(when: Refresh): boolean {
    const enough = Math.max(TOLERANCE, this.links.rounding);
    let refresh = when !== 'late';
    let least = Number.POSITIVE_INFINITY;
    let idle = 0;
    for (this.iterations = 1; this.iterations <= MAX_ITERATIONS; this.iterations++) {
      const before = this.mismatch_pu;
      const mismatch = this.step(refresh);
      if (mismatch <= FINE || (mismatch <= enough && mismatch > least / 2)) return this.onUpperBranch();
      idle = mismatch < least ? 0 : idle + 1;
      if (idle === MAX_IDLE || Number.isNaN(mismatch)) return false;
      least = Math.min(least, mismatch);
      refresh = when === 'always' || (this.iterations > 1 && mismatch > SLOW * before);
    }
    this.iterations = MAX_ITERATIONS;
    return false;
  }

  /** One iteration, and what it leaves unaccounted for. */
  private step(refresh: boolean): number {
    const { newton, links } = this;
    links.inject();
    newton.eliminate();
    if (links.count > 0) links.compensate(refresh);
    newton.propagate();
    links.draw(newton.drawn);
    this.mismatch_pu = newton.mismatch();
    return this.mismatch_pu;
  }

  /**
   * Whether it is the higher of the voltages that carry the same power: without load no pivot is turned, and on the
   * way to the higher one none turns. Cut loops may turn pivots in pairs, seen in one more iteration with fresh
   * responses; a solution that was found straight away is spared it.
   */
  private onUpperBranch(): boolean {
    const { newton, links } = this;
    if (links.count === 0) return newton.turned === 0;
    if (this.iterations <= STRAIGHT) return true;
    return this.step(true) <= TOLERANCE + links.rounding && newton.turned % 2 === (links.sign > 0 ? 0 : 1);
  }
}
