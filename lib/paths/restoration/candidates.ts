import { compareServed, type Served } from './classes';
import type { SwitchedPart } from './switched-part';

/** A configuration of the dark part, by the branches whose switches differ from the isolated grid. */
export interface Candidate {
  readonly toggled: readonly number[];
  readonly served: Served;
}

/** Configurations that one enumeration looks at, and that it keeps for the power flow. */
export const MOST_LOOKED_AT = 400_000;
const MOST_KEPT = 100_000;
/** Looked at between two looks at the clock. */
const BETWEEN = 256;

/** What bounds an enumeration; `left` is counted down. */
export interface Budget {
  left: number;
  /** Time to come to an end. */
  late(): boolean;
  /** No time is left for anything. */
  over(): boolean;
}

/**
 * All configurations of exactly so many operations that serve more than `beyond`, the best first, of which every
 * operation matters; not all of them where the budget ends before. Ties are chosen first. With the ties closed, an opening
 * only takes away, so that a choice that serves no more than `beyond`, or cuts off what has supply, is not
 * followed further.
 */
export function candidatesOf(
  part: SwitchedPart,
  operations: number,
  beyond: Served,
  radial: boolean,
  budget: Budget,
): { candidates: Candidate[]; complete: boolean } {
  const found: Candidate[] = [];
  const toggled: number[] = [];
  const spent = (): boolean =>
    --budget.left < 0 || found.length >= MOST_KEPT || (budget.left % BETWEEN === 0 && budget.late());

  /** Opens `left` more switches from the `next` on. False where the budget has ended. */
  const open = (next: number, left: number): boolean => {
    if (spent()) return false;
    const served = part.energise();
    if (!part.kept) return true;
    if (compareServed(served, beyond) <= 0 || (radial && part.loops > left)) return true;
    if (left === 0) {
      const matters = toggled.every((branch) => part.reaches(branch));
      if (matters && !part.joined) found.push({ toggled: toggled.slice(), served });
      return true;
    }
    for (let k = next; k <= part.switches.length - left; k++) {
      if (!follow(part.switches[k], () => open(k + 1, left - 1))) return false;
    }
    return true;
  };
  const close = (next: number, left: number): boolean => {
    if (toggled.length > 0 && !open(0, left)) return false;
    if (left === 0) return true;
    for (let k = next; k < part.ties.length; k++) {
      if (!follow(part.ties[k], () => close(k + 1, left - 1))) return false;
    }
    return true;
  };
  const follow = (branch: number, further: () => boolean): boolean => {
    part.toggle(branch);
    toggled.push(branch);
    const done = further();
    toggled.pop();
    part.toggle(branch);
    return done;
  };
  const complete = close(0, operations);
  return { candidates: found.sort((a, b) => compareServed(b.served, a.served)), complete };
}
