import type { ServiceFactory } from './service';

/** Everything that can be opened in a thread. Loaded on first use, so that a thread holds only what it runs. */
export const SERVICES = {
  'network-loader': async () => (await import('../grid/index.js')).openNetworkLoader,
  'telemetry-filler': async () => (await import('../scada/index.js')).openFiller,
  simulator: async () => (await import('../scada/index.js')).openSimulator,
  'risk-scorer': async () => (await import('../risk/index.js')).openRiskScorer,
  'risk-trainer': async () => (await import('../risk/index.js')).openRiskTrainer,
  'risk-workbench': async () => (await import('../risk/index.js')).openRiskWorkbench,
  contingency: async () => (await import('../powerflow/index.js')).openContingencies,
  'load-cases': async () => (await import('../powerflow/index.js')).openLoadCases,
  'route-finder': async () => (await import('../paths/index.js')).openRouteFinder,
  optimizer: async () => (await import('../paths/index.js')).openOptimizer,
  'agent-workbench': async () => (await import('../paths/index.js')).openAgentWorkbench,
  reconfigurer: async () => (await import('../paths/index.js')).openReconfigurer,
};

export type ServiceName = keyof typeof SERVICES;

type FactoryOf<Name extends ServiceName> = Awaited<ReturnType<(typeof SERVICES)[Name]>>;
export type InitOf<Name extends ServiceName> =
  FactoryOf<Name> extends ServiceFactory<infer Init, infer _Methods> ? Init : never;
export type MethodsOf<Name extends ServiceName> =
  FactoryOf<Name> extends ServiceFactory<infer _Init, infer Methods> ? Methods : never;
