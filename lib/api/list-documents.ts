import type { AlarmDocument } from '../alarms';
import type { DispatchStatus, IssuedPlan, NonNegative, Probability, Timestamp } from '../contract';
import type { Count, LossPoint, TickHead } from './documents';

/** Shapes of answers that are lists of what happened, as `documents.ts` has those of a state. */

/** The alarms that stand, and what changed before. */
export interface AlarmsDocument extends TickHead {
  /** The failure probability at which an alarm is raised. */
  threshold: Probability;
  /** How far the probability must fall below the threshold for the alarm to be cleared. */
  hysteresis: Probability;
  /** In the order in which they were raised. */
  active: AlarmDocument[];
  /** Changes that are kept at most.
   * @asType integer
   * @minimum 1 */
  history_limit: number;
  /** Raised and cleared since the node was deployed, the oldest first. */
  history: AlarmDocument[];
}

export type HistoryMetric = 'loss' | 'risk' | 'reward';

/** A page of a history, the oldest first. */
export interface HistoryPage extends TickHead {
  metric: HistoryMetric;
  /** Ticks that are remembered at most.
   * @asType integer
   * @minimum 1 */
  history_limit: number;
  /** Ticks between the cursor and this page that are no longer remembered. */
  missed: Count;
  points: LossPoint[] | RiskPoint[] | RewardPoint[];
  /** Leads to what comes after this page, also where nothing has come yet. */
  next_cursor: string;
}

export interface RiskPoint {
  sequence: Count;
  timestamp: Timestamp;
  /** Failure probability × MW carried, summed over the edges in use; null where there was no optimisation. */
  risk: number | null;
}

export interface RewardPoint {
  sequence: Count;
  timestamp: Timestamp;
  /** null where there was no optimisation. */
  reward: number | null;
  /** The weight that the reward was computed with. */
  risk_weight: NonNegative | null;
}

/** What the live stream tells when there is another plan, or another step of it is done. */
export interface PlanNews extends TickHead {
  /** null where nothing is worth switching. */
  plan: IssuedPlan | null;
  loss_before_mw: number;
  loss_after_mw: number;
  /** Absent where something else than path-optimize proposed. */
  dispatch?: DispatchStatus;
}
