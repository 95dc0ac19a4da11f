import { gridError } from '../../errors';
import type { Grid } from '../../grid';
import type { Lock, ReconfigurationOptions, Settings } from './types';

const LONGEST_S = 86_400;
const MOST_OPERATIONS = 1_000_000;

/** The options with what stands in where nothing is said. Throws INVALID_SETTING. */
export function readOptions(grid: Grid, options: ReconfigurationOptions): Settings {
  const {
    method = 'auto',
    seed = 1,
    ratings = true,
    momentary_loops = true,
    radial = true,
    locks = [],
  } = options;
  if (!['exact', 'exchange', 'auto'].includes(method)) {
    throw gridError('INVALID_SETTING', { at: 'method', got: method, allowed: 'exact, exchange, auto' });
  }
  if (!Number.isSafeInteger(seed)) {
    throw gridError('INVALID_SETTING', { at: 'seed', got: seed, allowed: 'a whole number' });
  }
  const number = (name: NumberName, otherwise: number, most = Number.MAX_VALUE): number => {
    const value = options[name] ?? otherwise;
    if (typeof value === 'number' && value >= 0 && value <= most) return value;
    const allowed = most === Number.MAX_VALUE ? 'a number from 0' : `a number from 0 to ${most}`;
    throw gridError('INVALID_SETTING', { at: name, got: value, allowed });
  };
  return {
    method,
    seed,
    ratings,
    momentary_loops,
    radial,
    time_limit_s: number('time_limit_s', 10, LONGEST_S),
    loss_weight: number('loss_weight', 1),
    risk_weight: number('risk_weight', 0),
    switching_cost_mw: number('switching_cost_mw', 0),
    max_operations: number('max_operations', MOST_OPERATIONS, MOST_OPERATIONS),
    failure_probability: probabilities(grid, options.failure_probability),
    operations_left: operationsLeft(grid, options.operations_left),
    voltage_band: band(options.voltage_band),
    locks: locks.map((lock) => checkLock(grid, lock)),
  };
}

type NumberName = 'time_limit_s' | 'loss_weight' | 'risk_weight' | 'switching_cost_mw' | 'max_operations';

function probabilities(grid: Grid, given: Float64Array | undefined): Float64Array {
  if (given === undefined) return new Float64Array(grid.branchCount);
  const wrong = given.findIndex((p) => !(p >= 0 && p <= 1));
  if (given.length === grid.branchCount && wrong < 0) return given;
  throw gridError('INVALID_SETTING', {
    at: wrong < 0 ? 'failure_probability' : `failure_probability[${wrong}]`,
    got: wrong < 0 ? `${given.length} values` : given[wrong],
    allowed: `a number from 0 to 1 for each of the ${grid.branchCount} branches`,
  });
}

function operationsLeft(grid: Grid, given: Float64Array | undefined): Float64Array {
  if (given === undefined) return new Float64Array(grid.branchCount).fill(Number.POSITIVE_INFINITY);
  const isCount = (n: number): boolean => n === Number.POSITIVE_INFINITY || (Number.isInteger(n) && n >= 0);
  const wrong = given.findIndex((n) => !isCount(n));
  if (given.length === grid.branchCount && wrong < 0) return given;
  throw gridError('INVALID_SETTING', {
    at: wrong < 0 ? 'operations_left' : `operations_left[${wrong}]`,
    got: wrong < 0 ? `${given.length} values` : given[wrong],
    allowed: `a whole number from 0, or Infinity, for each of the ${grid.branchCount} branches`,
  });
}

function band(given: ReconfigurationOptions['voltage_band']): ReconfigurationOptions['voltage_band'] {
  if (given === undefined || given === null) return given;
  if (given.vm_min_pu >= 0 && given.vm_max_pu >= given.vm_min_pu) return given;
  throw gridError('INVALID_SETTING', {
    at: 'voltage_band',
    got: given,
    allowed: 'vm_min_pu from 0, and vm_max_pu not below it',
  });
}

function checkLock({ branchCount }: Grid, lock: Lock): Lock {
  const { branch } = lock;
  if (Number.isInteger(branch) && branch >= 0 && branch < branchCount) return lock;
  const allowed = `a branch from 0 to ${branchCount - 1}`;
  throw gridError('UNKNOWN_ELEMENT', { at: 'locks[].branch', got: branch, allowed });
}
