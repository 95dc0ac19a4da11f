/**
 * The contract of the flow: one snapshot travels down the wires each tick, and each node adds its own part.
 * These types are the one source: the JSON Schemas and the validators are generated from them at build time
 * (`scripts/generate-schemas.mjs`), and the OpenAPI document takes its shapes from those schemas.
 */

/** One to 128 characters on one line.
 * @pattern ^.{1,128}$ */
export type Id = string;

/** A moment, ISO 8601 in UTC, such as 2026-01-31T12:00:00.000Z.
 * @format date-time
 * @pattern ^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d(\.\d+)?Z$ */
export type Timestamp = string;

/** How far a measurement may be trusted. */
export type Quality = 'good' | 'uncertain' | 'bad';

/** @minimum 0
 * @maximum 1 */
export type Probability = number;

/** @minimum 0 */
export type NonNegative = number;

/** One state of the grid at one moment. */
export interface Snapshot {
  /** The network that this is a state of. */
  grid_id: Id;
  /** Changes whenever the source starts anew; the sequence grows within a run. */
  run_id?: Id;
  /** Grows by one each tick.
   * @asType integer
   * @minimum 0 */
  sequence: number;
  /** When the state was measured, ISO 8601 in UTC. */
  timestamp: Timestamp;
  source: 'simulated' | 'telemetry' | 'replay';
  data_source?: DataSource;
  nodes: SnapshotNode[];
  edges: SnapshotEdge[];
  metrics: Metrics;
  /** Added by risk-predict. */
  risk_model?: RiskModelInfo;
  /** Added by risk-predict: how far the readings are from what the model was trained on. */
  risk_drift?: RiskDrift;
  /** Added by path-optimize. */
  optimization?: Optimization;
}

/** What the source says of itself. */
export interface DataSource {
  /** Such as "scada-sim, seed 1". */
  description: string;
  /** Time between ticks, by the clock. */
  interval_s: NonNegative;
  /** Snapshots sent in this run.
   * @asType integer
   * @minimum 0 */
  ticks: number;
  /** Ticks left out because the one before was still being worked on.
   * @asType integer
   * @minimum 0 */
  skipped_ticks: number;
  /** How many times more often than their hazards say simulated edges fail: 1 as they say. Absent for what is measured. */
  acceleration?: NonNegative;
  /** Of real telemetry: how its points are. */
  points?: PointHealth;
}

/** How the points of a point list are, and what came of their messages in this run. */
export interface PointHealth {
  good: NonNegative;
  uncertain: NonNegative;
  /** Without an update within their limit; the last known value stands. */
  stale: NonNegative;
  bad: NonNegative;
  /** From which nothing came yet. */
  silent: NonNegative;
  /** The source's clock less ours, the furthest off since the last tick. */
  skew_s?: number;
  /** Sensors that contradict the others, `quantity` of `element`; ten at most. */
  suspects?: string[];
  /** `estimation`; where that finds no state the power flow of the measured injections (`power_flow`), of those of the last
   * state that was found (`last_state`), or of the network's own (`nominal`); `nothing` where none has a solution. */
  filled_by?: 'estimation' | 'power_flow' | 'last_state' | 'nominal' | 'nothing';
  /** Messages and samples by what came of them; none but those above 0. */
  counts: Record<string, NonNegative>;
}

/** A bus of the network, as the API's users know it. */
export interface SnapshotNode {
  id: Id;
  name: string;
  kind: 'generator' | 'substation';
  /** False where no generator reaches the node; its voltage, demand and generation are then 0. */
  energized: boolean;
  /** Voltage magnitude, per unit of the nominal voltage. */
  vm_pu: NonNegative;
  /** Voltage angle, degrees. */
  va_degree: number;
  /** Active power taken (and supplied), MW. */
  demand_mw: number;
  /** Reactive power taken, Mvar. */
  demand_mvar: number;
  /** Active power fed in, MW. */
  generation_mw: number;
  /** Reactive power fed in, Mvar. */
  generation_mvar: number;
  /** That of the measured values; `uncertain` where none is measured. */
  quality: Quality;
  /** Given where no sensor delivers any of the values. */
  origin?: 'estimated';
  /** Where some are measured: the values that are not, and those that are not good, by field name. */
  field_quality?: Record<string, ReadingQuality>;
}

/** The ten readings that a risk model sees. */
export interface SensorReadings {
  /** Conductor or winding temperature, °C.
   * @minimum -60
   * @maximum 400 */
  temperature_c: number;
  /** Active power carried, MW, whichever way it flows. */
  load_mw: NonNegative;
  /** Vibration velocity, root mean square, mm/s. */
  vibration_mm_s: NonNegative;
  age_years: NonNegative;
  /** Corrosion, 0 (new) to 1 (through). */
  corrosion: Probability;
  /** Total harmonic distortion of the current, %. */
  harmonic_distortion_percent: NonNegative;
  /** Insulation condition, 1 (new) to 0 (spent). */
  oil_quality: Probability;
  /** Protection trips since commissioning.
   * @asType integer
   * @minimum 0 */
  trip_count: number;
  /** @minimum -60
   * @maximum 60 */
  ambient_temperature_c: number;
  /** @minimum 0
   * @maximum 100 */
  humidity_percent: number;
}

/** A branch of the network, as the API's users know it. */
export interface SnapshotEdge extends SensorReadings {
  id: Id;
  name: string;
  from: Id;
  to: Id;
  /** Position of the edge's switch. */
  closed: boolean;
  /** False while a fault keeps the edge out of service. */
  in_service: boolean;
  /** Current at the more heavily loaded end, kA. */
  current_ka: NonNegative;
  /** Apparent power over rating, %. */
  loading_percent: NonNegative;
  /** Active power lost in the edge, MW. */
  loss_mw: number;
  /** Only the readings that are not good, by field name. */
  quality?: Record<string, ReadingQuality>;
  /** Given where no sensor delivers any of the values: electrical ones are estimated, all others assumed. */
  origin?: 'estimated';
  /** What the edge is as an asset, where the source knows it. */
  asset?: EdgeAsset;
  /** Added by risk-predict. */
  risk?: EdgeRisk;
}

/** What an edge is, as far as its failures are concerned. */
export interface EdgeAsset {
  kind: 'line' | 'cable' | 'transformer';
  /** Of lines and cables.
   * @exclusiveMinimum 0 */
  length_km?: number;
  /** Nominal voltage.
   * @exclusiveMinimum 0 */
  base_kv?: number;
}

export interface ReadingQuality {
  quality: 'uncertain' | 'bad';
  /** Where no sensor delivers it: estimated from what is measured elsewhere, or assumed, as documents and defaults say. */
  origin?: 'estimated' | 'assumed';
  /** When the value was measured, if not at the snapshot's own time. */
  timestamp?: Timestamp;
}

/** Sums and extremes over the energised part of the grid. Generation equals demand plus losses plus shunts. */
export interface Metrics {
  demand_mw: number;
  demand_mvar: number;
  generation_mw: number;
  generation_mvar: number;
  loss_mw: number;
  /** Reactive losses, Mvar, less what line charging feeds in. */
  loss_mvar: number;
  /** Taken by shunts; capacitors feed in and count below 0. Absent where a grid has none. */
  shunt_mw?: number;
  shunt_mvar?: number;
  /** Losses over generation, %. */
  loss_percent: number;
  /** Demand at nodes that no generator reaches, MW. */
  unserved_mw: NonNegative;
  vm_min_pu: NonNegative;
  vm_max_pu: NonNegative;
  loading_max_percent: NonNegative;
}

export type FailureType =
  | 'thermal_overload'
  | 'mechanical_fatigue'
  | 'electrical_disturbance'
  | 'general_degradation';

/** What risk-predict says of one edge. */
export interface EdgeRisk {
  /** Within the model's horizon. Where no trained model serves, the prior's. */
  failure_probability: Probability;
  /** 0.5 is ordinary; towards 1 the readings are unlike any that the model was trained on. null where none was. */
  anomaly_score: Probability | null;
  /** The first of the product's rules that holds: what would fail first, if something did. */
  failure_type: FailureType;
  /** All rules that hold. */
  failure_types?: FailureType[];
  /** How far each rule is from where it begins to hold, as a share of its limit; above 0 it holds. */
  failure_margins?: Record<FailureType, number>;
  /** The model's own evidence for each type, log-odds; absent where it was not asked for. */
  failure_evidence?: Record<FailureType, number>;
  /** Why the boosted trees say what they say; absent where it was not asked for. */
  explanation?: RiskExplanation;
  /** null where no trained model serves. */
  members: RiskMembers | null;
  /** What the asset health methodology says, whatever the model says. */
  prior?: PriorRisk;
  remaining_life_years?: RemainingLife;
  model_id: Id;
  model_version: string;
}

/** Contributions in log odds by TreeSHAP: base_value plus all of them is margin. */
export interface RiskExplanation {
  /** What every edge starts from: the mean of the training rows. */
  base_value: number;
  /** What each input of the model adds. */
  contributions: Record<string, number>;
  /** What the boosted trees say, before combination and calibration. */
  margin: number;
}

/** Failure probability after Ofgem's asset health methodology: from age and condition, of no trained model. */
export interface PriorRisk {
  method: 'cnaim_v2_1';
  /** Of a functional failure within the horizon. */
  failure_probability: Probability;
  /** The period that this probability speaks of, hours. */
  horizon_h: NonNegative;
  /** Functional failures a year, of the edge's whole length. */
  failures_per_year: NonNegative;
  /** 0.5 is new, 5.5 the end of the expected life, 10 about to fail.
   * @minimum 0.5
   * @maximum 10 */
  health_score: number;
  /** What the source does not tell and was assumed: a line of 1 km. Absent where nothing was. */
  assumed?: ('kind' | 'length_km')[];
}

/** Years until the health score reaches 5.5, the end of the expected life; the interval holds 8 of 10 cases. */
export interface RemainingLife {
  expected: NonNegative;
  low: NonNegative;
  high: NonNegative;
}

/** What each member of the ensemble says by itself; null where the model has no such member. */
export interface RiskMembers {
  gradient_boosting: Probability | null;
  random_forest: Probability | null;
  isolation_forest: Probability | null;
}

/** Where the risk figures come from. */
export interface RiskModelInfo {
  id: Id;
  version: string;
  /** A model trained on simulated failures estimates; it has not seen a real one. Of user rows nobody here knows where
   * their outcomes come from. Unknown where a member comes from elsewhere; none where no trained model serves and the probabilities are those of the prior. */
  trained_on: 'simulated_failures' | 'field_failures' | 'user_rows' | 'unknown' | 'none';
  /** null where nothing was trained. */
  trained_at: Timestamp | null;
  /** The period that a probability speaks of; "unknown" where a member comes from elsewhere. */
  horizon: string;
  /** The same in hours, where it is known. */
  horizon_h?: NonNegative;
}

/** How far the newest readings are from those that the model was trained on. */
export interface RiskDrift {
  /** The worst of the features'. */
  state: DriftState;
  /** Rows that are looked at, the newest.
   * @asType integer
   * @minimum 0 */
  rows: number;
  features: FeatureDrift[];
  score: ScoreChange;
}

export type DriftState = 'stable' | 'watch' | 'drift';

/** One feature: `watch` and `drift` where both figures say so. */
export interface FeatureDrift {
  /** An input of the model: a reading, or derived from them. */
  name: string;
  /** Population stability index: below 0.1 little, above 0.25 much. */
  psi: number;
  /** Largest distance of the two cumulative distributions (Kolmogorov and Smirnov). */
  ks: Probability;
  /** How probable such a distance is without a drift, the different values of one tick taken as observations. */
  ks_p: Probability;
  state: DriftState;
}

/** Page and Hinkley's test on the mean log-odds of each tick. */
export interface ScoreChange {
  /** Ticks that were looked at.
   * @asType integer
   * @minimum 0 */
  ticks: number;
  /** What has added up; a change is told where it is above the threshold. */
  statistic: NonNegative;
  threshold: NonNegative;
  /** The last change that was told, and at which of the ticks; null where there was none. */
  last_change: { direction: 'up' | 'down'; tick: number } | null;
}

/** What path-optimize adds. */
export interface Optimization {
  /** Weight of failure probability against per-unit resistance in a path's cost. */
  risk_weight: NonNegative;
  /** One entry for every substation. */
  paths: SupplyPath[];
  /** What is to be switched; null where nothing is worth it, or the operator has rejected it. */
  plan: IssuedPlan | null;
  /** Loads that have no supply in this state; null where all have. */
  outage: Outage | null;
  loss_before_mw: number;
  /** Losses after the plan, solved by AC power flow; as before where there is no plan. */
  loss_after_mw: number;
  episode: Episode;
  /** Who proposed; absent where something else than path-optimize did. */
  agent?: AgentInfo;
  /** True where a request with a risk weight of its own only asked what would be: nobody can accept its plan. */
  what_if?: true;
  /** Absent where something else than path-optimize proposed. */
  dispatch?: DispatchStatus;
  /** True where the time limit has cut a search short: there may be a better plan. */
  time_limit_reached: boolean;
  elapsed_ms: NonNegative;
}

/** `advisory`: plans are proposals, which an operator accepts. `automatic`: they are carried out. */
export type OperatingMode = 'advisory' | 'automatic';

/** Which plan can be accepted, and which is being carried out, when the state was sent. */
export interface DispatchStatus {
  mode: OperatingMode;
  /** The plan that can be accepted. */
  proposed: Id | null;
  carrying: CarryingStatus | null;
}

/** How far a plan has been carried out, as the states have shown it. */
export interface CarryingStatus {
  plan_id: Id;
  /** @asType integer */
  steps_done: NonNegative;
  /** @asType integer */
  steps: NonNegative;
}

/** The cheapest way from a generator to one substation. */
export interface SupplyPath {
  node: Id;
  /** False where no closed, healthy way leads from any generator; the other fields are then empty or null. */
  reachable: boolean;
  generator: Id | null;
  /** From the generator to the node. */
  nodes: Id[];
  edges: Id[];
  /** resistance_pu + risk_weight × Σ failure probability. */
  cost: number | null;
  resistance_pu: number | null;
  /** The part of the cost that risk makes. */
  risk_cost: number | null;
  /** The probability that every edge of the path holds, edges taken as independent. */
  hold_probability: Probability | null;
  /** What the edges of the path lose in this state, MW, whoever else they supply; null where that is not known. */
  loss_mw?: number | null;
}

/** What stands by for the cheapest path of a node. */
export interface SupplyBackup {
  /** `disjoint`: one path, the cheapest that shares no edge with the first. `pair`: there is none, for the first is in
   * the way; two other paths share no edge with each other and cost least together. `none`: no path stands by. */
  kind: 'disjoint' | 'pair' | 'none';
  /** The cheaper first. */
  paths: SupplyPath[];
  /** Where there is none: the edges that every path to the node passes, from the generator on. */
  bottlenecks: Id[];
  /** Why it is no disjoint path; null where it is one. */
  reason: string | null;
}

/** By which ways one node can be supplied. */
export interface NodeRoutes {
  /** The cheapest paths, the cheapest first: fewer than were asked for where there are no more. */
  alternatives: SupplyPath[];
  backup: SupplyBackup;
}

/** Operations in their order, and what they are worth. */
export interface SwitchingPlan {
  /** In the order of execution. */
  steps: SwitchingStep[];
  loss_before_mw: number;
  loss_after_mw: number;
  risk_before: number;
  risk_after: number;
  /** The state that the plan was made for.
   * @asType integer */
  sequence: number;
}

export interface SwitchingStep {
  operation: 'open' | 'close';
  edge: Id;
  /** Losses when the step is done, MW. */
  loss_mw: number;
}

/** A switching plan as path-optimize gives it out. */
export interface IssuedPlan extends SwitchingPlan {
  /** The same operations from the same switch positions have the same id. */
  id: Id;
  /** `restoration` supplies again what is dark; `improvement` lowers losses and risk. */
  purpose: 'restoration' | 'improvement';
  /** False: a proposal to the operator. True: to be carried out. */
  released: boolean;
  basis: SwitchPositions;
  /** Demand without supply before the plan and after it, MW. */
  unserved_before_mw: NonNegative;
  unserved_after_mw: NonNegative;
  /** Time that passes between two of its operations at least. */
  min_operation_interval_s: NonNegative;
  /** What stays without supply after the plan, and why. */
  unserved: UnservedNode[];
}

/** A state of the grid, as far as switching is concerned. */
export interface SwitchPositions {
  /** Edges whose switch is open. */
  open: Id[];
  /** Edges that a fault keeps out of service. */
  failed: Id[];
}

/** Loads without supply. */
export interface Outage {
  /** Nodes with a load that no generator reaches. */
  nodes: Id[];
  /** What they take, as last seen while they had supply, MW. */
  demand_mw: NonNegative;
  /** Those of them that were never seen with supply: their demand is the network's nominal one. */
  nominal_demand: Id[];
  /** Those that no legal plan was found for. */
  unserved: UnservedNode[];
}

/** A node that stays without supply. */
export interface UnservedNode {
  node: Id;
  demand_mw: NonNegative;
  /** `no_tie`: no switch leads there. `rating`, `voltage`: an edge would be overloaded, the voltage of a node would
   * leave its band. `supply`: the generator that balances cannot give so much. `no_solution`: the power flow has none. `operations`: no legal configuration within the number of
   * operations that is allowed. `time`: the time was up. */
  reason: 'no_tie' | 'rating' | 'voltage' | 'supply' | 'no_solution' | 'operations' | 'time';
  /** The edge or the node that bars it, with `rating`, `voltage` and `supply`. */
  at: Id | null;
}

/** What the learning agent is, and what it has learned from. */
export interface AgentInfo {
  /** `configurations`: it chooses among whole configurations of the grid; `operations`: among single operations. */
  kind: 'configurations' | 'operations';
  /** An agent trained on simulated loads and failures estimates; null where it started untrained. */
  trained_on: 'simulated_loads' | null;
  trained_at: Timestamp | null;
  /** Whether it goes on learning in the flow. */
  learning: boolean;
}

/** One episode of the learning agent. */
export interface Episode {
  /** Counts from 1.
   * @asType integer
   * @minimum 1 */
  number: number;
  loss_mw: number;
  /** Failure probability × MW carried, summed over the edges in use: MW expected to be hit. */
  risk: number;
  /** −(loss_mw + risk weight × risk + violations), per MW of demand; null where the time limit left no time for an
   * episode, and the figures above are those of the present state. */
  reward: number | null;
}
