/**
 * What a grid is, as a file and as a plain object: the network document. Impedances are per unit on `base_mva`
 * and the nominal voltage of the branch's buses; powers are MW and Mvar. Branches follow MATPOWER's model
 * (manual, section 3.2): a π section behind an ideal transformer at the `from` end.
 */

/** One to 128 characters on one line.
 * @pattern ^.{1,128}$ */
export type ElementId = string;

/** @exclusiveMinimum 0 */
export type Positive = number;

export interface Network {
  format: 'gridloom-network';
  version: 1;
  id: ElementId;
  name: string;
  /** Where the figures come from. */
  source?: string;
  base_mva: Positive;
  /** @minItems 1 */
  buses: Bus[];
  generators: Generator[];
  loads: Load[];
  branches: Branch[];
}

export interface Bus {
  id: ElementId;
  name: string;
  /** Nominal voltage, line to line, kV. */
  base_kv: Positive;
  /** Lower limit of the voltage band. */
  vm_min_pu?: Positive;
  /** Upper limit of the voltage band. */
  vm_max_pu?: Positive;
  /** Position on a map or a diagram. */
  x?: number;
  y?: number;
}

export interface Generator {
  id: ElementId;
  bus: ElementId;
  /** Scheduled active power, MW; the slack delivers what is left. */
  p_mw: number;
  /** Voltage that it holds. */
  vm_pu: Positive;
  /** The one that balances; exactly one in a network. */
  slack?: boolean;
  p_max_mw?: number;
}

/** Power taken at a bus at the network's nominal load. */
export interface Load {
  id: ElementId;
  bus: ElementId;
  p_mw: number;
  q_mvar: number;
  /** Shape that the simulator moves it by. */
  customer?: 'residential' | 'commercial' | 'industrial';
}

export interface Branch {
  id: ElementId;
  name: string;
  kind: 'line' | 'cable' | 'transformer';
  from: ElementId;
  to: ElementId;
  r_pu: number;
  x_pu: number;
  /** Total line charging susceptance. */
  b_pu?: number;
  /** Off-nominal turns ratio at the `from` end. */
  tap_ratio?: Positive;
  /** Phase shift, positive delays the `to` end. */
  shift_degree?: number;
  /** Continuous rating, MVA; without one, loading is reported as 0. */
  rating_mva?: Positive;
  /** Normal position of its switch. */
  closed: boolean;
  /** False where nothing may be switched. */
  switchable?: boolean;
  length_km?: Positive;
  /** @minimum 0 */
  age_years?: number;
}
