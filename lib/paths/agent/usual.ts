/** The states that agents are trained on, and those that they are tried on beside them. */
import type { Grid } from '../../grid';
import type { WeeklyShapes } from '../types';
import { type Distribution, sparableBranches } from './scenarios';

/** Every third branch that may be out is kept from training, so that outages are left which it has not seen. */
const HELD_BACK = 3;

/** Training's. */
export function usualDistribution(grid: Grid, shapes: WeeklyShapes): Distribution {
  return {
    shapes,
    level: [0.6, 1.2],
    deviation: 0.25,
    outageShare: 0.2,
    outages: sparableBranches(grid).filter((_, place) => place % HELD_BACK !== HELD_BACK - 1),
    riskShare: 0.4,
    mostRiskWeight: 0.3,
    switchingCost: [0.002, 0.3],
  };
}

export const TRIALS = ['loads', 'risks', 'shifted_loads', 'other_classes', 'outages'] as const;
export type Trial = (typeof TRIALS)[number];

/**
 * `loads`: loads of training alone. `risks`: with lines that are likely to fail. `shifted_loads`: 1.3 times as much.
 * `other_classes`: every customer of another class. `outages`: one branch out, of those that training has not seen.
 */
export function trialDistribution(grid: Grid, usual: Distribution, trial: Trial): Distribution {
  const loads = { ...usual, outageShare: 0, riskShare: 0 };
  switch (trial) {
    case 'loads':
      return loads;
    case 'risks':
      return { ...loads, riskShare: 1 };
    case 'shifted_loads':
      return { ...loads, level: [1.3 * usual.level[0], 1.3 * usual.level[1]] };
    case 'other_classes':
      return { ...loads, otherClasses: true };
    case 'outages': {
      const unseen = sparableBranches(grid).filter((k) => !usual.outages.includes(k));
      return { ...loads, outageShare: 1, outages: unseen };
    }
  }
}
