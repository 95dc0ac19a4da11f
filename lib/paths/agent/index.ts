/** The agent that chooses among configurations: training, trying, and what it is used by. */
export { Advisor } from './advisor';
export type { DayFigures } from './day-evaluation';
export type { GapFigures, StateFigures } from './evaluation';
export { knowsAllOf } from './meshed/atlas';
export { loadAgent, readAgentCard, shippedAgent } from './model/shipped';
export { reconfigureByAgent } from './reconfigure';
export {
  type AgentWorkbench,
  type AgentWorkbenchInit,
  type Evaluation,
  openAgentWorkbench,
  type TrainingRequest,
  type TrainingSummary,
} from './service';
export { spaceKindOf } from './spaces';
export type { TrainingProgress } from './training';
