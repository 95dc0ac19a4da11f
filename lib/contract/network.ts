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
  shunts?: Shunt[];
  branches: Branch[];
  matpower?: MatpowerRemainder;
}

export interface Bus {
  id: ElementId;
  name: string;
  /** Nominal voltage, line to line, kV; without one, currents are reported as 0. */
  base_kv?: Positive;
  /** False where the bus, and with it all that is connected to it, takes no part. */
  in_service?: boolean;
  /** Lower limit of the voltage band. */
  vm_min_pu?: Positive;
  /** Upper limit of the voltage band. */
  vm_max_pu?: Positive;
  /** A voltage known beforehand: where a computation may start, and the angle that a slack holds; otherwise 1 and 0. */
  vm_pu?: Positive;
  va_degree?: number;
  /** Position on a map or a diagram. */
  x?: number;
  y?: number;
}

export interface Generator {
  id: ElementId;
  bus: ElementId;
  /** Scheduled active power, MW; the slack delivers what is left. */
  p_mw: number;
  /** Scheduled reactive power of one that does not hold the voltage, Mvar. */
  q_mvar?: number;
  /** Voltage that it holds. */
  vm_pu: Positive;
  /** False where it delivers `q_mvar` whatever the voltage. */
  voltage_control?: boolean;
  /** The one that balances: one at least in a network, and at most one bus with such in each connected part. */
  slack?: boolean;
  /** False where it is out of service. */
  in_service?: boolean;
  p_min_mw?: number;
  p_max_mw?: number;
  q_min_mvar?: number;
  q_max_mvar?: number;
}

/** Power taken at a bus at the network's nominal load. */
export interface Load {
  id: ElementId;
  bus: ElementId;
  p_mw: number;
  q_mvar: number;
  /** Shape that the simulator moves it by. */
  customer?: 'residential' | 'commercial' | 'industrial';
  /** Class in which restoration serves it: 1 is first, 2 where nothing is said. */
  priority?: 1 | 2 | 3;
}

/** A constant admittance at a bus, by its powers at 1 per unit: conductance takes MW, susceptance feeds in Mvar. */
export interface Shunt {
  id: ElementId;
  bus: ElementId;
  g_mw: number;
  b_mvar: number;
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

/** A number of MATPOWER's tables; JSON has no other way to write the last three. */
export type MatpowerNumber = number | 'Inf' | '-Inf' | 'NaN';

/** One value a row; null where the elements give it. */
export type MatpowerColumn = (MatpowerNumber | null)[];

/**
 * How many columns a table has.
 * @asType integer
 * @minimum 1
 * @maximum 200
 */
export type MatpowerWidth = number;

/** A further field of a case: a text, a matrix by rows, or a cell array by rows. */
export type MatpowerTable = string | MatpowerNumber[][] | { cell: (number | string)[][] };

/**
 * What an imported MATPOWER case holds beyond this format, kept so that it can be written again as it was.
 * The columns of the bus, gen and branch tables are those that the elements above do not give, by their 1-based
 * number.
 */
export interface MatpowerRemainder {
  bus?: Record<string, MatpowerColumn>;
  gen?: Record<string, MatpowerColumn>;
  branch?: Record<string, MatpowerColumn>;
  /** Where a table is not as wide as it is otherwise written: 13, 21 and 13 columns. */
  columns?: { bus?: MatpowerWidth; gen?: MatpowerWidth; branch?: MatpowerWidth };
  /** Further fields of the case, such as gencost, by name. */
  tables?: Record<string, MatpowerTable>;
}
