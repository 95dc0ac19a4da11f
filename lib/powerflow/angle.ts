const TURN = 2 * Math.PI;

/** The same direction from −π to π, as MATPOWER reports angles; an angle that is there already, to the last bit. */
export function withinHalfTurn(angle: number): number {
  return Math.abs(angle) <= Math.PI ? angle : angle - TURN * Math.round(angle / TURN);
}
