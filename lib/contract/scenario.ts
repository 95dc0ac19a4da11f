import type { FaultKind } from './commands';
import type { ElementId } from './network';
import type { NonNegative } from './snapshot';

/** What happens to a simulated grid: the scenario document. Times are seconds from its start. */
export interface Scenario {
  format: 'gridloom-scenario';
  version: 1;
  name: ElementId;
  description?: string;
  /** @maxItems 1000 */
  events: ScenarioEvent[];
}

/** What happens from a time on, until another or for good.
 * @discriminator kind */
export type ScenarioEvent =
  /** Weather that departs from what it would be. */
  | {
      kind: 'weather';
      from_s: NonNegative;
      until_s?: NonNegative;
      /** How long it takes to come and to go. */
      ramp_s?: NonNegative;
      temperature_offset_c?: TemperatureOffset;
      humidity_offset_percent?: number;
      wind_factor?: Factor;
      wind_offset_m_s?: WindOffset;
      cloud_cover?: Share;
    }
  /** Demand times a factor, of one class of customers or of all. */
  | {
      kind: 'load';
      from_s: NonNegative;
      until_s?: NonNegative;
      ramp_s?: NonNegative;
      factor: Factor;
      customer?: CustomerKind;
    }
  /** Every edge grows older at once. */
  | { kind: 'ageing'; from_s: NonNegative; years: Years }
  /** Faults as `inject_fault` brings them; restored at the end. */
  | { kind: 'fault'; from_s: NonNegative; until_s?: NonNegative; edges: EdgeChoice; fault?: FaultKind }
  /** Overcurrent relays trip what carries more than so much of its rating. */
  | { kind: 'protection'; from_s: NonNegative; until_s?: NonNegative; pickup_percent: PickupPercent }
  | {
      kind: 'sensor_fault';
      from_s: NonNegative;
      until_s?: NonNegative;
      edges: EdgeChoice;
      /** All that have a sensor where none is named. */
      reading?: SensedReading;
      fault: 'dropout' | 'stuck' | 'drift' | 'delay';
    }
  /** An intruder's figures, which look like good ones: factor × value + offset. */
  | {
      kind: 'false_data';
      from_s: NonNegative;
      until_s?: NonNegative;
      edges: EdgeChoice;
      reading: SensedReading;
      factor?: Factor;
      offset?: number;
    };

/** Classes of customers, as in the network document. */
export type CustomerKind = 'residential' | 'commercial' | 'industrial';

/** Edges by their ids, or by a rule at the moment when an event begins. */
export type EdgeChoice = ElementId[] | EdgeRule;

export interface EdgeRule {
  rule: 'most_loaded' | 'oldest' | 'random';
  /**
   * How many; one where nothing is said.
   * @asType integer
   * @minimum 1 */
  count?: number;
  /** In place of a count: the share of all edges. */
  share?: Share;
}

/** Readings that a sensor tells. */
export type SensedReading =
  | 'temperature_c'
  | 'load_mw'
  | 'vibration_mm_s'
  | 'corrosion'
  | 'harmonic_distortion_percent'
  | 'oil_quality';

/** @minimum 0
 * @maximum 100 */
export type Factor = number;

/** @minimum 0
 * @maximum 1 */
export type Share = number;

/** @minimum -40
 * @maximum 40 */
export type TemperatureOffset = number;

/** @minimum -50
 * @maximum 50 */
export type WindOffset = number;

/** @minimum 0
 * @maximum 100 */
export type Years = number;

/** @minimum 10
 * @maximum 1000 */
export type PickupPercent = number;
