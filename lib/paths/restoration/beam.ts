import { compareServed, type Served } from './classes';
import { type Plan, planOf, type Search } from './search';

/** Configurations that are followed from each number of operations to the next. */
const WIDTH = 16;
/** A loop that is still to be opened counts like an overload of so much. */
const LOOP = 0.5;
/** Classes weigh so much more than the next. */
const WEIGHTS = [10_000, 100, 1];

interface Followed {
  readonly toggled: readonly number[];
  /** What it serves, less for what it is beyond. */
  readonly score: number;
}

/**
 * For dark parts with too many configurations: one operation after the other, each time from those that served most
 * for what they were beyond their limits. A plan that is better than `best`, or `best`; no proof.
 */
export function searchBeam(search: Search, best: Plan | undefined): Plan | undefined {
  const { part, maxOperations, budget } = search;
  let found = best;
  let beam: Followed[] = [{ toggled: [], score: 0 }];
  const seen = new Set<string>();
  for (let depth = 1; depth <= maxOperations && beam.length > 0; depth++) {
    const next: Followed[] = [];
    for (const { toggled } of beam) {
      for (const branch of moves(search, toggled)) {
        if (budget.late()) return found;
        const further = [...toggled, branch].sort((a, b) => a - b);
        const key = further.join();
        if (seen.has(key)) continue;
        seen.add(key);
        for (const each of further) part.toggle(each);
        const { served, score, legal } = judge(search);
        for (const each of further) part.toggle(each);
        next.push({ toggled: further, score });
        if (legal && better(served, further.length, found)) {
          found = planOf(search, { toggled: further, served }) ?? found;
        }
      }
    }
    beam = next.sort((a, b) => b.score - a.score).slice(0, WIDTH);
  }
  return found;
}

/** Ties that may be closed, and switches that would take something away. */
function moves({ part }: Search, toggled: readonly number[]): number[] {
  for (const branch of toggled) part.toggle(branch);
  part.energise();
  const switches = part.switches.filter((branch) => part.live[branch] === 1 && part.reaches(branch));
  for (const branch of toggled) part.toggle(branch);
  return [...part.ties, ...switches].filter((branch) => !toggled.includes(branch));
}

function judge(search: Search): { served: Served; score: number; legal: boolean } {
  const { part, assessor, limits, radial, obstacles } = search;
  const served = part.energise();
  const weight = served.reduce((sum, p_mw, k) => sum + WEIGHTS[k] * p_mw, 0);
  if (part.joined || (radial && part.loops > 0)) {
    return { served, score: weight / (1 + LOOP * Math.max(1, part.loops)), legal: false };
  }
  const assessment = assessor.assess(part.live, limits);
  if (assessment.legal) return { served, score: weight, legal: true };
  obstacles.note(part, assessment.breach);
  return { served, score: weight / (1 + assessment.breach.excess), legal: false };
}

function better(served: Served, operations: number, than: Plan | undefined): boolean {
  const gain = compareServed(served, than?.served ?? [0, 0, 0]);
  if (gain !== 0 || than === undefined) return gain > 0;
  return operations < than.openings.length + than.rest.length;
}
