import type { IssuedPlan } from '../contract';
import { type Fault, type GridError, gridError } from '../errors';
import type { Grid } from '../grid';
import type { Archive } from '../keeping';

/** Positions of the switches and failures, per branch in the order of the network: closed 1, tripped 1. */
export interface Switchgear {
  readonly closed: Uint8Array;
  readonly tripped: Uint8Array;
}

/** How far a plan has been carried out. */
export interface ExecutionReport {
  readonly plan_id: string;
  readonly status: 'running' | 'done' | 'stopped';
  readonly steps_done: number;
  readonly steps: number;
}

interface Operation {
  readonly branch: number;
  readonly closed: number;
}

const POSITION = ['open', 'closed'] as const;
const STATE = ['in service', 'failed'] as const;

/**
 * Carries a switching plan out, one operation after the other, with the plan's interval between them on the clock that
 * `advance` is called with, seconds. The interlock: before the start and at each moment after it, positions and failures
 * must be those of the plan's basis with the operations so far.
 */
export class PlanExecution {
  private readonly operations: readonly Operation[];
  private readonly expected: Switchgear;
  private next = 0;
  private last_s = Number.NEGATIVE_INFINITY;

  /** One that was kept goes on, whatever the switches are: `advance` looks at them. Throws as the constructor. */
  static resume(grid: Grid, plan: IssuedPlan, archive: Archive): PlanExecution {
    const execution = new PlanExecution(grid, plan);
    execution.keep(archive);
    return execution;
  }

  /** Throws UNKNOWN_ELEMENT, INVALID_COMMAND for an edge that cannot be switched so, and STALE_PLAN. */
  constructor(
    private readonly grid: Grid,
    readonly plan: IssuedPlan,
    present?: Switchgear,
  ) {
    this.expected = {
      closed: flags(grid, plan.basis.open, 'plan.basis.open').map((open) => 1 - open),
      tripped: flags(grid, plan.basis.failed, 'plan.basis.failed'),
    };
    this.operations = operationsOf(grid, plan, this.expected.closed);
    if (present !== undefined) this.interlock(present);
  }

  keep(archive: Archive): void {
    archive.array(this.expected.closed);
    archive.array(this.expected.tripped);
    this.next = archive.number(this.next);
    this.last_s = archive.number(this.last_s);
  }

  report(status: ExecutionReport['status'] = this.finished ? 'done' : 'running'): ExecutionReport {
    return { plan_id: this.plan.id, status, steps_done: this.next, steps: this.operations.length };
  }

  /** What is told of a plan that ends because the grid is another. */
  stoppedBy(cause: string): ExecutionReport & { fault: Fault } {
    const at = `plan "${this.plan.id}" before step ${this.next + 1} of ${this.operations.length}: the grid`;
    return { ...this.report('stopped'), fault: { at, got: cause, allowed: 'as the plan left it' } };
  }

  get finished(): boolean {
    return this.next === this.operations.length;
  }

  /** The operation that is due, if one is: it counts as done. Throws STALE_PLAN. */
  advance(time_s: number, present: Switchgear): Operation | undefined {
    this.interlock(present);
    // Where the clock was set back, it counts from there.
    this.last_s = Math.min(this.last_s, time_s);
    if (this.finished || time_s - this.last_s < this.plan.min_operation_interval_s) return undefined;
    const operation = this.operations[this.next++];
    this.expected.closed[operation.branch] = operation.closed;
    this.last_s = time_s;
    return operation;
  }

  private interlock({ closed, tripped }: Switchgear): void {
    const { branchCount } = this.grid;
    for (let branch = 0; branch < branchCount; branch++) {
      if (tripped[branch] !== this.expected.tripped[branch]) {
        throw this.stale(branch, STATE[tripped[branch]], STATE[1 - tripped[branch]]);
      }
      if (closed[branch] !== this.expected.closed[branch]) {
        throw this.stale(branch, POSITION[closed[branch]], POSITION[1 - closed[branch]]);
      }
    }
  }

  private stale(branch: number, got: string, allowed: string): GridError {
    const { id, steps } = this.plan;
    return gridError('STALE_PLAN', {
      at: `plan "${id}" before step ${this.next + 1} of ${steps.length}: edge "${this.grid.network.branches[branch].id}"`,
      got,
      allowed: `${allowed}, as the plan was made for`,
      remedy: 'Nothing more of it is carried out: release a plan for the present state',
    });
  }
}

function flags({ branchIndex, branchCount }: Grid, ids: readonly string[], at: string): Uint8Array {
  const marked = new Uint8Array(branchCount);
  for (const id of ids) {
    const branch = branchIndex.get(id);
    if (branch === undefined) throw gridError('UNKNOWN_ELEMENT', { at, got: id });
    marked[branch] = 1;
  }
  return marked;
}

/** The steps by index; each must be an operation on a switch that stands otherwise. */
function operationsOf(grid: Grid, { steps, basis: { failed } }: IssuedPlan, basis: Uint8Array): Operation[] {
  const positions = basis.slice();
  return steps.map(({ operation, edge }, k) => {
    const at = `plan.steps[${k}].edge`;
    const branch = grid.branchIndex.get(edge);
    if (branch === undefined) throw gridError('UNKNOWN_ELEMENT', { at, got: edge });
    const closed = operation === 'close' ? 1 : 0;
    if (grid.switchable[branch] === 0 || positions[branch] === closed) {
      throw gridError('INVALID_COMMAND', {
        at: `${at} "${edge}"`,
        got: grid.switchable[branch] === 0 ? 'not switchable' : `${operation}, and it is so already`,
        allowed: 'an edge with a switch that stands otherwise',
      });
    }
    if (closed === 1 && failed.includes(edge)) {
      const allowed = 'edges that are in service';
      throw gridError('INVALID_COMMAND', { at: `${at} "${edge}"`, got: 'close, and it has failed', allowed });
    }
    positions[branch] = closed;
    return { branch, closed };
  });
}
