import type { Grid } from '../../grid';
import type { Served } from './classes';
import { partsOf } from './parts';

/** Of a neighbour: the grid that still has supply, where it is not switched. */
const LIT = -1;

interface Way {
  readonly branch: number;
  /** Position among the dark buses, or LIT. */
  readonly to: number;
}

/** In place of a branch at the bus that a part is supplied from. */
const SOURCE = -1;

/** The grid after the isolation. */
export interface Isolated {
  readonly live: Uint8Array;
  readonly energized: Uint8Array;
  /** A bus of each part with supply. */
  readonly sources: readonly number[];
  readonly tripped: ReadonlySet<number>;
  /** By class, of the buses that the isolation leaves dark; 0 at the others. */
  readonly demand: Float64Array;
}

/**
 * The buses that a search may switch, the switches among them, and the ties that lead there: the dark part alone, or
 * the whole grid. `live` is the configuration at hand: `toggle` changes it, `energise` follows it.
 */
export class SwitchedPart {
  readonly buses: readonly number[];
  /** Open branches that may be closed and have an end in the part. */
  readonly ties: readonly number[];
  /** Closed branches between two of its buses that may be opened. */
  readonly switches: readonly number[];
  readonly live: Uint8Array;
  /** Per bus of the part: 1 where the configuration supplies it. */
  readonly reached: Uint8Array;
  /** Loops in what is supplied, ways between two lit buses among them; 0 where it is radial. */
  loops = 0;
  /** Whether two parts with supply of their own are joined. */
  joined = false;
  /** Whether all that the isolation left with supply has it. */
  kept = true;
  private readonly ways: readonly (readonly Way[])[];
  /** Ties from the lit grid, or sources: the position that they lead to, and the lit part that they lead from. */
  private readonly entries: readonly { branch: number; into: number; part: number }[];
  private readonly positionOf: Int32Array;
  private readonly label: Int32Array;
  private readonly queue: Int32Array;
  /** Buses of the part that have supply after the isolation, and how many of them the configuration supplies. */
  private readonly lit: number;
  private litReached = 0;
  private readonly energized: Uint8Array;
  private readonly demand: Float64Array;

  constructor(
    private readonly grid: Grid,
    { live: isolated, energized, sources, tripped, demand }: Isolated,
    whole: boolean,
  ) {
    const { busCount, branchCount, busUsable, branchUsable, switchable, from, to } = grid;
    this.live = isolated.slice();
    this.positionOf = new Int32Array(busCount).fill(LIT);
    const buses: number[] = [];
    for (let bus = 0; bus < busCount; bus++) {
      if (busUsable[bus] === 1 && (whole || energized[bus] === 0)) this.positionOf[bus] = buses.push(bus) - 1;
    }
    this.buses = buses;
    const { partOf } = partsOf(grid, isolated);
    const ways: Way[][] = buses.map(() => []);
    const ties: number[] = [];
    const switches: number[] = [];
    const entries = sources
      .filter((bus) => this.positionOf[bus] !== LIT)
      .map((bus) => ({ branch: SOURCE, into: this.positionOf[bus], part: partOf[bus] }));
    for (let branch = 0; branch < branchCount; branch++) {
      const a = this.positionOf[from[branch]];
      const b = this.positionOf[to[branch]];
      if (branchUsable[branch] === 0 || tripped.has(branch) || (a === LIT && b === LIT)) continue;
      const open = isolated[branch] === 0;
      if (open && switchable[branch] === 0) continue;
      if (open) ties.push(branch);
      else if (switchable[branch] === 1) switches.push(branch);
      if (a !== LIT) ways[a].push({ branch, to: b });
      if (b !== LIT) ways[b].push({ branch, to: a });
      if (a === LIT) entries.push({ branch, into: b, part: partOf[from[branch]] });
      if (b === LIT) entries.push({ branch, into: a, part: partOf[to[branch]] });
    }
    this.energized = energized;
    this.demand = demand;
    this.lit = buses.reduce((count, bus) => count + energized[bus], 0);
    this.ways = ways;
    this.ties = ties;
    this.switches = switches;
    this.entries = entries;
    this.reached = new Uint8Array(buses.length);
    this.label = new Int32Array(buses.length);
    this.queue = new Int32Array(buses.length);
  }

  toggle(branch: number): void {
    this.live[branch] = 1 - this.live[branch];
  }

  /** Whether the configuration supplies an end of the branch. */
  reaches(branch: number): boolean {
    const a = this.positionOf[this.grid.from[branch]];
    const b = this.positionOf[this.grid.to[branch]];
    return (a !== LIT && this.reached[a] === 1) || (b !== LIT && this.reached[b] === 1);
  }

  /** Follows the switches: `reached`, `loops`, `joined`, and the demand that is supplied. */
  energise(): Served {
    const { entries, reached, label, live } = this;
    reached.fill(0);
    this.loops = 0;
    this.joined = false;
    this.litReached = 0;
    const served: [number, number, number] = [0, 0, 0];
    for (const { branch, into, part } of entries) {
      if (live[branch] === 0) continue;
      if (reached[into] === 0) this.spread(into, part, served);
      else {
        this.loops++;
        if (label[into] !== part) this.joined = true;
      }
    }
    this.kept = this.litReached === this.lit;
    return served;
  }

  private spread(start: number, part: number, served: [number, number, number]): void {
    const { ways, reached, label, queue, live, demand, buses, energized } = this;
    let end = 0;
    let ends = 0;
    const visit = (position: number): void => {
      reached[position] = 1;
      label[position] = part;
      queue[end++] = position;
      this.litReached += energized[buses[position]];
      for (let k = 0; k < 3; k++) served[k] += demand[3 * buses[position] + k];
    };
    visit(start);
    for (let read = 0; read < end; read++) {
      for (const { branch, to } of ways[queue[read]]) {
        if (to === LIT || live[branch] === 0) continue;
        ends++;
        if (reached[to] === 0) visit(to);
      }
    }
    // A tree has one branch fewer than buses.
    this.loops += ends / 2 - (end - 1);
  }

  /** All that could be supplied if every switch were closed, and 1 for each dark bus that is in it. */
  mostServed(): { served: Served; reachable: Uint8Array } {
    const open = this.ties.filter((branch) => this.live[branch] === 0);
    for (const branch of open) this.toggle(branch);
    const served = this.energise();
    const reachable = this.reached.slice();
    for (const branch of open) this.toggle(branch);
    return { served, reachable };
  }
}
