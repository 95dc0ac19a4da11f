import type { SwitchingPlan, SwitchingStep } from '../../contract';
import type { Grid } from '../../grid';
import type { Effort } from './effort';
import { tryOption } from './episode';
import { FEATURES } from './features';
import type { QLearner } from './q-learner';
import type { Situation } from './situation';
import type { SwitchingTask } from './task';

/**
 * The best configuration within reach, as operations in their order; null where nothing is worth its operations.
 * At each depth the options that the network values most and those that promise most by rule of thumb are solved;
 * the search goes on from the best few of them, without undoing what it did. Every answer was solved by AC power flow,
 * step by step: the network only chooses where to look.
 */
export function searchPlan(
  grid: Grid,
  task: SwitchingTask,
  learner: QLearner,
  effort: Effort,
  sequence: number,
): SwitchingPlan | null {
  const seen = new Set<Situation>();
  let beam = [task.base];
  for (let depth = 0; depth < effort.depth && beam.length > 0; depth++) {
    const found = new Set<Situation>();
    for (const here of beam) {
      for (const choice of shortList(task, here, learner, effort.width)) {
        const tried = tryOption(task, here, choice, learner);
        if (tried !== null && tried.toggled.length > here.toggled.length) found.add(tried);
      }
    }
    for (const situation of found) seen.add(situation);
    beam = cheapestFirst(task, found).slice(0, effort.beam);
  }
  const worthwhile = [...seen].filter((situation) => task.price(situation) < task.price(task.base));
  for (const goal of cheapestFirst(task, worthwhile)) {
    const steps = stageSteps(grid, task, goal);
    if (steps !== null) return describePlan(task.base, goal, steps, sequence);
  }
  return null;
}

function cheapestFirst(task: SwitchingTask, situations: Iterable<Situation>): Situation[] {
  return [...situations].sort((a, b) => task.price(a) - task.price(b));
}

/** Places in the list of options: the `width` of highest value, and the `width` of highest promise. */
function shortList(task: SwitchingTask, here: Situation, learner: QLearner, width: number): Set<number> {
  const { branches, rows } = task.options(here);
  const places = branches.map((_, place) => place);
  const value = places.map((place) => learner.value(rows, place * FEATURES));
  const valued = places.toSorted((a, b) => value[b] - value[a] || a - b);
  return new Set([...places.slice(0, width), ...valued.slice(0, width)]);
}

/**
 * The way to a configuration, closing before opening: on the way more branches are live than at its end, so that no
 * step cuts anything off. Null where a step has no solution.
 */
function stageSteps(grid: Grid, task: SwitchingTask, goal: Situation): SwitchingStep[] | null {
  const closings = goal.toggled.filter((branch) => goal.live[branch] === 1);
  const openings = goal.toggled.filter((branch) => goal.live[branch] === 0);
  const steps: SwitchingStep[] = [];
  let here = task.base;
  for (const branch of [...closings, ...openings]) {
    const { situation } = task.step(here, branch);
    if (situation === null) return null;
    here = situation;
    steps.push({
      operation: here.live[branch] === 1 ? 'close' : 'open',
      edge: grid.network.branches[branch].id,
      loss_mw: here.worth.loss_mw,
    });
  }
  return steps;
}

function describePlan(
  before: Situation,
  after: Situation,
  steps: SwitchingStep[],
  sequence: number,
): SwitchingPlan {
  return {
    steps,
    loss_before_mw: before.worth.loss_mw,
    loss_after_mw: after.worth.loss_mw,
    risk_before: before.worth.risk_mw,
    risk_after: after.worth.risk_mw,
    sequence,
  };
}
