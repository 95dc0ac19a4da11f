import type { Id, Timestamp } from './snapshot';

/** What path-optimize tells the operator: once for each change, not with each tick. */
export interface OperatorMessage {
  kind: OperatorMessageKind;
  severity: 'info' | 'warning' | 'alarm';
  /** For people. */
  text: string;
  /** The plan that it speaks of. */
  plan_id?: Id;
  edges?: Id[];
  nodes?: Id[];
  /** The newest state when it was sent.
   * @asType integer
   * @minimum 0 */
  sequence: number;
  timestamp: Timestamp;
}

export type OperatorMessageKind =
  | 'plan_proposed'
  /** The state is another, or nothing is worth switching any more. */
  | 'plan_withdrawn'
  | 'plan_rejected'
  | 'plan_released'
  /** A command about a plan that is not there to be accepted, rejected or aborted. */
  | 'plan_refused'
  | 'plan_done'
  | 'plan_failed'
  | 'plan_aborted'
  | 'mode_changed'
  | 'loads_without_supply'
  | 'supply_restored'
  /** Load is shed at nodes that have supply, as no generator can give so much. */
  | 'load_shed'
  | 'load_shed_ended'
  | 'likely_failure';
