import type { Turn } from '../operations/agent';
import type { Clock, OptimizerState } from '../types';
import type { Improver } from './improver';

/**
 * The agent within a time limit. A turn cannot be cut short, so none is begun where the last one took longer than what
 * is left. That figure falls by half with each turn left out, as one slow turn may have been chance.
 */
export class PacedAgent {
  private expected_ms = 0;

  constructor(
    private readonly agent: Pick<Improver, 'takeTurn'>,
    private readonly clock: Clock,
  ) {}

  /** Undefined where there is no time for it. */
  takeTurn(state: OptimizerState, riskWeight: number, learn: boolean, left_ms: number): Turn | undefined {
    if (left_ms <= 0 || left_ms < this.expected_ms) {
      this.expected_ms /= 2;
      return undefined;
    }
    const start = this.clock();
    const turn = this.agent.takeTurn(state, riskWeight, learn);
    this.expected_ms = this.clock() - start;
    return turn;
  }
}
