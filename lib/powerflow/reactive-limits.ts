/**
 * Reactive limits around a solver: a generator that would have to deliver more than it can delivers its limit and
 * gives up the voltage of its bus, until none is beyond its limits (MATPOWER User's Manual, section 4.1,
 * doi 10.5281/zenodo.3236519). One that is held at a limit where it no longer would have to be (voltage above its
 * set value at the upper limit, below it at the lower one) takes the voltage back, at most twice, so that the search
 * ends. The generators that balance an island have no limits here; what they deliver is in the state.
 */
import type { Grid } from '../grid';
import type { OperatingPoint, PowerFlow, PowerFlowOutcome, PowerFlowState, SolveOptions } from './types';

/** A limit is exceeded beyond this, Mvar. */
const SLACKNESS_MVAR = 1e-6;
const SLACKNESS_PU = 1e-9;
const MAX_ROUNDS = 50;
const MAX_RETURNS = 2;

const FREE = 0;
const AT_UPPER = 1;
const AT_LOWER = -1;

export type LimitedOutcome = PowerFlowOutcome & {
  /** Per generator: 1 at its upper limit, −1 at its lower one, 0 within. */
  limited: Int8Array;
};

/**
 * The flow within reactive limits; not converged where no such state is found. Generators that hold the voltage of a
 * bus together share its reactive power by their ranges, and so reach their limits together.
 */
export function solveWithinReactiveLimits(
  grid: Grid,
  flow: PowerFlow,
  point: OperatingPoint,
  options?: SolveOptions,
): LimitedOutcome {
  const trial = {
    ...point,
    holds_voltage: (point.holds_voltage ?? grid.holdsVoltage).slice(),
    generation_mvar: point.generation_mvar.slice(),
  };
  const limited = new Int8Array(grid.generatorCount);
  const returns = new Uint8Array(grid.generatorCount);
  const wanted = trial.holds_voltage.slice();
  let iterations = 0;
  for (let round = 0; ; round++) {
    const outcome = flow.solve(trial, round === 0 ? options : { start: 'warm' });
    iterations += outcome.iterations;
    const result = { ...outcome, iterations };
    if (result.status === 'not_converged') return { ...result, limited };
    if (!impose(grid, trial, result.state, wanted, limited, returns)) return { ...result, limited };
    if (round === MAX_ROUNDS) {
      const { mismatch_pu, worstBus } = result;
      return { status: 'not_converged', iterations, mismatch_pu, worstBus, limited };
    }
  }
}

/** Sets and lifts limits in `trial`; whether any has changed. */
function impose(
  grid: Grid,
  trial: Required<OperatingPoint>,
  state: PowerFlowState,
  wanted: Uint8Array,
  limited: Int8Array,
  returns: Uint8Array,
): boolean {
  let changed = false;
  for (let g = 0; g < grid.generatorCount; g++) {
    const bus = grid.generatorBus[g];
    if (wanted[g] === 0 || grid.generatorUsable[g] === 0 || state.energized[bus] === 0) continue;
    if (state.balancing.includes(g)) continue;
    const excess_pu = state.vm_pu[bus] - trial.vm_set_pu[g];
    const next =
      limited[g] === FREE
        ? limitOf(grid, g, state.generation_mvar[g])
        : limited[g] * excess_pu > SLACKNESS_PU && returns[g] < MAX_RETURNS
          ? FREE
          : limited[g];
    if (next === limited[g]) continue;
    changed = true;
    limited[g] = next;
    trial.holds_voltage[g] = next === FREE ? 1 : 0;
    if (next === FREE) returns[g]++;
    else trial.generation_mvar[g] = next === AT_UPPER ? grid.q_max_mvar[g] : grid.q_min_mvar[g];
  }
  return changed;
}

function limitOf(grid: Grid, g: number, q_mvar: number): number {
  // Limits that leave nothing in between are none that could be kept.
  if (grid.q_min_mvar[g] > grid.q_max_mvar[g]) return FREE;
  if (q_mvar > grid.q_max_mvar[g] + SLACKNESS_MVAR) return AT_UPPER;
  if (q_mvar < grid.q_min_mvar[g] - SLACKNESS_MVAR) return AT_LOWER;
  return FREE;
}
