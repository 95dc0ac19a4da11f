/** State estimation: from measurements to the state, with what they leave open and which of them are wrong. */
import type { Grid } from '../../grid';
import { gridError } from '../../errors';
import { IslandFinder } from '../islands';
import { nominalPoint } from '../operating-point';
import { StateProjector } from '../state';
import type { PowerFlowState } from '../types';
import {
  chiSquareTest,
  MOST_SUSPECTS,
  normalizedResiduals,
  suspectAt,
  thresholdFor,
  worstRow,
} from './bad-data';
import { type Descent, LeastSquares, type Voltages } from './least-squares';
import { describeObservability, isOpen, nullVectors } from './observability';
import { type EstimationPlan, planEstimation, sameRows } from './plan';
import { nominalInjections } from './nominal';
import { reportMeasurements } from './report';
import { P, P_FROM, Q, type Row, rowsOf, unitOf } from './rows';
import { type Situation, situationOf } from './situation';
import type {
  EstimatedState,
  EstimationOptions,
  EstimationOutcome,
  Measurement,
  Observability,
  PseudoMeasurement,
  Suspect,
} from './types';
import { PseudoPool, zeroInjections } from './virtual';

/** An estimator for one grid; it keeps its plans, and its last state to start from. */
export interface Estimator {
  /** Throws UNKNOWN_ELEMENT, INVALID_READING, and INVALID_SETTING where an array is not as long as its table. */
  estimate(measurements: readonly Measurement[], options?: EstimationOptions): EstimationOutcome;
}

export function createEstimator(grid: Grid): Estimator {
  return new GridEstimator(grid);
}

/** The rows that were found to determine the state, and what stood in for sensors among them. */
interface Observed {
  rows: Row[];
  observability: Observability;
  pseudo: PseudoMeasurement[];
  open: number[];
}

class GridEstimator implements Estimator {
  private readonly finder: IslandFinder;
  /** Joins every bus with its neighbours' neighbours, and so serves any rows where only their places count. */
  private readonly everyInjection: EstimationPlan;
  private readonly closed: Uint8Array;
  private last: { rows: readonly Row[]; plan: EstimationPlan } | undefined;
  private warm: (Voltages & { live: Uint8Array }) | undefined;

  constructor(private readonly grid: Grid) {
    this.finder = new IslandFinder(grid);
    const everywhere = grid.network.buses.map((_, element) => ({
      quantity: P,
      element,
      z: 0,
      sigma: 1,
      origin: 0,
    }));
    this.everyInjection = planEstimation(grid, everywhere);
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
    const { rows, observability, pseudo, open } = this.observe(measured, situation, options);
    if (open.length > 0) return { status: 'unobservable', observability, pseudo, open };
    const squares = new LeastSquares(this.planFor(rows), rows, grid, situation);
    squares.begin(this.startOf(situation), situation.islands.energized);
    const first = squares.descend();
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
      measurements: reportMeasurements(
        grid,
        measurements.length,
        squares,
        rows,
        cleaned.residuals,
        threshold,
      ),
    };
  }

  /** Adds zero injections, and pseudo-measurements where they are needed and allowed. */
  private observe(measured: readonly Row[], situation: Situation, { pseudo }: EstimationOptions): Observed {
    const { grid } = this;
    const alive = measured.filter((row) => this.isAlive(row, situation));
    const rows = [...alive, ...zeroInjections(grid, situation, alive)];
    let vectors = nullVectors(grid, this.everyInjection, situation, rows);
    const observability = describeObservability(grid, situation, vectors);
    const openBuses = (): number[] =>
      grid.network.buses.flatMap((_, bus) =>
        isOpen(vectors.active, bus) || isOpen(vectors.reactive, bus) ? [bus] : [],
      );
    let open = openBuses();
    const standIns: Row[] = [];
    if (pseudo !== false && open.length > 0) {
      const pool = new PseudoPool(grid, situation, rows, pseudo ?? nominalInjections(grid));
      while (open.length > 0) {
        const taken = pool.take(vectors);
        if (taken.length === 0) break;
        standIns.push(...taken);
        rows.push(...taken);
        vectors = nullVectors(grid, this.everyInjection, situation, rows);
        open = openBuses();
      }
    }
    return { rows, observability, pseudo: standIns.map((row) => this.describePseudo(row)), open };
  }

  private isAlive({ quantity, element }: Row, { live, islands }: Situation): boolean {
    if (quantity < P_FROM) return islands.energized[element] === 1;
    return live[element] === 1 && islands.energized[this.grid.from[element]] === 1;
  }

  private describePseudo({ quantity, element, z, sigma }: Row): PseudoMeasurement {
    const unit = unitOf(this.grid, quantity, element);
    const name = quantity === P ? 'p_injection_mw' : quantity === Q ? 'q_injection_mvar' : 'vm_pu';
    return { quantity: name, bus: element, value: z * unit, sigma: sigma * unit };
  }

  private planFor(rows: readonly Row[]): EstimationPlan {
    if (this.last === undefined || !sameRows(this.last.rows, rows))
      this.last = { rows, plan: planEstimation(this.grid, rows) };
    return this.last.plan;
  }

  /** The last state where nothing was switched since; otherwise 1 per unit, and angles less the phase shifts. */
  private startOf({ live, islands }: Situation): Voltages {
    if (this.warm?.live.every((on, k) => on === live[k])) return this.warm;
    return { vm_pu: new Float64Array(this.grid.busCount).fill(1), va_rad: islands.reference_rad };
  }

  /** Leaves out the measurement with the largest normalised residual, one after the other. */
  private removeSuspects(squares: LeastSquares, rows: readonly Row[], threshold: number) {
    const suspects: Suspect[] = [];
    let iterations = 0;
    let residuals = normalizedResiduals(squares, rows);
    while (suspects.length < MOST_SUSPECTS) {
      const worst = worstRow(rows, residuals, threshold);
      if (worst < 0) break;
      suspects.push(suspectAt(this.grid, rows, squares, residuals, worst));
      squares.weight[worst] = 0;
      const again = squares.descend();
      iterations += again.iterations;
      if (!again.converged) return { suspects, iterations, residuals, failed: again };
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
