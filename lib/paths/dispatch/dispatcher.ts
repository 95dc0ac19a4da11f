import type {
  DispatchStatus,
  Id,
  IssuedPlan,
  OperatingMode,
  OperatorMessage,
  Outage,
  Snapshot,
} from '../../contract';
import type { GridError } from '../../errors';
import { type Archive, fingerprintOf, readState, writeState } from '../../keeping';
import type { LikelyFailure } from '../types';
import { Carrying } from './carrying';
import { News } from './news';
import { differing, positionsOf, samePositions } from './positions';
import { describeRefusal, type PlanCommandName, refusalOf } from './refusal';
import { describePlan } from './words';

export interface DispatcherSettings {
  readonly mode: OperatingMode;
  /** In automatic mode no operation is begun sooner after the last one. */
  readonly min_operation_interval_s: number;
}

/** What comes of an event: a plan to send on, if it is another or newly released, and news for the operator. */
export interface DispatchOutcome {
  readonly plan: IssuedPlan | null;
  readonly messages: readonly OperatorMessage[];
  /** The plan that was being carried out, and is to be ended. */
  readonly abort?: Id;
  /** A command that was refused. */
  readonly refusal?: GridError;
}

type Seen = Pick<Snapshot, 'sequence' | 'timestamp' | 'run_id'> & {
  readonly positions: ReturnType<typeof positionsOf>;
  readonly time_s: number;
};

/** Of what is kept: grows with every change of it. */
const LAYOUT = 1;

/** Rejections that are remembered of one state. */
const MOST_REFUSED = 32;

/**
 * Decides which plan is proposed and which is released. A plan is for the switch positions and failures that it was
 * made for: as soon as a state with others has been seen, it is nobody's to accept (the interlock). Time is that of the
 * states; the same states and commands give the same decisions.
 */
export class Dispatcher {
  mode: OperatingMode;
  private newest: Seen | undefined;
  private proposed: IssuedPlan | null = null;
  private carrying: Carrying | undefined;
  /** Until the grid leaves the positions that it passes through, nothing is released without the operator. */
  private aborted: Carrying | undefined;
  private lastOperation_s = Number.NEGATIVE_INFINITY;
  /** Ids of plans that the operator has rejected, and of those that failed, while the positions stay as they are. */
  private readonly rejected = new Set<string>();
  private readonly failed = new Set<string>();
  private readonly news = new News();

  constructor(private readonly settings: DispatcherSettings) {
    this.mode = settings.mode;
  }

  get status(): DispatchStatus {
    const { mode, proposed, carrying } = this;
    return { mode, proposed: proposed?.id ?? null, carrying: carrying?.status ?? null };
  }

  /** Everything that is decided, for a dispatcher of the same grid and mode to go on from. */
  state(gridId: Id): Uint8Array {
    return writeState(this.fingerprint(gridId), (archive) => this.keep(archive));
  }

  /** Throws UNREADABLE_STATE where it is of another grid, or the mode was set otherwise since; or is damaged: not to be used then. */
  resume(state: Uint8Array, gridId: Id): void {
    readState(state, this.fingerprint(gridId), (archive) => this.keep(archive));
  }

  private fingerprint(gridId: Id): Uint8Array {
    return fingerprintOf({ gridId, mode: this.settings.mode }, LAYOUT);
  }

  private keep(archive: Archive): void {
    this.mode = archive.json(this.mode);
    this.newest = archive.json(this.newest);
    this.proposed = archive.json(this.proposed);
    this.carrying = Carrying.keep(archive, this.carrying);
    this.aborted = Carrying.keep(archive, this.aborted);
    this.lastOperation_s = archive.number(this.lastOperation_s);
    for (const ids of [this.rejected, this.failed]) {
      const kept = archive.json([...ids]);
      ids.clear();
      for (const id of kept) ids.add(id);
    }
    this.news.keep(archive);
  }

  /** Takes note of a state as soon as it arrives, before anything is computed for it. */
  see(snapshot: Snapshot): readonly OperatorMessage[] {
    const { sequence, timestamp, run_id, edges } = snapshot;
    const before = this.newest;
    const time_s = Date.parse(timestamp) / 1000;
    const positions = positionsOf(edges);
    this.newest = { sequence, timestamp, run_id, positions, time_s };
    this.news.at(this.newest);
    const anew = before === undefined || before.run_id !== run_id;
    const switched = before !== undefined && differing(before.positions.open, positions.open).length > 0;
    if (anew) this.lastOperation_s = Number.NEGATIVE_INFINITY;
    else if (switched) this.lastOperation_s = time_s;
    if (before === undefined || !samePositions(before.positions, positions)) {
      this.rejected.clear();
      this.failed.clear();
    }
    if (anew || this.aborted?.passes(positions) === false) this.aborted = undefined;
    return [...this.follow(anew), ...this.withdrawStale(), ...this.news.shed(snapshot)];
  }

  /**
   * Takes what was computed. A plan for positions that are no longer the newest is nobody's. Where the search was `cut`
   * short, no plan does not say that nothing is worth switching.
   */
  propose(plan: IssuedPlan | null, cut = false): DispatchOutcome {
    if (this.carrying !== undefined || (plan === null && cut)) return NOTHING;
    if (plan === null || this.rejected.has(plan.id))
      return this.withdraw('nothing is worth switching any more');
    if (!this.isPresent(plan)) return NOTHING;
    const another = plan.id !== this.proposed?.id;
    this.proposed = plan;
    if (this.mayRelease(plan)) return this.release(plan);
    if (!another) return NOTHING;
    return { plan, messages: this.news.plan('plan_proposed', plan, `proposed: ${describePlan(plan)}`) };
  }

  /** News of loads without supply and of edges that have become likely to fail. */
  report(outage: Outage | null, failures: readonly LikelyFailure[]): readonly OperatorMessage[] {
    return [...this.news.outage(outage), ...failures.flatMap((failure) => this.news.failure(failure))];
  }

  /** What stands in the state as its plan: one that can be accepted, or that was just released; not what was rejected. */
  shown(plan: IssuedPlan | null): IssuedPlan | null {
    if (plan === null || this.rejected.has(plan.id)) return null;
    const released = this.carrying?.plan;
    if (released === undefined) return plan;
    return released.id === plan.id ? { ...plan, released: true } : null;
  }

  /** The operator's yes: to the plan that is proposed, by its id, or whichever that is. */
  accept(id?: string): DispatchOutcome {
    const plan = this.proposed;
    if (plan === null || (id !== undefined && id !== plan.id)) return this.refuse('accept_plan', id);
    return this.release(plan);
  }

  reject(id?: string): DispatchOutcome {
    const plan = this.proposed;
    if (plan === null || (id !== undefined && id !== plan.id)) return this.refuse('reject_plan', id);
    remember(this.rejected, plan.id);
    this.proposed = null;
    return { plan: null, messages: this.news.plan('plan_rejected', plan, `rejected: ${plan.id}`) };
  }

  /** The operator's stop to the plan that is being carried out: what it has switched stays so. */
  abort(id?: string): DispatchOutcome {
    const { carrying } = this;
    if (carrying === undefined || (id !== undefined && id !== carrying.plan.id)) {
      return this.refuse('abort_plan', id);
    }
    const { plan_id, steps_done, steps } = carrying.status;
    this.carrying = undefined;
    this.aborted = carrying;
    const hold = this.mode === 'automatic' ? '; nothing is released by itself for now' : '';
    const text = `aborted: ${plan_id}, after ${steps_done} of ${steps} operations${hold}`;
    return { plan: null, abort: plan_id, messages: this.news.plan('plan_aborted', carrying.plan, text) };
  }

  setMode(mode: OperatingMode): DispatchOutcome {
    const changed = mode !== this.mode;
    this.mode = mode;
    this.aborted = undefined;
    const messages = changed ? this.news.say('mode_changed', `the mode is ${mode} now`) : [];
    if (this.proposed === null || !this.mayRelease(this.proposed)) return { plan: null, messages };
    const released = this.release(this.proposed);
    return { ...released, messages: [...messages, ...released.messages] };
  }

  private isPresent({ basis }: IssuedPlan): boolean {
    return this.newest !== undefined && samePositions(basis, this.newest.positions);
  }

  private mayRelease({ id }: IssuedPlan): boolean {
    if (this.mode !== 'automatic' || this.aborted !== undefined) return false;
    if (this.failed.has(id) || this.newest === undefined) return false;
    const { time_s } = this.newest;
    // Where the time of the states was set back, it counts from there.
    if (this.lastOperation_s > time_s) this.lastOperation_s = time_s;
    return time_s - this.lastOperation_s >= this.settings.min_operation_interval_s;
  }

  private release(proposal: IssuedPlan): DispatchOutcome {
    const plan: IssuedPlan = { ...proposal, released: true };
    const { time_s } = this.newest!;
    this.proposed = null;
    this.aborted = undefined;
    this.carrying = new Carrying(plan, time_s);
    this.lastOperation_s = time_s;
    return { plan, messages: this.news.plan('plan_released', plan, `released: ${describePlan(plan)}`) };
  }

  /** Where the plan that is being carried out has come. */
  private follow(anew: boolean): OperatorMessage[] {
    if (this.carrying === undefined) return [];
    const { plan } = this.carrying;
    const { positions, time_s } = this.newest!;
    const progress = anew
      ? ({ status: 'failed', reason: 'the source of the states started anew' } as const)
      : this.carrying.observe(positions, time_s);
    if (progress.status === 'running') return [];
    this.carrying = undefined;
    if (progress.status === 'done') return this.news.plan('plan_done', plan, `done: ${plan.id}`);
    remember(this.failed, plan.id);
    return this.news.plan('plan_failed', plan, `failed: ${plan.id}: ${progress.reason}`);
  }

  private withdrawStale(): readonly OperatorMessage[] {
    if (this.proposed === null || this.isPresent(this.proposed)) return [];
    return this.withdraw('the state is another').messages;
  }

  private withdraw(reason: string): DispatchOutcome {
    const plan = this.proposed;
    if (plan === null) return NOTHING;
    this.proposed = null;
    const text = `withdrawn: ${plan.id}: ${reason}`;
    return { plan: null, messages: this.news.plan('plan_withdrawn', plan, text) };
  }

  private refuse(command: PlanCommandName, id: string | undefined): DispatchOutcome {
    const refusal = refusalOf(command, id, this.status);
    const about = id === undefined ? {} : { plan_id: id };
    return { plan: null, messages: this.news.say('plan_refused', describeRefusal(refusal), about), refusal };
  }
}

const NOTHING: DispatchOutcome = { plan: null, messages: [] };

/** Of what is remembered the oldest gives way. */
function remember(ids: Set<string>, id: string): void {
  ids.add(id);
  if (ids.size > MOST_REFUSED) ids.delete(ids.values().next().value!);
}
