import type { Grid } from '../../grid';
import type { Assessor } from './assessor';
import { total } from './classes';
import type { DarkPart } from './dark-part';
import { figuresOf, type Limits, type StateFigures } from './limits';

/** The grid after a closing. */
export interface Closing extends StateFigures {
  readonly branch: number;
  readonly served_mw: number;
}

/** Orders of closings that are tried: all of five. */
const MOST_TRIED = 400;

/**
 * The closings in an order in which no step is beyond the limits, by AC power flow, from the configuration at hand on
 * (all openings done); undefined where there is none. The configuration is the same afterwards.
 */
export function orderClosings(
  grid: Grid,
  part: DarkPart,
  assessor: Assessor,
  limits: Limits,
  closings: readonly number[],
): Closing[] | undefined {
  const steps: Closing[] = [];
  let left = MOST_TRIED;
  const extend = (open: readonly number[]): boolean => {
    if (open.length === 0) return true;
    return open.some((branch) => {
      if (left-- <= 0) return false;
      part.toggle(branch);
      const assessment = assessor.confirm(part.live, limits);
      if (assessment.legal) {
        steps.push({ branch, ...figuresOf(grid, assessment.state), served_mw: total(part.energise()) });
        if (extend(open.filter((other) => other !== branch))) return true;
        steps.pop();
      }
      part.toggle(branch);
      return false;
    });
  };
  const found = extend(closings);
  for (const { branch } of steps) part.toggle(branch);
  return found ? steps : undefined;
}
