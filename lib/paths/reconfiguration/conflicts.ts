/** Locks that leave no configuration, told with INVALID_SETTING. */
import { type GridError, gridError } from '../../errors';
import type { Grid } from '../../grid';

export function branchName({ network }: Grid, branch: number): string {
  return `"${network.branches[branch].id}" (row ${branch + 1})`;
}

export function locksAgainst(grid: Grid, branch: number): GridError {
  return gridError('INVALID_SETTING', {
    at: `the locks of branch ${branchName(grid, branch)}`,
    got: 'open and closed',
    allowed: 'one of both',
  });
}

export function foreignLock(grid: Grid, branch: number): GridError {
  return gridError('INVALID_SETTING', {
    at: `the lock of branch ${branchName(grid, branch)}`,
    got: 'another position than it has',
    allowed: 'its own, for it may not be switched or is out of service',
  });
}

export function spentLock(grid: Grid, branch: number): GridError {
  return gridError('INVALID_SETTING', {
    at: `the lock of branch ${branchName(grid, branch)}`,
    got: 'another position than it has',
    allowed: 'its own, for its switch has no operations left',
  });
}

export function loopOfLocks(grid: Grid, branch: number): GridError {
  return gridError('INVALID_SETTING', {
    at: `branch ${branchName(grid, branch)}`,
    got: 'a loop of branches that must all stay closed, or a way from one slack to another',
    allowed: 'in every loop a switch that may open',
    remedy: 'Release one of its locks, or make one of its branches switchable',
  });
}

export function cutsSupply(grid: Grid, bus: number): GridError {
  return gridError('INVALID_SETTING', {
    at: 'the locks',
    got: `bus "${grid.network.buses[bus].id}" without any way to a source`,
    allowed: 'for each bus a way that may be closed',
    remedy: 'Release a lock on the way to it',
  });
}
