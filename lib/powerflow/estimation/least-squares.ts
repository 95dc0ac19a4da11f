/**
 * Weighted least squares: the state x that makes J(x) = Σ ((zᵢ − hᵢ(x))/σᵢ)² least, by the Gauss-Newton steps
 *
 *   G(x) Δx = Hᵀ W (z − h(x)),   G = Hᵀ W H
 *
 * (F. C. Schweppe and J. Wildes, 1970, doi 10.1109/TPAS.1970.292678; Abur and Gómez-Expósito, equations 2.10 to 2.12).
 * Inside: per unit and radians, buses by rank.
 */
import type { Grid } from '../../grid';
import { Admittance } from '../admittance';
import { withinHalfTurn } from '../angle';
import { Gain } from './gain';
import { MeasurementModel } from './model';
import type { EstimationPlan } from './plan';
import { type Row, VA } from './rows';
import type { Situation } from './situation';

/** A step below this, radians and shares of the voltage, is the last but one. */
const TOLERANCE = 1e-7;
const MAX_ITERATIONS = 50;
/** A step that makes J larger is halved this often. */
const MAX_HALVINGS = 6;
/** Currents are counted once the voltages have moved less than this: before, they have no direction. */
const NEAR = 0.2;

export interface Voltages {
  vm_pu: Float64Array;
  va_rad: Float64Array;
}

export interface Descent {
  converged: boolean;
  iterations: number;
  worstBus: number;
}

export class LeastSquares {
  readonly v: Float64Array;
  readonly theta: Float64Array;
  readonly y: Admittance;
  readonly model: MeasurementModel;
  readonly gain: Gain;
  /** 1/σ², or 0 for a row that is left out. */
  readonly weight: Float64Array;
  /** z − h(x) */
  readonly residual: Float64Array;
  readonly unknowns: number;
  private readonly step: Float64Array;
  private readonly v0: Float64Array;
  private readonly theta0: Float64Array;
  private currents = false;

  constructor(
    private readonly plan: EstimationPlan,
    private readonly rows: readonly Row[],
    grid: Grid,
    { live, islands, isReference }: Situation,
  ) {
    const size = grid.busCount;
    this.y = new Admittance(grid, plan.branches, plan.order);
    this.y.assemble(live);
    this.model = new MeasurementModel(grid, rows, this.y, plan.order.rank);
    const fixed = new Uint8Array(2 * size);
    for (let bus = 0; bus < size; bus++) {
      const dark = 1 - islands.energized[bus];
      fixed[2 * plan.order.rank[bus]] = dark | isReference[bus];
      fixed[2 * plan.order.rank[bus] + 1] = dark;
    }
    this.unknowns = fixed.reduce((free, one) => free - one, fixed.length);
    this.gain = new Gain(plan, this.model, fixed);
    this.weight = Float64Array.from(rows, ({ sigma }) => 1 / sigma ** 2);
    this.residual = new Float64Array(rows.length);
    this.v = new Float64Array(size);
    this.theta = new Float64Array(size);
    this.v0 = new Float64Array(size);
    this.theta0 = new Float64Array(size);
    this.step = new Float64Array(2 * size);
  }

  /** Where the descent begins, by bus; de-energised buses stay at 0. */
  begin({ vm_pu, va_rad }: Voltages, energized: Uint8Array): void {
    for (let bus = 0; bus < energized.length; bus++) {
      this.v[this.plan.order.rank[bus]] = energized[bus] * vm_pu[bus];
      this.theta[this.plan.order.rank[bus]] = energized[bus] * va_rad[bus];
    }
    this.currents = false;
  }

  /** Goes on from the present voltages. Residuals, and the factors of the gain, are those of the last state. */
  descend(): Descent {
    let objective = this.evaluate();
    let worst = 0;
    for (let iterations = 1; iterations <= MAX_ITERATIONS; iterations++) {
      const vanished = this.gain.factor(this.weight);
      if (vanished >= 0) return this.failed(iterations, vanished);
      this.gain.step(this.weight, this.residual, this.step);
      worst = largest(this.step);
      const moved = Math.abs(this.step[worst]);
      if (!Number.isFinite(moved)) return this.failed(iterations, worst);
      objective = this.move(objective);
      if (!this.currents && moved < NEAR) {
        this.currents = true;
        objective = this.evaluate();
      } else if (moved < TOLERANCE) {
        const singular = this.gain.factor(this.weight);
        return singular < 0
          ? { converged: true, iterations, worstBus: -1 }
          : this.failed(iterations, singular);
      }
    }
    return this.failed(MAX_ITERATIONS, worst);
  }

  /** J at the present state. */
  evaluate(): number {
    const { rows, residual, weight, model } = this;
    model.evaluate(this.v, this.theta, this.currents);
    let objective = 0;
    for (let r = 0; r < rows.length; r++) {
      const off = rows[r].z - model.h[r];
      residual[r] = rows[r].quantity === VA ? withinHalfTurn(off) : off;
      const width = model.start[r + 1] - model.start[r];
      // Without derivatives a current has no say yet, and would only hide whether the others agree better.
      const silent =
        width === 4 && model.value[model.start[r] + 1] === 0 && model.value[model.start[r] + 3] === 0;
      if (!silent) objective += weight[r] * residual[r] ** 2;
    }
    return objective;
  }

  private move(before: number): number {
    const { v, theta, v0, theta0, step } = this;
    v0.set(v);
    theta0.set(theta);
    let objective = before;
    for (let halvings = 0, scale = 1; halvings <= MAX_HALVINGS; halvings++, scale /= 2) {
      for (let i = 0; i < v.length; i++) {
        theta[i] = theta0[i] + scale * step[2 * i];
        v[i] = v0[i] * (1 + scale * step[2 * i + 1]);
      }
      objective = this.evaluate();
      if (objective <= before * (1 + 1e-9) + 1e-9) break;
    }
    return objective;
  }

  private failed(iterations: number, unknown: number): Descent {
    return { converged: false, iterations, worstBus: this.plan.order.bus[unknown >> 1] };
  }
}

function largest(step: Float64Array): number {
  let at = 0;
  for (let i = 0; i < step.length; i++) if (!(Math.abs(step[i]) <= Math.abs(step[at]))) at = i;
  return at;
}
