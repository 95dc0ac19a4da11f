/** Loss-minimising reconfiguration: which switches of a distribution network to open and close, and in which order. */
export { Assessor, holdsAll, isBetter, type Worth } from './assessor';
export { type BoundLoads, boundLoads } from './bound';
export { Confirmer } from './confirm';
export { Deadline } from './deadline';
export { ExactSearch } from './exact';
export { ExchangeSearch, type Found } from './exchange';
export { eachExchange } from './exchange-prices';
export { growTree, type RootedTree } from './grow-tree';
export { Limits } from './limits';
export { excess, type LoadModel, loadModel, type NodeEdges, nodeEdges } from './load-model';
export { LocalSearch } from './local-search';
export { LoopSpace } from './loop-space';
export { exactMeshed, type MeshedOptimum, searchMeshed } from './meshed';
export { readOptions } from './options';
export { createProblem, liveOf, problemOn, type ReconfigurationProblem } from './problem';
export { RadialTree } from './radial-tree';
export { radialBound, searchRadial } from './radial-search';
export { confirmAnswer, reconfigure } from './reconfigure';
export type { Searched } from './searched';
export { openReconfigurer, type Reconfigurer, type ReconfigurerInit } from './service';
export { presentTree, sequentialOpening } from './starts';
export { planSwitching } from './switching-plan';
export { createSwitchGraph, type SwitchGraph, slackBuses, spanningTree } from './switch-graph';
export type {
  Figures,
  Held,
  Lock,
  Method,
  ReconfigurationOptions,
  ReconfigurationOutcome,
  ReconfigurationProgress,
  ReconfigurationStep,
  Settings,
  Surroundings,
  Switching,
} from './types';
