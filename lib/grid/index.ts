/** What a grid is: network documents, their checks, and the dense form that computations use. */
export { BUILTIN_NAMES, builtinNetwork } from './builtin';
export { compileGrid } from './compile';
export { DisjointSets } from './disjoint-sets';
export { type FeederOptions, generateFeeders } from './feeders';
export { formatOfFile, readNetworkFile, writeNetworkFile } from './files';
export { NETWORK_FORMATS, type NetworkFormat, readNetworkText, writeNetworkText } from './formats';
export { type GenerateOptions, generateNetwork } from './generate';
export type { Grid } from './grid';
export { loadNetwork, type NetworkChoice, type NetworkLoader, openNetworkLoader } from './load';
export {
  caseOfNetwork,
  isMatpowerJson,
  jsonOfCase,
  type MatpowerCase,
  networkOfCase,
  readMatpowerJson,
  readMatpowerText,
  writeMatpowerText,
} from './matpower';
export { replaceFile } from './replace-file';
export { checkNetwork } from './validate';
