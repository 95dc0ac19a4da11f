import type { Grid } from '../grid';
import { withinHalfTurn } from './angle';
import { createDcPowerFlow, type DcPowerFlow } from './dc';
import type { Islands } from './islands';
import type { PowerFlowPlan } from './plan';
import type { OperatingPoint, Start } from './types';

type Given = Exclude<Start, string>;

/** What decides which voltages are no unknowns. */
interface Situation {
  point: OperatingPoint;
  islands: Islands;
  /** 1 where a generator holds a voltage, 1 where a branch conducts. */
  holds: Uint8Array;
  live: Uint8Array;
}

/** The voltages that Newton's method moves, per unit and radians, buses by elimination rank, and where it starts. */
export class Voltages {
  readonly v: Float64Array;
  readonly theta: Float64Array;
  private dc: DcPowerFlow | undefined;

  constructor(
    private readonly grid: Grid,
    private readonly plan: PowerFlowPlan,
  ) {
    this.v = new Float64Array(grid.busCount);
    this.theta = new Float64Array(grid.busCount);
  }

  begin(start: Start, situation: Situation): void {
    const { reference_rad } = situation.islands;
    if (start === 'case') this.startAt(this.grid.vm_start_pu, this.grid.va_start_rad);
    else if (start === 'flat') this.startAt(undefined, reference_rad);
    else if (start === 'dc') this.startAt(undefined, this.dcAngles(situation));
    else if (start !== 'warm') this.startAt(start.vm_pu, start.va_rad);
    this.hold(situation);
  }

  /** The same voltages with sizes above 0, which a long step may have turned over, and angles within half a turn. */
  normalize(): void {
    const { v, theta } = this;
    for (let i = 0; i < v.length; i++) {
      if (v[i] < 0) {
        v[i] = -v[i];
        theta[i] += Math.PI;
      }
      theta[i] = withinHalfTurn(theta[i]);
    }
  }

  private startAt(vm_pu: Given['vm_pu'] | undefined, va_rad: Given['va_rad']): void {
    const { rank } = this.plan.order;
    for (let bus = 0; bus < rank.length; bus++) {
      this.v[rank[bus]] = vm_pu === undefined ? 1 : vm_pu[bus];
      this.theta[rank[bus]] = va_rad[bus];
    }
  }

  /** Flat angles where the DC model has no solution, or no place for a branch. */
  private dcAngles({ point, islands, live }: Situation): Float64Array {
    const { x_pu } = this.grid;
    if (live.some((on, k) => on === 1 && x_pu[k] === 0)) return islands.reference_rad;
    this.dc ??= createDcPowerFlow(this.grid, this.plan);
    const outcome = this.dc.solve(point);
    return outcome.status === 'not_converged' ? islands.reference_rad : outcome.state.va_rad;
  }

  /** Voltages that generators hold, the last in the table before the others; angles of those that balance; no dark bus. */
  private hold({ point, islands, holds }: Situation): void {
    const { generatorBus, generatorUsable, generatorCount } = this.grid;
    const { rank } = this.plan.order;
    for (let g = 0; g < generatorCount; g++) {
      if (generatorUsable[g] === 1 && holds[g] === 1) this.v[rank[generatorBus[g]]] = point.vm_set_pu[g];
    }
    for (const g of islands.balancing) {
      const bus = generatorBus[g];
      this.theta[rank[bus]] = islands.reference_rad[bus];
    }
    for (let bus = 0; bus < rank.length; bus++) {
      if (islands.energized[bus] === 1) continue;
      this.v[rank[bus]] = 0;
      this.theta[rank[bus]] = 0;
    }
  }
}
