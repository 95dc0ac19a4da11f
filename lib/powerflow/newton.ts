/**
 * AC power flow by Newton's method in polar coordinates. Everything that depends on the network alone (elimination
 * order, patterns, memory) is made once; a solve allocates nothing but what it finds out about islands.
 *
 * Inside: textbook letters, per unit and radians, buses by elimination rank.
 */
import type { Grid } from '../grid';
import { Admittance } from './admittance';
import { IslandFinder, type Islands } from './islands';
import { FIXED, Jacobian, PQ, PV } from './jacobian';
import { type PowerFlowPlan, planPowerFlow } from './plan';
import { BlockLu } from './sparse';
import { StateProjector } from './state';
import type { OperatingPoint, PowerFlow, PowerFlowOutcome } from './types';

/** Largest mismatch that counts as solved, per unit; where the admittances are so large that rounding alone makes
 * more, `Admittance.rounding` takes its place. */
const TOLERANCE = 1e-9;
const MAX_ITERATIONS = 20;
/** A damped start may halve its step this often before it gives up. */
const MAX_HALVINGS = 8;

type Iterated = { converged: boolean; iterations: number; mismatch_pu: number; worst: number };

/** `plan` spares the symbolic work where it is known already. */
export function createPowerFlow(grid: Grid, plan = planPowerFlow(grid)): PowerFlow {
  return new NewtonPowerFlow(grid, plan);
}

class NewtonPowerFlow implements PowerFlow {
  private readonly order: PowerFlowPlan['order'];
  private readonly y: Admittance;
  private readonly jacobian: Jacobian;
  private readonly lu: BlockLu;
  private readonly islandFinder: IslandFinder;
  private readonly projector: StateProjector;
  private readonly v: Float64Array;
  private readonly theta: Float64Array;
  private readonly kind: Uint8Array;
  private readonly p: Float64Array;
  private readonly q: Float64Array;
  private readonly step: Float64Array;
  private readonly live: Uint8Array;
  private islands: Islands | undefined;
  private warm = false;

  constructor(
    private readonly grid: Grid,
    plan: PowerFlowPlan,
  ) {
    const n = grid.busCount;
    this.order = plan.order;
    const { rank } = this.order;
    this.y = new Admittance(
      grid,
      plan.pattern,
      grid.from.map((bus) => rank[bus]),
      grid.to.map((bus) => rank[bus]),
    );
    this.jacobian = new Jacobian(this.y);
    this.lu = new BlockLu(plan.factors);
    this.islandFinder = new IslandFinder(grid);
    this.projector = new StateProjector(grid, this.order, this.y);
    this.v = new Float64Array(n);
    this.theta = new Float64Array(n);
    this.kind = new Uint8Array(n);
    this.p = new Float64Array(n);
    this.q = new Float64Array(n);
    this.step = new Float64Array(2 * n);
    this.live = new Uint8Array(grid.branchCount);
  }

  solve(point: OperatingPoint): PowerFlowOutcome {
    const islands = this.connect(point);
    this.schedule(point, islands);
    let result: Iterated | undefined;
    if (this.warm) {
      this.holdVoltages(point, islands);
      result = this.iterate(false);
    }
    for (const damped of [false, true]) {
      if (result?.converged) break;
      this.flatStart(point, islands);
      result = this.iterate(damped);
    }
    const { converged, iterations, mismatch_pu, worst } = result!;
    this.warm = converged;
    const worstBus = this.order.bus[worst];
    if (!converged) return { status: 'not_converged', iterations, mismatch_pu, worstBus };
    const { v, theta, jacobian } = this;
    const state = this.projector.project({ point, islands, v, theta, p: jacobian.p, q: jacobian.q });
    return { status: 'converged', iterations, mismatch_pu, worstBus, state };
  }

  /** Rebuilds the admittances and islands where a branch came or went; a new topology starts flat. */
  private connect(point: OperatingPoint): Islands {
    const same = this.islands !== undefined && point.live.every((value, k) => value === this.live[k]);
    if (same) return this.islands!;
    this.live.set(point.live);
    this.y.assemble(this.live);
    this.islands = this.islandFinder.find(this.live);
    this.warm = false;
    return this.islands;
  }

  /** Scheduled injections, and what is unknown where. */
  private schedule(point: OperatingPoint, { energized, balancing }: Islands): void {
    const { grid, p, q, kind } = this;
    const { rank } = this.order;
    const base = grid.base_mva;
    for (let bus = 0; bus < grid.busCount; bus++) {
      const i = rank[bus];
      const served = energized[bus];
      kind[i] = served === 1 ? PQ : FIXED;
      p[i] = (-point.demand_mw[bus] * served) / base;
      q[i] = (-point.demand_mvar[bus] * served) / base;
    }
    for (let g = 0; g < grid.generatorCount; g++) {
      const i = rank[grid.generatorBus[g]];
      kind[i] = PV;
      p[i] += point.generation_mw[g] / base;
    }
    for (const g of balancing) kind[rank[grid.generatorBus[g]]] = FIXED;
  }

  private flatStart(point: OperatingPoint, islands: Islands): void {
    for (let bus = 0; bus < this.grid.busCount; bus++) {
      this.v[this.order.rank[bus]] = islands.energized[bus];
    }
    this.theta.fill(0);
    this.holdVoltages(point, islands);
  }

  private holdVoltages(point: OperatingPoint, { balancing }: Islands): void {
    const { generatorBus } = this.grid;
    const { rank } = this.order;
    for (let g = 0; g < generatorBus.length; g++) this.v[rank[generatorBus[g]]] = point.vm_set_pu[g];
    for (const g of balancing) this.v[rank[generatorBus[g]]] = point.vm_set_pu[g];
  }

  private iterate(damped: boolean): Iterated {
    const { jacobian, lu, v, theta, kind } = this;
    const tolerance = Math.max(TOLERANCE, this.y.rounding);
    jacobian.evaluate(v, theta, kind);
    let worst = this.mismatch();
    let iterations = 0;
    while (Math.abs(this.step[worst]) > tolerance && iterations < MAX_ITERATIONS) {
      iterations++;
      const before = Math.abs(this.step[worst]);
      if (lu.factor(jacobian) >= 0) break;
      lu.solve(this.step);
      worst = damped ? this.moveDamped(before) : this.move(1);
      if (!Number.isFinite(this.step[worst])) break;
    }
    const mismatch_pu = Math.abs(this.step[worst]);
    return { converged: mismatch_pu <= tolerance, iterations, mismatch_pu, worst: worst >> 1 };
  }

  /** Newton's step times `scale`, then the new mismatch. */
  private move(scale: number): number {
    const { v, theta, step } = this;
    for (let i = 0; i < v.length; i++) {
      theta[i] += scale * step[2 * i];
      v[i] *= 1 + scale * step[2 * i + 1];
    }
    this.jacobian.evaluate(v, theta, this.kind);
    return this.mismatch();
  }

  /** Halves the step until the mismatch falls. */
  private moveDamped(before: number): number {
    const { v, theta } = this;
    const step = this.step.slice();
    const v0 = v.slice();
    const theta0 = theta.slice();
    let worst = 0;
    for (let scale = 1, halvings = 0; halvings <= MAX_HALVINGS; scale /= 2, halvings++) {
      v.set(v0);
      theta.set(theta0);
      this.step.set(step);
      worst = this.move(scale);
      if (Math.abs(this.step[worst]) < before) break;
    }
    return worst;
  }

  /** Scheduled minus calculated injections into `step`; where the largest one stands, or the first that is NaN. */
  private mismatch(): number {
    const { kind, p, q, step, jacobian } = this;
    let worst = 0;
    let largest = 0;
    for (let i = 0; i < kind.length; i++) {
      step[2 * i] = kind[i] === FIXED ? 0 : p[i] - jacobian.p[i];
      step[2 * i + 1] = kind[i] === PQ ? q[i] - jacobian.q[i] : 0;
      for (let k = 2 * i; k < 2 * i + 2; k++) {
        const size = Math.abs(step[k]);
        if (Number.isNaN(size)) return k;
        if (size > largest) {
          largest = size;
          worst = k;
        }
      }
    }
    return worst;
  }
}
