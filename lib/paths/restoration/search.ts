import type { Grid } from '../../grid';
import type { Assessor } from './assessor';
import { type Budget, type Candidate, candidatesOf } from './candidates';
import { compareServed, type Served } from './classes';
import type { Limits } from './limits';
import type { Obstacles } from './obstacles';
import { orderOperations, type Step } from './sequence';
import type { SwitchedPart } from './switched-part';

/** A configuration that is within all limits by AC power flow, and so is every step to it. */
export interface Plan {
  readonly served: Served;
  /** Of branches between dark buses: first, as nothing flows there. */
  readonly openings: readonly number[];
  readonly rest: readonly Step[];
}

export interface Search {
  readonly grid: Grid;
  readonly part: SwitchedPart;
  readonly assessor: Assessor;
  readonly limits: Limits;
  readonly obstacles: Obstacles;
  readonly radial: boolean;
  readonly most: Served;
  readonly maxOperations: number;
  readonly budget: Budget;
}

export interface Enumerated {
  readonly plan: Plan | undefined;
  /** Whether no better one can be left. */
  readonly complete: boolean;
}

const NOTHING: Served = [0, 0, 0];

/**
 * One operation, then two, and so on, until all is served that a switch leads to, or no operation is left: a plan that
 * serves more than `best`, or `best`.
 */
export function enumerate(search: Search, best?: Plan): Enumerated {
  const { part, most, maxOperations, radial, budget } = search;
  let plan = best;
  for (let operations = 1; operations <= maxOperations; operations++) {
    const served = plan?.served ?? NOTHING;
    if (compareServed(served, most) >= 0) break;
    const { candidates, complete } = candidatesOf(part, operations, served, radial, budget);
    const best = complete ? firstLegal(search, candidates) : { plan: undefined, complete };
    plan = best.plan ?? (best.complete ? undefined : anyLegal(search, candidates)) ?? plan;
    if (!best.complete) return { plan, complete: false };
  }
  return { plan, complete: true };
}

/** Of candidates, the best first: the first that is legal, and of those that serve as much the one that loses least. */
function firstLegal(search: Search, candidates: readonly Candidate[]): Enumerated {
  let complete = true;
  for (let k = 0; k < candidates.length && complete; ) {
    const group: { candidate: Candidate; loss_mw: number }[] = [];
    const { served } = candidates[k];
    for (; k < candidates.length && compareServed(candidates[k].served, served) === 0; k++) {
      if (search.budget.late()) {
        complete = false;
        break;
      }
      const loss_mw = lossOf(search, candidates[k]);
      if (loss_mw !== undefined) group.push({ candidate: candidates[k], loss_mw });
    }
    group.sort((a, b) => a.loss_mw - b.loss_mw);
    for (const { candidate } of group) {
      const plan = planOf(search, candidate);
      if (plan !== undefined) return { plan, complete };
    }
  }
  return { plan: undefined, complete };
}

/**
 * Where there is no time to look at all candidates: one of them that is legal, found by halving, as what serves less is
 * more often within the limits.
 */
function anyLegal(search: Search, candidates: readonly Candidate[]): Plan | undefined {
  let plan: Plan | undefined;
  for (let [from, to] = [0, candidates.length]; from < to && !search.budget.over(); ) {
    const middle = (from + to) >> 1;
    const legal =
      lossOf(search, candidates[middle]) === undefined ? undefined : planOf(search, candidates[middle]);
    plan = legal ?? plan;
    if (legal === undefined) from = middle + 1;
    else to = middle;
  }
  return plan;
}

/** Losses of a configuration that is within the limits. */
function lossOf(search: Search, { toggled }: Candidate): number | undefined {
  const { part, assessor, limits, obstacles } = search;
  for (const branch of toggled) part.toggle(branch);
  const assessment = assessor.assess(part.live, limits);
  if (!assessment.legal) {
    part.energise();
    obstacles.note(part, assessment.breach);
  }
  for (const branch of toggled) part.toggle(branch);
  return assessment.legal ? assessment.state.loss_mw : undefined;
}

/** The plan that leads to a configuration, where every step of one is legal. */
export function planOf(search: Search, { toggled, served }: Candidate): Plan | undefined {
  const { grid, part, assessor, limits } = search;
  part.energise();
  const dark = (branch: number): boolean => part.live[branch] === 1 && !part.reaches(branch);
  const openings = toggled.filter(dark);
  const others = toggled.filter((branch) => !openings.includes(branch));
  for (const branch of openings) part.toggle(branch);
  const rest = orderOperations(grid, part, assessor, limits, others);
  for (const branch of openings) part.toggle(branch);
  return rest === undefined ? undefined : { served, openings, rest };
}
