/** State estimation: from measurements to the state, with what they leave open and which of them are wrong. */
import type { Grid } from '../../grid';
import { gridError } from '../../errors';
import { IslandFinder } from '../islands';
import { nominalPoint } from '../operating-point';
import { StateProjector } from '../state';
import { createPowerFlow } from '../newton';
import type { PowerFlow, PowerFlowState } from '../types';
import {
  chiSquareTest,
  MOST_SUSPECTS,
  normalizedResiduals,
  suspectAt,
  thresholdFor,
  worstRow,
} from './bad-data';
import { type Descent, LeastSquares, type Voltages } from './least-squares';
import { Observer } from './observer';
import { type EstimationPlan, planEstimation, sameRows } from './plan';
import { reportMeasurements } from './report';
import { type Row, residualInOwnUnit, rowsOf } from './rows';
import { type Situation, situationOf } from './situation';
import type { EstimatedState, EstimationOptions, EstimationOutcome, Measurement, Suspect } from './types';

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
  private last: { rows: readonly Row[]; plan: EstimationPlan } | undefined;
  private flow: PowerFlow | undefined;
  private warm: (Voltages & { live: Uint8Array }) | undefined;

  constructor(private readonly grid: Grid) {
    this.finder = new IslandFinder(grid);
    this.observer = new Observer(grid);
    this.closed = nominalPoint(grid).live;
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
    const first = this.descend(squares, situation);
    if (!first.converged) return { ...notConverged(first), observability, pseudo };
    const chi_square_before = chiSquareTest(squares);
    const threshold = options.threshold ?? thresholdFor(rows);
    const cleaned = this.removeSuspects(squares, rows, threshold);
    if (cleaned.failed !== undefined) return { ...notConverged(cleaned.failed), observability, pseudo };
    const state = this.stateOf(squares, rows, situation);
    this.warm = { live: situation.live, vm_pu: state.vm_pu.slice(), va_rad: state.va_rad.slice() };
    return {
      status: 'estimated',
      observability,
      pseudo,
      iterations: first.iterations + cleaned.iterations,
      state,
      chi_square_before,
      chi_square: chiSquareTest(squares),
      threshold,
      suspects: cleaned.suspects,
      measurements: reportMeasurements(grid, measurements, squares, rows, cleaned.residuals, threshold),
    };
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

  /** Leaves out the measurement with the largest normalised residual, one after the other. */
  private removeSuspects(squares: LeastSquares, rows: readonly Row[], threshold: number) {
    const suspects: Suspect[] = [];
    let iterations = 0;
    let residuals = normalizedResiduals(squares, rows);
    while (suspects.length < MOST_SUSPECTS) {
      const worst = worstRow(rows, residuals, threshold);
      if (worst < 0) break;
      const suspect = suspectAt(rows, residuals, worst);
      squares.weight[worst] = 0;
      const again = squares.descend();
      iterations += again.iterations;
      if (!again.converged) return { suspects, iterations, residuals, failed: again };
      const { model, residual } = squares;
      const estimated_error = residualInOwnUnit(this.grid, rows[worst], model.h[worst], residual[worst]);
      suspects.push({ ...suspect, estimated_error });
      residuals = normalizedResiduals(squares, rows);
    }
    return { suspects, iterations, residuals };
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

function notConverged({ iterations, worstBus }: Descent) {
  return { status: 'not_converged', iterations, worstBus } as const;
}
