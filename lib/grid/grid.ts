import type { Network } from '../contract';

/**
 * A network in the form that computations use: dense indices and typed arrays, in the order of the document.
 * Impedances per unit, angles in radians, powers MW and Mvar. Made once by `compileGrid`, never changed.
 */
export interface Grid {
  readonly network: Network;
  readonly base_mva: number;
  readonly busCount: number;
  readonly branchCount: number;
  readonly generatorCount: number;
  readonly busIndex: ReadonlyMap<string, number>;
  readonly branchIndex: ReadonlyMap<string, number>;
  /** Bus of each branch's ends. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly r_pu: Float64Array;
  readonly x_pu: Float64Array;
  readonly b_pu: Float64Array;
  readonly tap_ratio: Float64Array;
  readonly shift_rad: Float64Array;
  /** 0 where a branch has no rating. */
  readonly rating_mva: Float64Array;
  /** 1 where the branch's switch may be operated. */
  readonly switchable: Uint8Array;
  /** 1 where both of a branch's buses are in service; 0 for one without impedance, which only an open one may be. */
  readonly branchUsable: Uint8Array;
  /** Bus of each generator. */
  readonly generatorBus: Int32Array;
  /** 1 where a generator and its bus are in service. */
  readonly generatorUsable: Uint8Array;
  /** 1 where a generator holds the voltage of its bus. */
  readonly holdsVoltage: Uint8Array;
  /** 1 where a generator balances. */
  readonly isSlack: Uint8Array;
  /** −∞ and ∞ where there is no limit. */
  readonly q_min_mvar: Float64Array;
  readonly q_max_mvar: Float64Array;
  /** 1 where a bus is in service. */
  readonly busUsable: Uint8Array;
  /** 1 where a usable generator stands at the bus. */
  readonly isSource: Uint8Array;
  /** Voltage that the document gives each bus: 1 and 0 where it gives none. */
  readonly vm_start_pu: Float64Array;
  readonly va_start_rad: Float64Array;
  /** Nominal demand of each bus. */
  readonly demand_mw: Float64Array;
  readonly demand_mvar: Float64Array;
  /** Shunts of each bus at 1 per unit: MW taken, Mvar fed in. */
  readonly shunt_mw: Float64Array;
  readonly shunt_mvar: Float64Array;
}
