import type { IssuedPlan } from '../contract';
import { compileGrid, type Grid } from '../grid';
import { type Archive, fingerprintOf, readState, writeState } from '../keeping';
import type { OperatingPoint } from '../powerflow';
import type { Turn } from './operations/agent';
import {
  FailureWatch,
  type Improver,
  issuePlan,
  openImprover,
  PacedAgent,
  type RestorationAnswer,
  RestorationPlanner,
  unsolvable,
} from './planning';
import { createRouter, incidenceOf, supplyGraph } from './routing';
import type { Clock, Optimizer, OptimizerInit, OptimizerResult, OptimizerState } from './types';

/** Of the state: grows with every change of what a part keeps, or of the order. */
const LAYOUT = 1;

/** Unless the opener says otherwise. */
const USUAL = { time_limit_ms: Number.POSITIVE_INFINITY, warn_probability: 0.5, min_operation_interval_s: 5 };

/**
 * Paths, losses and switching of one grid. Throws INVALID_NETWORK for a network that cannot be used; `optimize` throws
 * NO_SOLUTION where the present state has no power flow, and then gives no paths either: an answer without losses
 * would be half an answer.
 */
export function createOptimizer(init: OptimizerInit, clock: Clock): Optimizer {
  return new GridOptimizer(init, clock);
}

class GridOptimizer implements Optimizer {
  private readonly settings: OptimizerInit & typeof USUAL;
  private readonly grid: Grid;
  private readonly router;
  private readonly improver: Improver;
  private readonly agent: PacedAgent;
  private readonly planner: RestorationPlanner;
  private readonly watch: FailureWatch;
  private episodes = 0;

  constructor(
    init: OptimizerInit,
    private readonly clock: Clock,
  ) {
    this.settings = { ...USUAL, ...init };
    this.grid = compileGrid(init.network);
    const incidence = incidenceOf(supplyGraph(this.grid));
    this.router = createRouter(this.grid, incidence);
    this.improver = openImprover(this.grid, incidence, init);
    this.agent = new PacedAgent(this.improver, clock);
    this.planner = new RestorationPlanner(this.grid, clock);
    this.watch = new FailureWatch(this.grid, this.settings.warn_probability, clock);
  }

  optimize(state: OptimizerState, riskWeight: number, learn = true): OptimizerResult {
    const { clock, planner, settings } = this;
    const start = clock();
    const left_ms = (): number => settings.time_limit_ms - (clock() - start);
    const routes = this.router.route(state, riskWeight);
    const present = planner.complete(state);
    const restoration = planner.answer(state, present, left_ms());
    const turn = this.agent.takeTurn(state, riskWeight, learn, left_ms());
    if (turn?.status === 'no_solution') throw unsolvable(this.grid, state.sequence, turn);
    const { loss_mw, episode } = this.standing(state, present.point, turn);
    const { plan, cut } = this.choose(state, restoration, turn);
    const warnings = this.watch.look(state.failure_probability, present.point, Math.max(0, left_ms()));
    return {
      ...routes,
      risk_weight: riskWeight,
      plan,
      outage: restoration?.outage ?? null,
      warnings,
      loss_before_mw: loss_mw,
      loss_after_mw: plan?.loss_after_mw ?? loss_mw,
      episode,
      agent: this.improver.info,
      time_limit_reached: cut,
      elapsed_ms: clock() - start,
    };
  }

  state(): Uint8Array {
    return writeState(this.fingerprint(), (archive) => this.keep(archive));
  }

  resume(state: Uint8Array): void {
    readState(state, this.fingerprint(), (archive) => this.keep(archive));
  }

  /** An agent that was trained anew in its folder is another one. */
  private fingerprint(): Uint8Array {
    const { network, seed, agent_folder, switching_cost_percent } = this.settings;
    return fingerprintOf(
      { network, seed, agent_folder, switching_cost_percent, agent: this.improver.info },
      LAYOUT,
    );
  }

  private keep(archive: Archive): void {
    this.episodes = archive.number(this.episodes);
    for (const part of [this.improver, this.planner, this.watch]) part.keep(archive);
  }

  /** Losses, and the episode: where there was no time for one, the present state. */
  private standing(
    state: OptimizerState,
    point: OperatingPoint,
    turn: Turn | undefined,
  ): Pick<OptimizerResult, 'episode'> & { loss_mw: number } {
    const number = ++this.episodes;
    if (turn?.status === 'done') return { loss_mw: turn.loss_mw, episode: { ...turn.episode, number } };
    const { loss_mw, risk } = this.planner.solve(state, point);
    return { loss_mw, episode: { number, loss_mw, risk, reward: null } };
  }

  /**
   * Restoration before improvement. Where nothing can be done for what is dark, the rest may still be improved.
   * `cut` says that the time limit has ended the search that the answer depends on.
   */
  private choose(
    state: OptimizerState,
    restoration: RestorationAnswer | undefined,
    turn: Turn | undefined,
  ): { plan: IssuedPlan | null; cut: boolean } {
    const { grid, settings } = this;
    const issue = (draft: Parameters<typeof issuePlan>[2]): IssuedPlan =>
      issuePlan(grid, state, draft, settings.min_operation_interval_s);
    if (restoration !== undefined && (restoration.draft !== null || !restoration.complete)) {
      const { draft, complete } = restoration;
      return { plan: draft && issue(draft), cut: !complete };
    }
    if (turn?.status !== 'done') return { plan: null, cut: true };
    const dark = restoration?.outage;
    const unserved_mw = dark?.demand_mw ?? 0;
    const plan =
      turn.plan &&
      issue({
        ...turn.plan,
        purpose: 'improvement',
        unserved_before_mw: unserved_mw,
        unserved_after_mw: unserved_mw,
        unserved: dark?.unserved ?? [],
      });
    return { plan, cut: false };
  }
}
