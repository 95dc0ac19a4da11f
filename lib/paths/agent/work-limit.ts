import { Deadline } from '../reconfiguration';

/** Looks at the clock that a search for a label may take, times buses: about a second of work. */
const LOOKS = 1_000_000;

/** A time limit that counts how often it is looked at, so that a search ends at the same place on every machine. */
export function workLimit(busCount: number): Deadline {
  let looks = 0;
  return new Deadline({ clock: () => looks++ }, LOOKS / busCount);
}
