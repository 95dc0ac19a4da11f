import type { Id, NonNegative, OperatingMode } from './snapshot';

/** What scada-sim can be told, as a message, over MQTT, or by an operator's button.
 * @discriminator command */
export type GridCommand =
  | { command: 'start' }
  | { command: 'stop' }
  | { command: 'step' }
  | { command: 'reset' }
  | { command: 'set_switch'; edge: Id; closed: boolean }
  /** Fixes a node's demand until the next reset. */
  | { command: 'set_load'; node: Id; demand_mw: NonNegative; demand_mvar?: number }
  | { command: 'inject_fault'; edge: Id; fault?: FaultKind }
  /** Clears the faults of one edge, or of all. */
  | { command: 'restore'; edge?: Id }
  /** Starts a scenario in place of the one that runs; `none` ends it. */
  | { command: 'scenario'; name: ScenarioName | 'none' }
  /** Ends the plan that is being carried out; the switches stay as they are. Without an id: whichever that is. */
  | { command: 'abort_plan'; id?: Id };

/** Scenarios that are built in. */
export type ScenarioName =
  | 'heat-wave'
  | 'storm'
  | 'evening-peak'
  | 'ageing-fleet'
  | 'single-trip'
  | 'cascading-overload'
  | 'sensor-failure'
  | 'false-data';

export type FaultKind = 'trip' | 'overheating' | 'vibration' | 'harmonics' | 'corrosion';

/** Asks path-optimize for an optimisation of the newest state. */
export interface OptimizeCommand {
  command: 'optimize';
  risk_weight?: RiskWeight;
}

/** What path-optimize can be told.
 * @discriminator command */
export type OptimizerCommand =
  | OptimizeCommand
  /** Without an id: the newest plan. */
  | { command: 'accept_plan'; id?: Id }
  /** It is not proposed again while the switch positions stay as they are. Without an id: the newest plan. */
  | { command: 'reject_plan'; id?: Id }
  /** Ends the plan that is being carried out; the switches stay as they are. Without an id: whichever that is. */
  | { command: 'abort_plan'; id?: Id }
  | { command: 'set_mode'; mode: OperatingMode };

/** Far above any use, and far below where sums of costs overflow: what comes of that, the agent would learn from.
 * @minimum 0
 * @maximum 1000000 */
export type RiskWeight = number;
