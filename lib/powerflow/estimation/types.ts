import type { PowerFlowState } from '../types';

/**
 * What can be measured. The place of a quantity in this list is its number inside the estimator. Injections are
 * generation less demand at a bus; flows and currents are those into the branch at either end.
 */
export const MEASURED_QUANTITIES = [
  'vm_pu',
  'va_degree',
  'p_injection_mw',
  'q_injection_mvar',
  'p_from_mw',
  'q_from_mvar',
  'p_to_mw',
  'q_to_mvar',
  'current_from_ka',
  'current_to_ka',
] as const;

export type MeasuredQuantity = (typeof MEASURED_QUANTITIES)[number];

/** One measured value: of a bus for the first four quantities, of a branch for the others. */
export interface Measurement {
  quantity: MeasuredQuantity;
  /** Id of the bus or the branch. */
  element: string;
  /** In the unit of the quantity. */
  value: number;
  /** Standard deviation of its error, in the same unit; above 0. */
  sigma: number;
}

/** What stands in for sensors: MW and Mvar per bus, in the order of the network's buses. */
export interface PseudoInjections {
  p_injection_mw: Float64Array;
  q_injection_mvar: Float64Array;
}

export interface EstimationOptions {
  /** Per branch: 1 where it is closed and in service; as the network has it where nothing is said. */
  live?: Uint8Array;
  /**
   * What is taken for injections without sensors where the measurements do not suffice: nominal loads and schedules
   * where nothing is said, none where false.
   */
  pseudo?: PseudoInjections | false;
  /** A normalised residual above this is a gross error; by the number of measurements where nothing is said. */
  threshold?: number;
}

/** The estimated state; the arrays are the estimator's own and hold until it estimates again. */
export type EstimatedState = Pick<
  PowerFlowState,
  | 'vm_pu'
  | 'va_rad'
  | 'energized'
  | 'p_from_mw'
  | 'q_from_mvar'
  | 'p_to_mw'
  | 'q_to_mvar'
  | 'loss_mw'
  | 'loss_mvar'
  | 'shunt_mw'
  | 'shunt_mvar'
> & {
  /** Generation less demand, per bus. */
  p_injection_mw: Float64Array;
  q_injection_mvar: Float64Array;
};

/** What becomes of a measurement in the estimation. */
export type Verdict =
  /** It agrees with the others. */
  | 'used'
  /** It is used, and nothing could tell if it were wrong: without it a part of the state would be unknown. */
  | 'critical'
  /** It is a gross error, and left out. */
  | 'suspect'
  /** Its element carries nothing: an open branch, or a bus that no generator reaches. */
  | 'unused';

/** One for each measurement that was given, in that order. */
export interface MeasurementReport {
  verdict: Verdict;
  /** The same quantity in the estimated state, in its unit; 0 for an unused one. */
  estimate: number;
  /** Value less estimate. */
  residual: number;
  /** |residual| over its own standard deviation; NaN for critical, unused and suspect ones. */
  normalized_residual: number;
  /** The error that would just reach the threshold, in its unit: infinite where it is critical. */
  detectable_error: number;
}

/** A gross error, in the order in which they were found. */
export interface Suspect {
  /** Its place among the measurements. */
  measurement: number;
  /** What it would be with this one back, all other suspects left out. */
  normalized_residual: number;
  /** What its error is estimated to be, in its unit. */
  estimated_error: number;
  /** Measurements that may be in error in its place: leaving one of them out would explain the residuals as well. */
  alternatives: number[];
}

/** A value that stands in for a sensor. */
export interface PseudoMeasurement {
  quantity: 'p_injection_mw' | 'q_injection_mvar' | 'vm_pu';
  bus: number;
  value: number;
  sigma: number;
}

export interface ChiSquareTest {
  /** J = Σ (residual / sigma)². */
  objective: number;
  /** Measurements, zero injections and pseudo-measurements, less unknowns. */
  degrees_of_freedom: number;
  /** What J stays below with a probability of 99 % where all errors are as their sigmas say. */
  limit: number;
  passed: boolean;
}

export interface Observability {
  /** Buses whose voltage the measurements leave open. */
  unobservable: number[];
  /** Parts of the grid within which the measurements determine all flows. */
  islands: number;
}

interface Common {
  /** Of the measurements alone, before any pseudo-measurement. */
  observability: Observability;
  pseudo: PseudoMeasurement[];
}

export type Estimated = Common & {
  status: 'estimated';
  /** Newton steps in all, those after the removal of suspects included. */
  iterations: number;
  state: EstimatedState;
  /** With all measurements (where they lead to no state, at the one found), and without the suspects. */
  chi_square_before: ChiSquareTest;
  chi_square: ChiSquareTest;
  /** Normalised residuals above it are gross errors. */
  threshold: number;
  suspects: Suspect[];
  measurements: MeasurementReport[];
};

/** The measurements, with what pseudo-measurements were allowed, do not determine the state. */
export type Unobservable = Common & { status: 'unobservable'; open: number[] };
export type EstimationNotConverged = Common & {
  status: 'not_converged';
  iterations: number;
  /** The bus at which the last step was largest. */
  worstBus: number;
  /** The place of the measurement farthest from what the others say; −1 where that could not be told. */
  worstMeasurement: number;
};

export type EstimationOutcome = Estimated | Unobservable | EstimationNotConverged;
