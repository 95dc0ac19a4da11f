import { gridError } from '../errors';
import type { Snapshot } from './snapshot';

/**
 * Refuses snapshots of another grid, and those that were seen before. Within a run the sequence must grow; a new
 * `run_id` starts afresh, and where the grid was not given, may be of another grid: the source was told to change.
 */
export class SequenceGuard {
  private runId: string | undefined;
  private last = -1;

  private gridId: string | undefined;

  /** `given` undefined takes the grid of the first snapshot of a run. */
  constructor(private readonly given?: string) {
    this.gridId = given;
  }

  check(snapshot: Pick<Snapshot, 'grid_id' | 'run_id' | 'sequence'>): void {
    const newRun = snapshot.run_id !== this.runId;
    if (this.given === undefined && (this.gridId === undefined || newRun)) this.gridId = snapshot.grid_id;
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
