/** What may be travelled, and how likely it is to fail. Per branch, in the order of the network's table. */
export interface BranchState {
  closed: Uint8Array;
  in_service: Uint8Array;
  failure_probability: Float64Array;
}

/** What a description of paths reads besides: the losses of each branch, MW. */
export interface MeasuredBranches extends BranchState {
  loss_mw: Float64Array;
}

/** The cheapest way from a generator to each bus, as a forest rooted at the generators. */
export interface Routes {
  /** Per bus: the branch that the path arrives by, −1 at sources and where no path leads. */
  arrival_branch: Int32Array;
  /** Per bus: cost and resistance of its path; Infinity where there is none. */
  cost: Float64Array;
  resistance_pu: Float64Array;
}

/**
 * A path as its branches from the bus that is supplied back to its generator. It ends at the first bus with a
 * generator, and passes no bus twice.
 */
export type BranchPath = readonly number[];
