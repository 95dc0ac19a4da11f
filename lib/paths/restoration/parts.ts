import { DisjointSets, type Grid } from '../../grid';

export interface Parts {
  /** The part of each bus, by one of its buses. */
  readonly partOf: Int32Array;
  /** Whether a live branch closes a loop. */
  readonly looped: boolean;
}

/** What the live branches connect, by union of their ends. */
export function partsOf({ busCount, branchCount, from, to, branchUsable }: Grid, live: Uint8Array): Parts {
  const parts = new DisjointSets(busCount);
  let looped = false;
  for (let k = 0; k < branchCount; k++) {
    if (live[k] === 0 || branchUsable[k] === 0) continue;
    if (!parts.join(from[k], to[k])) looped = true;
  }
  return { partOf: Int32Array.from({ length: busCount }, (_, bus) => parts.find(bus)), looped };
}
