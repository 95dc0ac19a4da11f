/** Reconfiguration where loops are allowed. */
export { exactMeshed, type MeshedOptimum, searchMeshed } from './search';
