/** How much is tried in a tick. It follows from the size alone, never from the clock, so that runs can be repeated. */
export interface Effort {
  /** Operations in an episode and in a plan, at most. */
  readonly depth: number;
  /** Operations solved at each step of a plan: so many that the network prefers, and so many by rule of thumb. */
  readonly width: number;
  /** Configurations that a plan is continued from at each depth. */
  readonly beam: number;
  readonly minibatches: number;
}

export function effortFor(branchCount: number): Effort {
  if (branchCount <= 200) return { depth: 4, width: 4, beam: 3, minibatches: 2 };
  if (branchCount <= 2000) return { depth: 3, width: 3, beam: 1, minibatches: 2 };
  if (branchCount < 5000) return { depth: 2, width: 3, beam: 1, minibatches: 2 };
  return { depth: 1, width: 4, beam: 1, minibatches: 2 };
}
