/** Ofgem's asset health methodology (DNO Common Network Asset Indices Methodology v2.1, April 2021): formulas and constants. */
export {
  ASSET_KINDS,
  type AssetKind,
  CABLE,
  HIGH_VOLTAGE_KV,
  kPercentOf,
  LIFE_YEARS,
  LINE,
  TRANSFORMER,
} from './categories';
export { CONDITION_GAIN, inspected } from './condition';
export {
  ageingRate,
  BEST_SCORE,
  currentScore,
  END_OF_LIFE_SCORE,
  expectedLife_years,
  failuresPerYear,
  forecastRate,
  initialScore,
  WORST_SCORE,
} from './health';
