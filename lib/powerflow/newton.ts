/**
 * AC power flow by Newton's method in polar coordinates. Everything that depends on the network alone (elimination
 * order, patterns, memory) is made once; an iteration allocates nothing.
 *
 * Inside: textbook letters, per unit and radians, buses by elimination rank.
 */
import type { Grid } from '../grid';
import { Admittance } from './admittance';
import { checkPoint } from './check-point';
import { IslandFinder, type Islands } from './islands';
import { FIXED, Jacobian, PQ, PV } from './jacobian';
import { NewtonStep } from './newton-step';
import { type PowerFlowPlan, planPowerFlow } from './plan';
import { spoiltBus } from './spoilt';
import { StateProjector } from './state';
import type {
  FlowMemory,
  OperatingPoint,
  PowerFlowOutcome,
  ResumableFlow,
  SolveOptions,
  Start,
} from './types';
import { Voltages } from './voltages';

/** Largest mismatch that counts as solved, per unit; where the admittances are so large that rounding alone makes
 * more, `Admittance.rounding` takes its place. */
const TOLERANCE = 1e-8;
/** A solution above this gets one iteration more, which leaves nothing but rounding: as fine as rounding allows
 * (`Admittance.rounding`), between these two. Near the nose of a feeder's curve 1e-10 of power is 1e-9 of voltage. */
const FINE_TOLERANCE = 1e-10;
const FINEST_TOLERANCE = 1e-11;
const MAX_ITERATIONS = 20;
/** A damped start may halve its step this often before it gives up. */
const MAX_HALVINGS = 8;

/** What is tried where a start leads nowhere, and whether with damped steps. */
const FALLBACKS: readonly (readonly [start: 'flat' | 'case', damped: boolean])[] = [
  ['flat', false],
  ['case', false],
  ['flat', true],
];

type Iterated = { converged: boolean; iterations: number; mismatch_pu: number; worst: number };

/** `plan` spares the symbolic work where it is known already. */
export function createPowerFlow(grid: Grid, plan = planPowerFlow(grid)): ResumableFlow {
  return new NewtonPowerFlow(grid, plan);
}

class NewtonPowerFlow implements ResumableFlow {
  private readonly order: PowerFlowPlan['order'];
  private readonly y: Admittance;
  private readonly jacobian: Jacobian;
  private readonly newton: NewtonStep;
  private readonly islandFinder: IslandFinder;
  private readonly projector: StateProjector;
  private readonly voltages: Voltages;
  private readonly v: Float64Array;
  private readonly theta: Float64Array;
  /** Where a damped step begins. */
  private readonly v0: Float64Array;
  private readonly theta0: Float64Array;
  private readonly kind: Uint8Array;
  private readonly p: Float64Array;
  private readonly q: Float64Array;
  private readonly mismatch: Float64Array;
  private readonly live: Uint8Array;
  private readonly holds: Uint8Array;
  private islands: Islands | undefined;
  private warm = false;

  constructor(
    private readonly grid: Grid,
    plan: PowerFlowPlan,
  ) {
    const n = grid.busCount;
    this.order = plan.order;
    this.y = new Admittance(grid, plan.pattern, plan.order);
    this.jacobian = new Jacobian(this.y);
    this.newton = new NewtonStep(this.jacobian, plan.factors);
    this.islandFinder = new IslandFinder(grid);
    this.projector = new StateProjector(grid, this.order, this.y);
    this.voltages = new Voltages(grid, plan);
    this.v = this.voltages.v;
    this.theta = this.voltages.theta;
    this.v0 = new Float64Array(n);
    this.theta0 = new Float64Array(n);
    this.kind = new Uint8Array(n);
    this.p = new Float64Array(n);
    this.q = new Float64Array(n);
    this.mismatch = new Float64Array(2 * n);
    this.live = new Uint8Array(grid.branchCount);
    this.holds = new Uint8Array(grid.generatorCount);
  }

  solve(point: OperatingPoint, { start = 'warm' }: SolveOptions = {}): PowerFlowOutcome {
    checkPoint(this.grid, point);
    const islands = this.connect(point.live);
    this.schedule(point, islands);
    const { converged, iterations, mismatch_pu, worst } = this.search(point, islands, start);
    this.warm = converged;
    const found = { iterations, mismatch_pu, worstBus: this.order.bus[worst] };
    if (!converged) return { status: 'not_converged', ...found };
    this.voltages.normalize();
    const { v, theta, live, holds } = this;
    const { p, q } = this.jacobian;
    const state = this.projector.project({ point, islands, v, theta, p, q, live, holds });
    const delivered = [state.generation_mw, state.generation_mvar];
    const worstBus = spoiltBus(this.grid, point, state.energized, delivered);
    if (worstBus >= 0) return { status: 'not_converged', iterations, mismatch_pu: Number.NaN, worstBus };
    if (islands.complete) return { status: 'converged', ...found, state };
    return { status: 'islanded', ...found, state, unserved_mw: this.unserved(point, islands) };
  }

  memory(): FlowMemory {
    const { v, theta, live, warm } = this;
    return { v: v.slice(), theta: theta.slice(), live: live.slice(), warm };
  }

  recall({ v, theta, live, warm }: FlowMemory): void {
    this.connect(live);
    this.v.set(v);
    this.theta.set(theta);
    this.warm = warm;
  }

  /** Iterates from the start that is asked for; then flat, from the document's voltages, and flat with damped steps. */
  private search(point: OperatingPoint, islands: Islands, start: Start): Iterated {
    let result: Iterated | undefined;
    if (start !== 'warm' || this.warm) {
      this.begin(start, point, islands);
      result = this.iterate(false);
    }
    let iterations = result?.iterations ?? 0;
    for (const [otherwise, damped] of FALLBACKS) {
      if (result?.converged) break;
      if (result !== undefined && otherwise === start && !damped) continue;
      this.begin(otherwise, point, islands);
      result = this.iterate(damped);
      iterations += result.iterations;
    }
    return { ...result!, iterations };
  }

  /** Rebuilds the admittances and islands where a branch came or went. */
  private connect(asked: Uint8Array): Islands {
    const { live, grid } = this;
    let changed = this.islands === undefined;
    for (let k = 0; k < live.length; k++) {
      const conducts = asked[k] & grid.branchUsable[k];
      if (live[k] !== conducts) changed = true;
      live[k] = conducts;
    }
    if (changed) {
      this.y.assemble(live);
      this.islands = this.islandFinder.find(live);
      this.warm = false;
    }
    return this.islands!;
  }

  /** Scheduled injections, and what is unknown where. */
  private schedule(point: OperatingPoint, { energized, balancing }: Islands): void {
    const { grid, p, q, kind, holds } = this;
    holds.set(point.holds_voltage ?? grid.holdsVoltage);
    for (const g of balancing) holds[g] = 1;
    const { rank } = this.order;
    const base = grid.base_mva;
    for (let bus = 0; bus < grid.busCount; bus++) {
      const i = rank[bus];
      const served = energized[bus];
      kind[i] = served === 1 ? PQ : FIXED;
      p[i] = served === 1 ? -point.demand_mw[bus] / base : 0;
      q[i] = served === 1 ? -point.demand_mvar[bus] / base : 0;
    }
    for (let g = 0; g < grid.generatorCount; g++) {
      const bus = grid.generatorBus[g];
      if (grid.generatorUsable[g] === 0 || energized[bus] === 0) continue;
      const i = rank[bus];
      p[i] += point.generation_mw[g] / base;
      if (holds[g] === 1) kind[i] = PV;
      else q[i] += point.generation_mvar[g] / base;
    }
    for (const g of balancing) kind[rank[grid.generatorBus[g]]] = FIXED;
  }

  private begin(start: Start, point: OperatingPoint, islands: Islands): void {
    this.voltages.begin(start, { point, islands, holds: this.holds, live: this.live });
  }

  private iterate(damped: boolean): Iterated {
    const { jacobian, v, theta, kind, mismatch, newton } = this;
    const { rounding } = this.y;
    const tolerance = Math.max(TOLERANCE, rounding);
    const fine = Math.min(FINE_TOLERANCE, Math.max(FINEST_TOLERANCE, rounding));
    jacobian.evaluate(v, theta, kind);
    let worst = this.account();
    let iterations = 0;
    while (iterations < MAX_ITERATIONS && !(Math.abs(mismatch[worst]) <= fine)) {
      const before = Math.abs(mismatch[worst]);
      if (!newton.compute(mismatch)) break;
      iterations++;
      worst = damped ? this.moveDamped(before) : this.move(1);
      if (before <= tolerance || !Number.isFinite(mismatch[worst])) break;
    }
    const mismatch_pu = Math.abs(mismatch[worst]);
    return { converged: mismatch_pu <= tolerance, iterations, mismatch_pu, worst: worst >> 1 };
  }

  /** Newton's step times `scale`, then the new mismatch. */
  private move(scale: number): number {
    const { v, theta, newton } = this;
    const { step } = newton;
    for (let i = 0; i < v.length; i++) {
      theta[i] += scale * step[2 * i];
      v[i] *= 1 + scale * step[2 * i + 1];
    }
    this.jacobian.evaluate(v, theta, this.kind);
    return this.account();
  }

  /** Halves the step until the mismatch falls. */
  private moveDamped(before: number): number {
    const { v, theta, v0, theta0 } = this;
    v0.set(v);
    theta0.set(theta);
    let worst = 0;
    for (let scale = 1, halvings = 0; halvings <= MAX_HALVINGS; scale /= 2, halvings++) {
      v.set(v0);
      theta.set(theta0);
      worst = this.move(scale);
      if (Math.abs(this.mismatch[worst]) < before) break;
    }
    return worst;
  }

  /** Scheduled minus calculated injections; where the largest one stands, or the first that is NaN. */
  private account(): number {
    const { kind, p, q, mismatch, jacobian } = this;
    let worst = 0;
    let largest = 0;
    const { p: p1, q: q1 } = jacobian;
    for (let i = 0; i < kind.length; i++) {
      const active = kind[i] === FIXED ? 0 : p[i] - p1[i];
      const reactive = kind[i] === PQ ? q[i] - q1[i] : 0;
      mismatch[2 * i] = active;
      mismatch[2 * i + 1] = reactive;
      const size = Math.max(Math.abs(active), Math.abs(reactive));
      // Written so that what is not a number is the worst as well.
      if (size <= largest) continue;
      largest = size;
      worst = Math.abs(active) === size ? 2 * i : 2 * i + 1;
      if (Number.isNaN(size)) return Number.isNaN(active) ? 2 * i : 2 * i + 1;
    }
    return worst;
  }

  private unserved(point: OperatingPoint, { energized }: Islands): number {
    let unserved_mw = 0;
    for (let bus = 0; bus < energized.length; bus++) {
      if (energized[bus] === 0 && this.grid.busUsable[bus] === 1)
        unserved_mw += Math.max(0, point.demand_mw[bus]);
    }
    return unserved_mw;
  }
}
