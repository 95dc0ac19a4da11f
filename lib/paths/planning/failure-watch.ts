import { GridError } from '../../errors';
import type { Grid } from '../../grid';
import type { Archive } from '../../keeping';
import type { OperatingPoint } from '../../powerflow';
import { restore } from '../restoration';
import type { Clock, LikelyFailure } from '../types';

/**
 * An edge is told again once its probability has fallen this far below the threshold, and risen anew; with a low threshold, by this
 * share of it.
 */
const HYSTERESIS = 0.05;
const HYSTERESIS_SHARE = 0.25;
/** Edges that a tick prepares for, the most likely first; the others follow in the next ones. */
const MOST_A_TICK = 3;

/** Finds edges that have become likely to fail, and looks ahead for what could be done. */
export class FailureWatch {
  private readonly told: Uint8Array;

  constructor(
    private readonly grid: Grid,
    private readonly warnProbability: number,
    private readonly clock: Clock,
  ) {
    this.told = new Uint8Array(grid.branchCount);
  }

  keep(archive: Archive): void {
    archive.array(this.told);
  }

  /** Of the edges in use. `point` has the present positions; the time is shared among those that are new. */
  look(failure_probability: Float64Array, point: OperatingPoint, timeLimit_ms: number): LikelyFailure[] {
    const deadline_ms = this.clock() + timeLimit_ms;
    const found: number[] = [];
    const over = this.warnProbability - Math.min(HYSTERESIS, HYSTERESIS_SHARE * this.warnProbability);
    for (let branch = 0; branch < this.grid.branchCount; branch++) {
      const probability = failure_probability[branch];
      if (point.live[branch] === 0 || probability < over) this.told[branch] = 0;
      else if (this.told[branch] === 0 && probability >= this.warnProbability) found.push(branch);
    }
    found.sort((a, b) => failure_probability[b] - failure_probability[a] || a - b);
    const next = found.slice(0, MOST_A_TICK);
    return next.map((branch, k) => {
      this.told[branch] = 1;
      const left_ms = Math.max(0, deadline_ms - this.clock());
      return this.prepare(branch, failure_probability[branch], point, left_ms / (next.length - k));
    });
  }

  private prepare(
    branch: number,
    failure_probability: number,
    point: OperatingPoint,
    timeLimit_ms: number,
  ): LikelyFailure {
    const edge = this.grid.network.branches[branch].id;
    try {
      const answer = restore(this.grid, { trip: [edge], timeLimit_ms }, this.clock, point);
      const { lost_mw, served_mw, operations, unserved } = answer;
      return { edge, failure_probability, lost_mw, served_mw, operations, unserved };
    } catch (thrown) {
      if (!(thrown instanceof GridError) || thrown.code !== 'NO_SOLUTION') throw thrown;
      return { edge, failure_probability, lost_mw: null, served_mw: 0, operations: [], unserved: [] };
    }
  }
}
