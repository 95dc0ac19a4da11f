/**
 * Which buses the live branches connect to a generator, and which generators balance each island: the network's
 * slacks where they are connected, elsewhere the generator that holds a voltage and has the greatest capacity.
 */
import type { Grid } from '../grid';

export interface Islands {
  /** 1 where a generator reaches the bus. */
  readonly energized: Uint8Array;
  /** Whether every bus in service is. */
  readonly complete: boolean;
  /** Per bus: the angle of the generator that balances its island, radians; 0 where de-energised. */
  readonly reference_rad: Float64Array;
  /** Generators that balance: the slacks that are in service, then one for each island without. */
  readonly balancing: number[];
}

/** The islands of a grid; `live` is 1 for each branch that is closed and in service. */
export function findIslands(grid: Grid, live: Uint8Array): Islands {
  return new IslandFinder(grid).find(live.map((on, k) => on & grid.branchUsable[k]));
}

export class IslandFinder {
  private readonly start: Int32Array;
  private readonly branch: Int32Array;
  private readonly bySize: number[];

  constructor(private readonly grid: Grid) {
    const { busCount, branchCount, from, to } = grid;
    this.start = new Int32Array(busCount + 1);
    for (let k = 0; k < branchCount; k++) {
      this.start[from[k] + 1]++;
      this.start[to[k] + 1]++;
    }
    for (let i = 0; i < busCount; i++) this.start[i + 1] += this.start[i];
    const fill = this.start.slice(0, busCount);
    this.branch = new Int32Array(2 * branchCount);
    for (let k = 0; k < branchCount; k++) {
      this.branch[fill[from[k]]++] = k;
      this.branch[fill[to[k]]++] = k;
    }
    const { generators } = grid.network;
    const capacity = (g: number): number =>
      grid.isSlack[g] === 1 ? Number.POSITIVE_INFINITY : (generators[g].p_max_mw ?? generators[g].p_mw);
    this.bySize = generators
      .map((_, g) => g)
      .filter((g) => grid.generatorUsable[g] === 1 && grid.holdsVoltage[g] === 1)
      .sort((a, b) => Number(capacity(b) > capacity(a)) - Number(capacity(b) < capacity(a)) || a - b);
  }

  /** `live` is 0 for branches that are not usable. */
  find(live: Uint8Array): Islands {
    const { from, to, generatorBus, busCount, busUsable, va_start_rad } = this.grid;
    const energized = new Uint8Array(busCount);
    const reference_rad = new Float64Array(busCount);
    const balancing: number[] = [];
    const queue = new Int32Array(busCount);
    for (const generator of this.bySize) {
      const root = generatorBus[generator];
      if (energized[root] === 1) {
        // A second slack of its island keeps its own angle.
        if (this.grid.isSlack[generator] === 1) {
          balancing.push(generator);
          reference_rad[root] = va_start_rad[root];
        }
        continue;
      }
      balancing.push(generator);
      energized[root] = 1;
      const angle = va_start_rad[root];
      reference_rad[root] = angle;
      queue[0] = root;
      for (let read = 0, end = 1; read < end; read++) {
        const bus = queue[read];
        for (let p = this.start[bus]; p < this.start[bus + 1]; p++) {
          const k = this.branch[p];
          const other = from[k] === bus ? to[k] : from[k];
          if (live[k] === 0 || energized[other] === 1) continue;
          energized[other] = 1;
          reference_rad[other] = angle;
          queue[end++] = other;
        }
      }
    }
    const complete = energized.every((on, bus) => on === busUsable[bus]);
    return { energized, complete, reference_rad, balancing };
  }
}
