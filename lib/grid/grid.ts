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
  /** Bus of each generator. */
  readonly generatorBus: Int32Array;
  /** Index of the generator that balances. */
  readonly slack: number;
  /** 1 where a generator stands at the bus. */
  readonly isSource: Uint8Array;
  /** Nominal demand of each bus. */
  readonly demand_mw: Float64Array;
  readonly demand_mvar: Float64Array;
}
