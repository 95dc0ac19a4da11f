import type { Grid } from '../../grid';
import type { Assessor } from './assessor';
import { compareServed, type Served, total } from './classes';
import { figuresOf, type Limits, type StateFigures } from './limits';
import type { SwitchedPart } from './switched-part';

/** The grid after an operation. */
export interface Step extends StateFigures {
  readonly operation: 'open' | 'close';
  readonly branch: number;
  readonly served_mw: number;
}

/** Steps that are tried: all orders of five operations. */
const MOST_TRIED = 400;

/**
 * The operations in an order in which no step is beyond the limits, by AC power flow, or takes supply away; undefined
 * where there is none. From the configuration at hand on, which is the same afterwards. On the way there may be loops.
 */
export function orderOperations(
  grid: Grid,
  part: SwitchedPart,
  assessor: Assessor,
  limits: Limits,
  branches: readonly number[],
): Step[] | undefined {
  const steps: Step[] = [];
  let left = MOST_TRIED;
  const extend = (open: readonly number[], before: Served): boolean => {
    if (open.length === 0) return true;
    return open.some((branch) => {
      if (left-- <= 0) return false;
      part.toggle(branch);
      const served = part.energise();
      const keeps = part.kept && compareServed(served, before) >= 0;
      const assessment = keeps ? assessor.confirm(part.live, limits) : undefined;
      if (assessment?.legal === true) {
        const operation = part.live[branch] === 1 ? 'close' : 'open';
        steps.push({ operation, branch, ...figuresOf(grid, assessment.state), served_mw: total(served) });
        const others = open.filter((other) => other !== branch);
        if (extend(others, served)) return true;
        steps.pop();
      }
      part.toggle(branch);
      return false;
    });
  };
  const found = extend(branches, part.energise());
  for (const { branch } of steps) part.toggle(branch);
  return found ? steps : undefined;
}
