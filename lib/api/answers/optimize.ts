import { type Snapshot, writeDocument } from '../../contract';
import { gridError } from '../../errors';
import type { OptimizeResult } from '../documents';

/** What an optimisation on demand found, from the state that came back. */
export async function writeOptimizeResult(snapshot: Snapshot): Promise<Buffer> {
  const { grid_id, sequence, timestamp, optimization } = snapshot;
  if (optimization === undefined) {
    throw gridError('INTERNAL', { at: 'the state that came back carries no optimization' });
  }
  const { paths, episode, ...rest } = optimization;
  const head: Omit<OptimizeResult, 'paths'> = {
    grid_id,
    sequence,
    timestamp,
    ...rest,
    reward: episode.reward,
    episode,
  };
  return writeDocument(head, { name: 'paths', elements: paths });
}
