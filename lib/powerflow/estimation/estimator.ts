/** State estimation: from measurements to the state, with what they leave open and which of them are wrong. */

import { gridError } from '../../errors';
import type { Grid } from '../../grid';
import { IslandFinder } from '../islands';
import { createPowerFlow } from '../newton';
import { nominalPoint } from '../operating-point';
import { StateProjector } from '../state';
import type { PowerFlow, PowerFlowState } from '../types';
import { chiSquareTest, thresholdFor } from './bad-data';
import { type Candidate, clean, cleanFromRobust, suspectsOf } from './cleaning';
import { type Descent, LeastSquares, type Voltages } from './least-squares';
import { Observer } from './observer';
import { type EstimationPlan, planEstimation, sameRows } from './plan';
import { reportMeasurements } from './report';
import { approach, farthestRow, mostPower } from './robust';
import { type Row, rowsOf } from './rows';
import { type Situation, situationOf } from './situation';
import type { EstimatedState, EstimationOptions, EstimationOutcome, Measurement } from './types';

/** A normalised residual above this may have bent the state. */
const BENDING = 12;
/** So does what makes J so many times its limit. */
const MANY = 10;

/** An estimator for one grid; it keeps its plans, and its last state to start from. */
export interface Estimator {
  /** Throws UNKNOWN_ELEMENT, INVALID_READING, and INVALID_SETTING where an array is not as long as its table. */
  estimate(measurements: readonly Measurement[], options?: EstimationOptions): EstimationOutcome;
}

export function createEstimator(grid: Grid): Estimator {
  return new GridEstimator(grid);
}

class GridEstimator implements Estimator {
  private readonly finder: IslandFinder;
  private readonly observer: Observer;
  private readonly closed: Uint8Array;
  private readonly most: number;
  private last: { rows: readonly Row[]; plan: EstimationPlan } | undefined;
  private flow: PowerFlow | undefined;
  private warm: (Voltages & { live: Uint8Array }) | undefined;

  constructor(private readonly grid: Grid) {
    this.finder = new IslandFinder(grid);
    this.observer = new Observer(grid);
    this.closed = nominalPoint(grid).live;
    this.most = mostPower(grid);
  }

  estimate(measurements: readonly Measurement[], options: EstimationOptions = {}): EstimationOutcome {
    const { grid } = this;
    const live = options.live ?? this.closed;
    if (live.length !== grid.branchCount) {
      const allowed = `${grid.branchCount}, one for each branch`;
      throw gridError('INVALID_SETTING', { at: 'live', got: `${live.length} values`, allowed });
    }
    const measured = rowsOf(grid, measurements);
    const situation = situationOf(grid, this.finder, live, measured);
    const { rows, observability, pseudo, open } = this.observer.observe(measured, situation, options.pseudo);
    if (open.length > 0) return { status: 'unobservable', observability, pseudo, open };
    const squares = new LeastSquares(this.planFor(rows), rows, grid, situation);
    const threshold = options.threshold ?? thresholdFor(rows);
    const { first, before, found, farthest } = this.search(squares, rows, situation, threshold);
    if (found === undefined) {
      this.warm = undefined;
      const { iterations, worstBus } = first;
      const worstMeasurement = farthest < 0 ? -1 : rows[farthest].origin;
      return { status: 'not_converged', iterations, worstBus, worstMeasurement, observability, pseudo };
    }
    const state = this.stateOf(squares, rows, situation);
    this.warm = found.chi_square.passed
      ? { live: situation.live, vm_pu: state.vm_pu.slice(), va_rad: state.va_rad.slice() }
      : undefined;
    return {
      status: 'estimated',
      observability,
      pseudo,
      iterations: first.iterations + found.iterations,
      state,
      chi_square_before: before,
      chi_square: found.chi_square,
      threshold,
      suspects: suspectsOf(grid, squares, rows, found),
      measurements: reportMeasurements(grid, measurements, squares, rows, found.residuals, threshold),
    };
  }

  /**
   * Least squares with all measurements and then without the suspects; where that leads nowhere, or J to too much, from robust
   * states. The squares are left at what is found.
   */
  private search(squares: LeastSquares, rows: readonly Row[], situation: Situation, threshold: number) {
    const all = squares.weight.slice();
    const first = this.descend(squares, situation);
    const before = first.converged ? chiSquareTest(squares) : undefined;
    let found = first.converged ? clean(squares, rows, [], { threshold, strict: true }) : undefined;
    let farthest = -1;
    if (!isPlain(found) && !isNear(found)) {
      const robust = this.searchRobustly(squares, rows, situation, { all, threshold });
      farthest = robust.farthest;
      // Not as it should, but a state: with what is left of the first one.
      if (found === undefined && robust.found === undefined && first.converged) {
        squares.weight.set(all);
        if (this.descend(squares, situation).converged)
          found = clean(squares, rows, [], { threshold, strict: false });
      }
      found = better(found, robust.found);
      if (found !== undefined) squares.restore(found);
    }
    return { first, before: before ?? chiSquareTest(squares, all), found, farthest };
  }

  /** From one start after the other, until one leads to a plain state, or two to any. */
  private searchRobustly(
    squares: LeastSquares,
    rows: readonly Row[],
    situation: Situation,
    { all, threshold }: { all: Float64Array; threshold: number },
  ) {
    let found: Candidate | undefined;
    let farthest = -1;
    let states = 0;
    for (const start of this.starts(situation)) {
      squares.weight.set(all);
      squares.begin(start, situation.islands.energized);
      const check = approach(squares, rows, this.most);
      if (check === undefined) continue;
      farthest = farthestRow(squares, rows, check);
      const candidate = cleanFromRobust(squares, rows, threshold, check);
      found = better(found, candidate);
      if (candidate !== undefined) states++;
      if (isPlain(candidate) || states === 2) break;
    }
    return { found, farthest };
  }

  private planFor(rows: readonly Row[]): EstimationPlan {
    if (this.last === undefined || !sameRows(this.last.rows, rows))
      this.last = { rows, plan: planEstimation(this.grid, rows) };
    return this.last.plan;
  }

  /** From one start after the other, until one leads to the least squares. */
  private descend(squares: LeastSquares, situation: Situation): Descent {
    let iterations = 0;
    let found: Descent | undefined;
    for (const start of this.starts(situation)) {
      squares.begin(start, situation.islands.energized);
      found = squares.descend();
      iterations += found.iterations;
      if (found.converged) break;
    }
    return { ...found!, iterations };
  }

  /**
   * The last state where nothing was switched since; 1 per unit and the angles less the phase shifts; the power flow of the
   * nominal load; the voltages of the network's document.
   */
  private *starts({ live, islands }: Situation): Generator<Voltages> {
    const { grid, warm } = this;
    if (warm?.live.every((on, k) => on === live[k])) yield warm;
    yield { vm_pu: new Float64Array(grid.busCount).fill(1), va_rad: islands.reference_rad };
    this.flow ??= createPowerFlow(grid);
    const nominal = this.flow.solve({ ...nominalPoint(grid), live });
    if (nominal.status !== 'not_converged') yield nominal.state;
    yield { vm_pu: grid.vm_start_pu, va_rad: grid.va_start_rad };
  }

  private stateOf(squares: LeastSquares, rows: readonly Row[], situation: Situation): EstimatedState {
    const { grid } = this;
    const { order } = this.planFor(rows);
    const { v, theta } = squares;
    const { p, q } = squares.model.injections;
    const projector = new StateProjector(grid, order, squares.y);
    const { live, islands } = situation;
    const point = nominalPoint(grid);
    const projected: PowerFlowState = projector.project({
      point,
      islands,
      v,
      theta,
      p,
      q,
      live,
      holds: grid.holdsVoltage,
    });
    const { generation_mw, generation_mvar, balancing, series_loss_mvar, ...state } = projected;
    return {
      ...state,
      p_injection_mw: Float64Array.from(order.rank, (i) => p[i] * grid.base_mva),
      q_injection_mvar: Float64Array.from(order.rank, (i) => q[i] * grid.base_mva),
    };
  }
}

/** J passes without one measurement at most: nothing explains them with less. */
function isPlain(one: Candidate | undefined): boolean {
  return one?.chi_square.passed === true && one.suspects.length < 2;
}

/** Nothing in it is so far off that h is not as good as linear: what the residuals tell is so, from whatever start. */
function isNear(one: Candidate | undefined): boolean {
  if (one === undefined || one.chi_square.objective > MANY * one.chi_square.limit) return false;
  return one.suspects.every((r) => one.residuals.returning[r] < BENDING);
}

/** The one of the lower cost. */
function better(one: Candidate | undefined, other: Candidate | undefined): Candidate | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.cost < one.cost ? other : one;
}
