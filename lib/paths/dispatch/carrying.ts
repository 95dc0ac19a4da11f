import type { CarryingStatus, IssuedPlan, SwitchPositions } from '../../contract';
import type { Archive } from '../../keeping';
import { differing } from './positions';
import { list } from './words';

/** Beyond the plan's own pace, an operation may take so long and so many states to be seen. */
const PATIENCE_S = 30;
const PATIENCE_STATES = 10;
/** Where their time stands still, so many states are enough. */
const MOST_STATES = 1000;

export type Progress =
  | { readonly status: 'running' }
  | { readonly status: 'done' }
  | { readonly status: 'failed'; readonly reason: string };

/** Follows a released plan through the states that come in. Times are those of the states, seconds. */
export class Carrying {
  /** Operations that were seen to be done. */
  private seen = 0;
  private states = 0;

  constructor(
    readonly plan: IssuedPlan,
    private last_s: number,
  ) {}

  /** Writes one down, or gives the one that was. */
  static keep(archive: Archive, carrying: Carrying | undefined): Carrying | undefined {
    const figures = carrying && {
      plan: carrying.plan,
      last_s: carrying.last_s,
      seen: carrying.seen,
      states: carrying.states,
    };
    const kept = archive.json(figures);
    if (kept === undefined) return undefined;
    return Object.assign(new Carrying(kept.plan, kept.last_s), { seen: kept.seen, states: kept.states });
  }

  get status(): CarryingStatus {
    return { plan_id: this.plan.id, steps_done: this.seen, steps: this.plan.steps.length };
  }

  /** Whether the plan passes through these positions, from where it was seen last. */
  passes(positions: SwitchPositions): boolean {
    const faults = differing(this.plan.basis.failed, positions.failed);
    return faults.length === 0 && this.stepsSeen(positions) !== undefined;
  }

  observe(positions: SwitchPositions, time_s: number): Progress {
    const { basis, steps } = this.plan;
    const faults = changesOf(basis.failed, positions.failed);
    if (faults.length > 0) return failed(faults.join('; '));
    const seen = this.stepsSeen(positions);
    if (seen === undefined) return failed('a switch was operated otherwise than planned');
    if (seen === steps.length) return { status: 'done' };
    if (seen > this.seen) {
      [this.seen, this.states, this.last_s] = [seen, 0, time_s];
      return { status: 'running' };
    }
    this.states++;
    // Where the time of the states was set back, it counts from there.
    this.last_s = Math.min(this.last_s, time_s);
    const allowed_s = this.plan.min_operation_interval_s + PATIENCE_S;
    const patient = time_s - this.last_s <= allowed_s || this.states < PATIENCE_STATES;
    if (patient && this.states < MOST_STATES) return { status: 'running' };
    const { operation, edge } = steps[seen];
    return failed(
      `step ${seen + 1} of ${steps.length}, ${operation} ${edge}, was not seen in ${allowed_s} s`,
    );
  }

  /** How many steps lead to these positions, not fewer than were seen before; undefined where they do not. */
  private stepsSeen({ open }: SwitchPositions): number | undefined {
    const { basis, steps } = this.plan;
    const changed = new Set(differing(basis.open, open));
    const after = new Set<string>();
    for (let k = 0; ; k++) {
      const same = after.size === changed.size && [...after].every((id) => changed.has(id));
      if (same && k >= this.seen) return k;
      if (k === steps.length) return undefined;
      if (!after.delete(steps[k].edge)) after.add(steps[k].edge);
    }
  }
}

/** Such as "L1: failed meanwhile". */
function changesOf(before: readonly string[], now: readonly string[]): string[] {
  const changed = differing(before, now);
  const failures = changed.filter((id) => now.includes(id));
  const repairs = changed.filter((id) => !now.includes(id));
  return [
    ...(failures.length > 0 ? [`${list(failures)}: failed meanwhile`] : []),
    ...(repairs.length > 0 ? [`${list(repairs)}: repaired meanwhile`] : []),
  ];
}

function failed(reason: string): Progress {
  return { status: 'failed', reason };
}
