/** All configurations of few switches. */
import { DisjointSets, type Grid } from '../../../grid';
import { slackBuses } from '../../reconfiguration';

/** Whether every bus in service is connected to a slack: no part is left to a generator that does not balance. */
export function isSupplied(grid: Grid, live: Uint8Array): boolean {
  const { busCount, branchCount, from, to, busUsable } = grid;
  const set = new DisjointSets(busCount + 1);
  for (const bus of slackBuses(grid)) set.join(busCount, bus);
  for (let k = 0; k < branchCount; k++) if (live[k] === 1) set.join(from[k], to[k]);
  const supplied = set.find(busCount);
  for (let bus = 0; bus < busCount; bus++) {
    if (busUsable[bus] === 1 && set.find(bus) !== supplied) return false;
  }
  return true;
}

/** Every position of the free switches that leaves all buses supplied; the array is the generator's own. */
export function* eachConfiguration(
  grid: Grid,
  present: Uint8Array,
  free: readonly number[],
): Generator<Uint8Array> {
  const live = present.slice();
  for (let bits = 0; bits < 2 ** free.length; bits++) {
    for (const [place, k] of free.entries()) live[k] = (bits >> place) & 1;
    if (isSupplied(grid, live)) yield live;
  }
}
