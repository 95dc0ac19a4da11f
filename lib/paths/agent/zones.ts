import type { Grid } from '../../grid';

/** Demand is told to the network by zones, at most so many. */
const MOST_ZONES = 32;

/**
 * Groups of neighbouring buses with loads, in the order in which the sources reach them, of about the same number of
 * buses each. Per bus its zone, −1 where no load stands.
 */
export function demandZones(grid: Grid): { zoneOfBus: Int32Array; count: number } {
  const loaded = inReach(grid).filter((bus) => grid.demand_mw[bus] !== 0 || grid.demand_mvar[bus] !== 0);
  const count = Math.min(MOST_ZONES, loaded.length);
  const zoneOfBus = new Int32Array(grid.busCount).fill(-1);
  for (const [place, bus] of loaded.entries()) {
    zoneOfBus[bus] = Math.floor((place * count) / loaded.length);
  }
  return { zoneOfBus, count };
}

/** All buses, breadth first from the sources over branches that are normally closed, then the others. */
function inReach({ busCount, branchCount, from, to, isSource, network }: Grid): number[] {
  const neighbours: number[][] = Array.from({ length: busCount }, () => []);
  for (let k = 0; k < branchCount; k++) {
    if (!network.branches[k].closed) continue;
    neighbours[from[k]].push(to[k]);
    neighbours[to[k]].push(from[k]);
  }
  const order: number[] = [];
  const seen = new Uint8Array(busCount);
  const visit = (bus: number): void => {
    if (seen[bus] === 1) return;
    seen[bus] = 1;
    order.push(bus);
  };
  for (let bus = 0; bus < busCount; bus++) if (isSource[bus] === 1) visit(bus);
  for (let read = 0; read < order.length; read++) for (const next of neighbours[order[read]]) visit(next);
  for (let bus = 0; bus < busCount; bus++) visit(bus);
  return order;
}
