import type { Grid } from '../../grid';
import type { Assessment } from './assessor';
import { PRIORITIES } from './classes';
import type { SwitchedPart } from './switched-part';
import type { UnservedLoad, UnservedReason } from './types';

type Breach = Extract<Assessment, { legal: false }>['breach'];

/** For each bus what came nearest to supplying it, and what barred that. */
export class Obstacles {
  private readonly nearest: (Breach | undefined)[];

  constructor(grid: Grid) {
    this.nearest = new Array<Breach | undefined>(grid.busCount).fill(undefined);
  }

  /** The configuration at hand is barred by this. */
  note({ buses, reached }: SwitchedPart, breach: Breach): void {
    for (const [k, bus] of buses.entries()) {
      const known = this.nearest[bus];
      if (reached[k] === 1 && (known === undefined || breach.excess < known.excess))
        this.nearest[bus] = breach;
    }
  }

  /** The loads that the configuration at hand leaves dark. `otherwise` is said where nothing was seen to bar one. */
  unserved(
    grid: Grid,
    part: SwitchedPart,
    demand: Float64Array,
    reachable: Uint8Array,
    otherwise: 'operations' | 'time',
  ): UnservedLoad[] {
    const { nearest } = this;
    return part.buses.flatMap((bus, k) => {
      if (part.reached[k] === 1) return [];
      const { reason, at } = reachable[bus] === 0 ? NO_TIE : described(grid, nearest[bus], otherwise);
      return PRIORITIES.filter((priority) => demand[3 * bus + priority - 1] !== 0).map((priority) => ({
        bus: grid.network.buses[bus].id,
        p_mw: demand[3 * bus + priority - 1],
        priority,
        reason,
        at,
      }));
    });
  }
}

const NO_TIE: { reason: UnservedReason; at: string | null } = { reason: 'no_tie', at: null };

function described(
  { network }: Grid,
  breach: Breach | undefined,
  otherwise: UnservedReason,
): { reason: UnservedReason; at: string | null } {
  if (breach === undefined) return { reason: otherwise, at: null };
  if (breach.reason === 'no_solution') return { reason: breach.reason, at: null };
  const { reason, index } = breach;
  if (reason === 'supply') return { reason, at: network.generators[index].bus };
  const { id } = (reason === 'rating' ? network.branches : network.buses)[index];
  return { reason, at: id };
}
