/**
 * The order of moves on the way to another configuration: by search in depth the first order found in which every step
 * keeps all limits; else, or where that would take too many power flows, always the move that violates least on its way.
 */
import type { Confirmed } from './confirm';

/** Operations that belong together, and what power flow says after each; undefined where it has no solution. */
export interface Move {
  branches: readonly number[];
  after: readonly (Confirmed | undefined)[];
}

/** A way that is being laid. */
export interface Way {
  /** Moves from here; none at its end. Solves each. */
  options(): Move[];
  take(move: Move): void;
  undo(move: Move): void;
}

/** Within limits all the way; undefined where none was found before `mayGoOn` says no. The way is at its start again. */
export function legalOrder(way: Way, mayGoOn: () => boolean): Move[] | undefined {
  const options = way.options();
  if (options.length === 0) return [];
  for (const move of options.sort(compare)) {
    if (violationOf(move) > 0 || !mayGoOn()) return undefined;
    way.take(move);
    const rest = legalOrder(way, mayGoOn);
    way.undo(move);
    if (rest !== undefined) return [move, ...rest];
  }
  return undefined;
}

/** Whatever it violates. The way is at its end afterwards. */
export function leastViolatingOrder(way: Way): Move[] {
  const moves: Move[] = [];
  for (;;) {
    const options = way.options();
    if (options.length === 0) return moves;
    const next = options.reduce((best, move) => (compare(move, best) < 0 ? move : best));
    way.take(next);
    moves.push(next);
  }
}

function compare(one: Move, other: Move): number {
  return violationOf(one) - violationOf(other) || lostAfter(one) - lostAfter(other) || 0;
}

/** The most that is violated after one of its operations. */
function violationOf({ after }: Move): number {
  const of = (one: Confirmed | undefined): number =>
    one === undefined ? Number.MAX_VALUE : one.voltage + one.rating;
  return Math.max(...after.map(of));
}

function lostAfter({ after }: Move): number {
  return after.at(-1)?.figures.loss_mw ?? Number.MAX_VALUE;
}
