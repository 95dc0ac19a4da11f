import { gridError } from '../errors';
import type { Grid } from '../grid';
import type { OperatingPoint } from './types';

/** Throws INVALID_SETTING where an array of the point is not as long as its table: what is absent would count as 0. */
export function checkPoint({ busCount, branchCount, generatorCount }: Grid, point: OperatingPoint): void {
  checkLength('demand_mw', point.demand_mw.length, busCount);
  checkLength('demand_mvar', point.demand_mvar.length, busCount);
  checkLength('generation_mw', point.generation_mw.length, generatorCount);
  checkLength('generation_mvar', point.generation_mvar.length, generatorCount);
  checkLength('vm_set_pu', point.vm_set_pu.length, generatorCount);
  checkLength('holds_voltage', point.holds_voltage?.length ?? generatorCount, generatorCount);
  checkLength('live', point.live.length, branchCount);
}

function checkLength(name: string, length: number, expected: number): void {
  if (length === expected) return;
  throw gridError('INVALID_SETTING', {
    at: `the operating point's ${name}`,
    got: `${length} values`,
    allowed: `${expected}, one for each element of the network`,
  });
}
