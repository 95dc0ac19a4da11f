/** What is proposed in one state: restoration where loads are dark, else improvement; and what is looked out for. */
export { FailureWatch } from './failure-watch';
export { type Improver, openImprover } from './improver';
export { issuePlan } from './issue';
export { PacedAgent } from './paced-agent';
export { unsolvable } from './present';
export { type RestorationAnswer, RestorationPlanner } from './restoration-planner';
