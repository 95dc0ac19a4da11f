/**
 * Weighted least squares: the state x that makes J(x) = Σ ((zᵢ − hᵢ(x))/σᵢ)² least, by the Gauss-Newton steps
 *
 *   G(x) Δx = Hᵀ W (z − h(x)),   G = Hᵀ W H
 *
 * (F. C. Schweppe and J. Wildes, 1970, doi 10.1109/TPAS.1970.292678; Abur and Gómez-Expósito, chapter 2).
 * Inside: per unit and radians, buses by rank.
 */
import type { Grid } from '../../grid';
import { Admittance } from '../admittance';
import { withinHalfTurn } from '../angle';
import { Curvature } from './curvature';
import { Gain } from './gain';
import { MeasurementModel } from './model';
import type { EstimationPlan } from './plan';
import { I_FROM, type Row, VA } from './rows';
import type { Situation } from './situation';

/** A step below this, radians and shares of the voltage, is the last but one. */
const TOLERANCE = 1e-7;
/** So is one with s = Δxᵀ G Δx below this: 10⁻⁵ standard deviations of the state, in whatever direction. */
const NEGLIGIBLE = 1e-10;
/** And where steps go on being small, a thirtieth of a standard deviation will do. */
const SMALL = 1e-3;
const MAX_ITERATIONS = 50;
/** After so many, second derivatives are counted too. */
const FAST = 5;
/** A step that makes J larger is halved this often. */
const MAX_HALVINGS = 8;
/** What rounding makes of J. */
const ROUNDING = 1e-9;

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
  private readonly curvature: Curvature;
  private begun = false;

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
    this.curvature = new Curvature(this.y, plan.order.rank);
  }

  /** Where the descent begins, by bus; de-energised buses stay at 0. */
  begin({ vm_pu, va_rad }: Voltages, energized: Uint8Array): void {
    this.begun = false;
    for (let bus = 0; bus < energized.length; bus++) {
      this.v[this.plan.order.rank[bus]] = energized[bus] * vm_pu[bus];
      this.theta[this.plan.order.rank[bus]] = energized[bus] * va_rad[bus];
    }
  }

  /**
   * Goes on from the present voltages. Residuals, and the factors of the gain, are those of the last state. Where residuals
   * are large beside what tells a direction apart, Gauss-Newton steps are too long or too short there, again and again:
   * after some of them Newton's own take their place, which count the second derivatives of h.
   */
  descend(): Descent {
    const withoutCurrents = this.begun ? undefined : this.descendWithoutCurrents();
    if (withoutCurrents?.converged === false) return withoutCurrents;
    const found = this.descendWith();
    return { ...found, iterations: found.iterations + (withoutCurrents?.iterations ?? 0) };
  }

  /** At first: a current says how much flows and not which way, so that the others must say that before it can help. */
  private descendWithoutCurrents(): Descent | undefined {
    this.begun = true;
    const { rows, weight } = this;
    if (!rows.some(({ quantity }) => quantity >= I_FROM)) return undefined;
    const all = weight.slice();
    for (let r = 0; r < weight.length; r++) if (rows[r].quantity >= I_FROM) weight[r] = 0;
    const found = this.descendWith();
    weight.set(all);
    return found;
  }

  private descendWith(): Descent {
    let objective = this.evaluate();
    let worst = 0;
    for (let iterations = 1; iterations <= MAX_ITERATIONS; iterations++) {
      if (!(iterations > FAST && this.factorWhole())) {
        const vanished = this.gain.factor(this.weight);
        if (vanished >= 0) return this.failed(iterations, vanished);
      }
      const square = this.gain.step(this.weight, this.residual, this.step);
      worst = largest(this.step);
      const moved = Math.abs(this.step[worst]);
      if (!Number.isFinite(moved)) return this.failed(iterations, worst);
      objective = this.move(objective);
      const enough = iterations < MAX_ITERATIONS ? NEGLIGIBLE : SMALL;
      if (moved < TOLERANCE || square < enough) return this.arrived(iterations);
    }
    return this.failed(MAX_ITERATIONS, worst);
  }

  /** With the factors of G there, which variances come from. */
  private arrived(iterations: number): Descent {
    const vanished = this.gain.factor(this.weight);
    return vanished < 0 ? { converged: true, iterations, worstBus: -1 } : this.failed(iterations, vanished);
  }

  /** One step with other weights, shortened to `most`; its length before that, and NaN where there is none. */
  advance(weight: Float64Array, most: number): number {
    this.begun = true;
    if (this.gain.factor(weight) >= 0) return Number.NaN;
    this.gain.step(weight, this.residual, this.step);
    const moved = Math.abs(this.step[largest(this.step)]);
    if (!Number.isFinite(moved)) return Number.NaN;
    this.v0.set(this.v);
    this.theta0.set(this.theta);
    this.moveBy(Math.min(1, most / moved));
    this.evaluate();
    return moved;
  }

  /** To voltages and weights that were found before, with residuals and factors as they were there. */
  restore({ v, theta, weight }: Pick<LeastSquares, 'v' | 'theta' | 'weight'>): void {
    this.begun = true;
    this.v.set(v);
    this.theta.set(theta);
    this.weight.set(weight);
    this.evaluate();
    this.gain.factor(weight);
  }

  /** J at the present state. */
  evaluate(): number {
    const { rows, residual, weight, model } = this;
    model.evaluate(this.v, this.theta);
    let objective = 0;
    for (let r = 0; r < rows.length; r++) {
      const off = rows[r].z - model.h[r];
      residual[r] = rows[r].quantity === VA ? withinHalfTurn(off) : off;
      objective += weight[r] * residual[r] ** 2;
    }
    return objective;
  }

  private factorWhole(): boolean {
    return this.gain.factorWhole(this.weight, this.residual, (row, take) =>
      this.curvature.visit(this.rows[row], this.v, this.theta, take),
    );
  }

  /** Along the step, halved until J does not grow by it. */
  private move(before: number): number {
    const { v, theta, v0, theta0 } = this;
    v0.set(v);
    theta0.set(theta);
    let objective = before;
    for (let halvings = 0, scale = 1; halvings <= MAX_HALVINGS; halvings++, scale /= 2) {
      this.moveBy(scale);
      objective = this.evaluate();
      if (objective <= before * (1 + ROUNDING) + ROUNDING) break;
    }
    return objective;
  }

  private moveBy(scale: number): void {
    const { v, theta, v0, theta0, step } = this;
    for (let i = 0; i < v.length; i++) {
      theta[i] = theta0[i] + scale * step[2 * i];
      v[i] = v0[i] * Math.exp(scale * step[2 * i + 1]);
    }
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
