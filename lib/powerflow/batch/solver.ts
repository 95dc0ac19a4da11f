import type { Grid } from '../../grid';
import { loadingOf } from '../loading';
import { createPowerFlow } from '../newton';
import { nominalPoint } from '../operating-point';
import { type PowerFlowPlan, planPowerFlow } from '../plan';
import type { OperatingPoint, PowerFlow, PowerFlowState, Start } from '../types';
import { CASE_STATUS, CASES_PER_RANGE, type LoadCaseResults, type LoadCases } from './load-cases';

/** Solves ranges of load cases; tables of the right sizes are the caller's concern (`checkLoadCases`). */
export class LoadCaseSolver {
  private readonly flow: PowerFlow;
  private readonly nominal: OperatingPoint;
  /** The nominal solution; the document's voltages where there is none. */
  private readonly start: Start;

  constructor(
    private readonly grid: Grid,
    plan: PowerFlowPlan = planPowerFlow(grid),
  ) {
    this.flow = createPowerFlow(grid, plan);
    this.nominal = nominalPoint(grid);
    const outcome = this.flow.solve(this.nominal, { start: 'case' });
    this.start =
      outcome.status === 'not_converged'
        ? 'case'
        : { vm_pu: outcome.state.vm_pu.slice(), va_rad: outcome.state.va_rad.slice() };
  }

  /** Solves range `range` of the cases and writes its rows of the results. */
  solve(cases: LoadCases, results: LoadCaseResults, range: number): void {
    const end = Math.min(cases.count, (range + 1) * CASES_PER_RANGE);
    let start = this.start;
    for (let row = range * CASES_PER_RANGE; row < end; row++) {
      const outcome = this.flow.solve(this.pointOf(cases, row), { start });
      results.status[row] = CASE_STATUS.indexOf(outcome.status);
      results.iterations[row] = outcome.iterations;
      if (outcome.status === 'not_converged') {
        this.writeUnsolved(results, row);
        start = this.start;
        continue;
      }
      this.write(results, row, outcome.state);
      results.unserved_mw[row] = outcome.status === 'islanded' ? outcome.unserved_mw : 0;
      start = 'warm';
    }
  }

  private pointOf({ demand_mw, demand_mvar, generation_mw }: LoadCases, row: number): OperatingPoint {
    const { busCount, generatorCount } = this.grid;
    const rowOf = (table: Float64Array, width: number) => table.subarray(row * width, (row + 1) * width);
    return {
      ...this.nominal,
      demand_mw: rowOf(demand_mw, busCount),
      demand_mvar: rowOf(demand_mvar, busCount),
      generation_mw:
        generation_mw === undefined ? this.nominal.generation_mw : rowOf(generation_mw, generatorCount),
    };
  }

  private write(results: LoadCaseResults, row: number, state: PowerFlowState): void {
    const { rating_mva } = this.grid;
    results.vm_pu.set(state.vm_pu, row * this.grid.busCount);
    results.va_rad.set(state.va_rad, row * this.grid.busCount);
    results.loss_mw[row] = state.loss_mw;
    let branch = -1;
    let largest = Number.NaN;
    for (let k = 0; k < rating_mva.length; k++) {
      if (rating_mva[k] === 0) continue;
      const loading = loadingOf(state, rating_mva, k);
      if (branch >= 0 && loading <= largest) continue;
      largest = loading;
      branch = k;
    }
    results.loading_max_percent[row] = largest;
    results.loading_max_branch[row] = branch;
  }

  private writeUnsolved(results: LoadCaseResults, row: number): void {
    const { busCount } = this.grid;
    results.vm_pu.fill(Number.NaN, row * busCount, (row + 1) * busCount);
    results.va_rad.fill(Number.NaN, row * busCount, (row + 1) * busCount);
    results.loss_mw[row] = Number.NaN;
    results.unserved_mw[row] = Number.NaN;
    results.loading_max_percent[row] = Number.NaN;
    results.loading_max_branch[row] = -1;
  }
}
