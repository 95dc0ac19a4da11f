import type { Snapshot } from './snapshot';
import { writeDocument } from './write-document';

const pending = new WeakMap<Snapshot, Promise<Buffer>>();

/**
 * A snapshot as JSON, without `optimization` (which has documents of its own). Written only
 * once, however many ask for it.
 */
export function serializeState(snapshot: Snapshot): Promise<Buffer> {
  let buffer = pending.get(snapshot);
  if (buffer === undefined) {
    buffer = write(snapshot);
    pending.set(snapshot, buffer);
  }
  return buffer;
}

function write(snapshot: Snapshot): Promise<Buffer> {
  const { nodes, edges, optimization, ...head } = snapshot;
  void optimization;
  return writeDocument<object>(head, { name: 'nodes', elements: nodes }, { name: 'edges', elements: edges });
}
