import type { Grid } from '../../grid';

export interface Parts {
  /** The part of each bus, by one of its buses. */
  readonly partOf: Int32Array;
  /** Whether a live branch closes a loop. */
  readonly looped: boolean;
}

/** What the live branches connect, by union of their ends. */
export function partsOf({ busCount, branchCount, from, to, branchUsable }: Grid, live: Uint8Array): Parts {
  const parent = Int32Array.from({ length: busCount }, (_, bus) => bus);
  const root = (bus: number): number => {
    let top = bus;
    while (parent[top] !== top) {
      parent[top] = parent[parent[top]];
      top = parent[top];
    }
    return top;
  };
  let looped = false;
  for (let k = 0; k < branchCount; k++) {
    if (live[k] === 0 || branchUsable[k] === 0) continue;
    const a = root(from[k]);
    const b = root(to[k]);
    if (a === b) looped = true;
    else parent[a] = b;
  }
  return { partOf: parent.map((_, bus) => root(bus)), looped };
}
