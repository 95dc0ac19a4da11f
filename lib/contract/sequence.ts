import { gridError } from '../errors';
import type { Snapshot } from './snapshot';

/**
 * Refuses snapshots of another grid, and those that were seen before. Within a run the sequence must grow; a new
 * `run_id` starts afresh.
 */
export class SequenceGuard {
  private runId: string | undefined;
  private last = -1;

  /** `gridId` undefined takes the grid of the first snapshot. */
  constructor(private gridId?: string) {}

  check(snapshot: Pick<Snapshot, 'grid_id' | 'run_id' | 'sequence'>): void {
    this.gridId ??= snapshot.grid_id;
    if (snapshot.grid_id !== this.gridId) {
      throw gridError('WRONG_GRID', {
        at: 'snapshot.grid_id',
        got: snapshot.grid_id,
        allowed: this.gridId,
        remedy: 'Give the nodes of one chain the same grid-model',
      });
    }
    if (snapshot.run_id === this.runId && snapshot.sequence <= this.last) {
      throw gridError('DUPLICATE_SEQUENCE', {
        at: 'snapshot.sequence',
        got: snapshot.sequence,
        allowed: `a number above ${this.last}`,
      });
    }
    this.runId = snapshot.run_id;
    this.last = snapshot.sequence;
  }
}
