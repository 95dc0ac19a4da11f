/**
 * By single operations in any order that takes supply from nothing: loops may stay closed on the way. There always is
 * one that leads on: what is missing can be closed, and when all of that is, what is too much is no bridge.
 */
import type { Confirmer } from './confirm';
import { MeshedSwitches } from './meshed/switches';
import type { Move, Way } from './moves';
import type { ReconfigurationProblem } from './problem';

export class SingleWay implements Way {
  private readonly switches: MeshedSwitches;

  /** `live` is where it begins, and follows the way. At most `lookedAt` operations of each kind are solved at a place. */
  constructor(
    problem: ReconfigurationProblem,
    private readonly confirmer: Confirmer,
    private readonly live: Uint8Array,
    private readonly target: Uint8Array,
    private readonly lookedAt: number,
  ) {
    this.switches = new MeshedSwitches(problem);
  }

  /** Closings before openings: these are tried where no closing keeps the limits, or none is left. */
  options(): Move[] {
    const { live, target, lookedAt } = this;
    const different = [...live.keys()].filter((k) => live[k] !== target[k]);
    const closings = different.filter((k) => live[k] === 0).slice(0, lookedAt);
    const options = closings.map((k) => this.look(k));
    const isLegal = ({ after: [one] }: Move): boolean => one !== undefined && one.voltage + one.rating === 0;
    if (options.some(isLegal)) return options;
    const bridge = this.switches.bridges(live);
    const openings = different.filter((k) => live[k] === 1 && bridge[k] === 0).slice(0, lookedAt);
    return [...options, ...openings.map((k) => this.look(k))];
  }

  take({ branches: [k] }: Move): void {
    this.live[k] ^= 1;
  }

  undo(move: Move): void {
    this.take(move);
  }

  private look(k: number): Move {
    this.live[k] ^= 1;
    const after = [this.confirmer.confirm(this.live)];
    this.live[k] ^= 1;
    return { branches: [k], after };
  }
}
