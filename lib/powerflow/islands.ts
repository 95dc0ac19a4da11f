/**
 * Which buses the live branches connect to a generator, and which generators balance each island: the network's
 * slacks where they are connected, elsewhere the generator that holds a voltage and has the greatest capacity.
 */
import type { Grid } from '../grid';
import { Adjacency } from './adjacency';
import { balancingOrder } from './balancing-order';

export interface Islands {
  /** 1 where a generator reaches the bus. */
  readonly energized: Uint8Array;
  /** Whether every bus in service is. */
  readonly complete: boolean;
  /**
   * Per bus: the angle of the generator that balances its island, less the phase shifts on the shortest way from
   * there, radians; 0 where de-energised.
   */
  readonly reference_rad: Float64Array;
  /** Generators that balance: the slacks that are in service, then one for each island without. */
  readonly balancing: number[];
}

/** The islands of a grid; `live` is 1 for each branch that is closed and in service. */
export function findIslands(grid: Grid, live: Uint8Array): Islands {
  return new IslandFinder(grid).find(live);
}

export class IslandFinder {
  private readonly adjacency: Adjacency;
  private readonly order: Int32Array;

  constructor(private readonly grid: Grid) {
    this.adjacency = new Adjacency(grid);
    this.order = balancingOrder(grid);
  }

  find(live: Uint8Array): Islands {
    const { generatorBus, busCount, busUsable, va_start_rad, shift_rad, from } = this.grid;
    const { start, branch, neighbour } = this.adjacency;
    const energized = new Uint8Array(busCount);
    const reference_rad = new Float64Array(busCount);
    const balancing: number[] = [];
    const queue = new Int32Array(busCount);
    for (const generator of this.order) {
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
      reference_rad[root] = va_start_rad[root];
      queue[0] = root;
      for (let read = 0, end = 1; read < end; read++) {
        const bus = queue[read];
        for (let p = start[bus]; p < start[bus + 1]; p++) {
          const next = neighbour[p];
          const k = branch[p];
          if (live[k] === 0 || energized[next] === 1) continue;
          energized[next] = 1;
          reference_rad[next] = reference_rad[bus] + (from[k] === bus ? -shift_rad[k] : shift_rad[k]);
          queue[end++] = next;
        }
      }
    }
    const complete = energized.every((on, bus) => on === busUsable[bus]);
    return { energized, complete, reference_rad, balancing };
  }
}
