/** Loss-minimising reconfiguration: which switches of a distribution network to open and close, and in which order. */
export { Assessor, holdsAll, isBetter, type Worth } from './assessor';
export { type BoundLoads, boundLoads } from './bound';
export { Deadline } from './deadline';
export { ExactSearch } from './exact';
export { ExchangeSearch, type Found } from './exchange';
export { type LoadModel, loadModel, nodeEdges } from './load-model';
export { LoopSpace } from './loop-space';
export { exactMeshed, type MeshedOptimum } from './meshed';
export { createProblem, liveOf, type ReconfigurationProblem } from './problem';
export { RadialTree } from './radial-tree';
export { reconfigure } from './reconfigure';
export { openReconfigurer, type Reconfigurer, type ReconfigurerInit } from './service';
export { presentTree, sequentialOpening } from './starts';
export type {
  Figures,
  Held,
  Lock,
  Method,
  ReconfigurationOptions,
  ReconfigurationOutcome,
  ReconfigurationProgress,
  ReconfigurationStep,
  Surroundings,
  Switching,
} from './types';
