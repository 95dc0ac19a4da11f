/** Which part of a history a row belongs to. Rows that would let one part see into another are in none. */
export type Split = 'train' | 'validation' | 'test';
export type TimeSplit = Split | 'gap';

/** Shares of edges, and of time, that are for training, and for training and validation together. */
const TRAIN = 0.7;
const TRAIN_AND_VALIDATION = 0.85;

function splitAt(share: number): Split {
  if (share < TRAIN) return 'train';
  return share < TRAIN_AND_VALIDATION ? 'validation' : 'test';
}

/**
 * By a hash of the edge's id (FNV-1a, 32 bits, G. Fowler, L. C. Noll and K.-P. Vo, of its UTF-16 units): an edge is in
 * the same part in every run. The hash's last bits are spread by splitmix's finaliser, as FNV leaves short texts alike.
 */
export function edgeSplit(id: string): Split {
  let hash = 0x811c9dc5;
  for (let k = 0; k < id.length; k++) hash = Math.imul(hash ^ id.charCodeAt(k), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return splitAt(((hash ^ (hash >>> 16)) >>> 0) / 0x100000000);
}

/** By the time in a run; `gap` where what happens within the horizon is already part of the next. */
export function timeSplit(time_s: number, horizon_s: number, start_s: number, end_s: number): TimeSplit {
  const of = (at_s: number): Split => splitAt((at_s - start_s) / (end_s - start_s));
  const split = of(time_s);
  return split === 'test' || split === of(time_s + horizon_s) ? split : 'gap';
}
