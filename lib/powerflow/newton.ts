import type { Grid } from '../grid';
import type { PowerFlow } from './types';

export function createPowerFlow(_grid: Grid): PowerFlow {
  throw new Error('not built yet');
}
