import { setImmediate } from 'node:timers/promises';
import type { Snapshot } from './snapshot';

/** Elements written between two turns of the event loop: under 3 ms of work. */
const SLICE = 250;

const pending = new WeakMap<Snapshot, Promise<Buffer>>();

/**
 * A snapshot as JSON, without `optimization` (which has documents of its own). A large grid is written in slices,
 * so that the event loop is never held for long, and only once, however many ask for it.
 */
export function serializeState(snapshot: Snapshot): Promise<Buffer> {
  let buffer = pending.get(snapshot);
  if (buffer === undefined) {
    buffer = write(snapshot);
    pending.set(snapshot, buffer);
  }
  return buffer;
}

async function write(snapshot: Snapshot): Promise<Buffer> {
  const { nodes, edges, optimization, ...head } = snapshot;
  void optimization;
  const parts = [Buffer.from(`${JSON.stringify(head).slice(0, -1)},"nodes":[`)];
  await writeElements(nodes, parts);
  parts.push(Buffer.from('],"edges":['));
  await writeElements(edges, parts);
  parts.push(Buffer.from(']}'));
  return Buffer.concat(parts);
}

async function writeElements(elements: readonly object[], parts: Buffer[]): Promise<void> {
  for (let start = 0; start < elements.length; start += SLICE) {
    if (start > 0) await setImmediate();
    const slice = JSON.stringify(elements.slice(start, start + SLICE)).slice(1, -1);
    parts.push(Buffer.from(start > 0 ? `,${slice}` : slice));
  }
}
