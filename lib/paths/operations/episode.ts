import type { Random } from '../../random';
import { FEATURES } from './features';
import type { QLearner } from './q-learner';
import type { Situation } from './situation';
import type { Options, SwitchingTask } from './task';

/** Picks one of the options by its place in the list; −1 keeps the configuration and ends the episode. */
export type Policy = (options: Options) => number;

/** Follows a policy from the present state, for `depth` operations at most; where it ends. */
export function playEpisode(
  task: SwitchingTask,
  policy: Policy,
  depth: number,
  learner?: QLearner,
): Situation {
  let here = task.base;
  for (let operations = 0; operations < depth; operations++) {
    const choice = policy(task.options(here));
    if (choice < 0) break;
    const next = tryOption(task, here, choice, learner);
    if (next === null) break;
    here = next;
  }
  return here;
}

/** Solves one option, and lets the learner see what came of it. */
export function tryOption(
  task: SwitchingTask,
  here: Situation,
  choice: number,
  learner?: QLearner,
): Situation | null {
  const { branches, rows } = task.options(here);
  const { situation, reward } = task.step(here, branches[choice]);
  learner?.remember({
    features: rows.subarray(choice * FEATURES, (choice + 1) * FEATURES),
    reward,
    next: situation === null ? [] : task.options(situation).rows,
  });
  return situation;
}

/** The option of highest value, if that is above the 0 of keeping. */
export function greedy(learner: QLearner): Policy {
  return ({ branches, rows }) => {
    let best = 0;
    let choice = -1;
    for (let index = 0; index < branches.length; index++) {
      const value = learner.value(rows, index * FEATURES);
      if (value > best) {
        best = value;
        choice = index;
      }
    }
    return choice;
  };
}

/** All options and keeping, with equal chances. */
export function uniform(random: Random): Policy {
  return ({ branches }) => random.below(branches.length + 1) - 1;
}

/** `policy`, but with probability epsilon a uniform choice. */
export function exploring(policy: Policy, epsilon: number, random: Random): Policy {
  const wander = uniform(random);
  return (options) => (random.next() < epsilon ? wander(options) : policy(options));
}
