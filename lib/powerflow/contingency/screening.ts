/**
 * Every N−1 branch outage of an operating point. Each starts from the base case and from nothing else, so that its
 * figures do not depend on which outages were solved before it, nor on which thread.
 */
import { gridError } from '../../errors';
import type { Grid } from '../../grid';
import { bridgesOf } from '../bridges';
import { IslandFinder } from '../islands';
import { createPowerFlow } from '../newton';
import { type PowerFlowPlan, planPowerFlow, sharedPlan } from '../plan';
import type { NotConverged, OperatingPoint, PowerFlow, PowerFlowOutcome } from '../types';
import {
  countIslands,
  type ScreeningBase,
  type ScreeningOptions,
  screeningPoint,
  solveBase,
  solvePoint,
} from './base';
import { LoadingEstimate } from './estimate';
import { type Limits, limitsOf, recordLoading, recordVoltages } from './limits';
import { type ContingencyRecords, createRecords, OUTAGE_METHOD, OUTAGE_STATUS } from './records';

const DEFAULT_LOADING_MARGIN_PERCENT = 10;
const DEFAULT_VOLTAGE_MARGIN_PU = 0.01;
const DC = OUTAGE_METHOD.indexOf('dc');
const AC = OUTAGE_METHOD.indexOf('ac');

/** What is computed once for a screening and shared by its threads. */
export interface ScreeningPlan {
  plan: PowerFlowPlan;
  base: ScreeningBase;
}

/** Solves the base case; without a solution of it there is nothing to screen. */
export function planScreening(
  grid: Grid,
  options: ScreeningOptions = {},
): { status: 'ready'; shared: ScreeningPlan } | NotConverged {
  checkMargins(options);
  const plan = sharedPlan(planPowerFlow(grid));
  const flow = createPowerFlow(grid, plan);
  const base = solveBase(grid, flow, screeningPoint(grid, options), options);
  return 'status' in base ? base : { status: 'ready', shared: { plan, base } };
}

/** The branches whose outage is screened: closed, with both buses in service. */
export function outagesOf(grid: Grid, options: ScreeningOptions = {}): Int32Array {
  const { live } = screeningPoint(grid, options);
  return Int32Array.from(live.keys()).filter((k) => live[k] === 1);
}

/** Throws INVALID_NETWORK where `method` is `dc` and a live branch has no reactance. */
export class ContingencyScreening {
  readonly outages: Int32Array;
  private readonly point: OperatingPoint;
  private readonly flow: PowerFlow;
  private readonly limits: Limits;
  private readonly islandFinder: IslandFinder;
  private readonly bridge: Uint8Array;
  private readonly baseIslands: number;
  /** 1 at buses without a generator to hold the voltage that is near the edge of its band. */
  private readonly weak: Uint8Array;
  private readonly estimate: LoadingEstimate | undefined;
  /** Of an outage that cuts nothing off. */
  private readonly settledStatus: number;
  private readonly base: ScreeningBase;

  constructor(
    private readonly grid: Grid,
    { plan, base }: ScreeningPlan,
    private readonly options: ScreeningOptions = {},
  ) {
    this.base = base;
    this.point = screeningPoint(grid, options);
    const { live } = this.point;
    this.outages = outagesOf(grid, options);
    this.flow = createPowerFlow(grid, plan);
    this.limits = limitsOf(grid);
    this.islandFinder = new IslandFinder(grid);
    this.bridge = bridgesOf(grid, live);
    this.baseIslands = countIslands(grid, live);
    const supplied = base.energized.every((on, bus) => on === grid.busUsable[bus]);
    this.settledStatus = OUTAGE_STATUS.indexOf(supplied ? 'converged' : 'islanded');
    this.weak = weakBuses(grid, base, this.limits, options);
    if (options.method === 'dc') {
      const threshold = 100 - (options.loadingMargin_percent ?? DEFAULT_LOADING_MARGIN_PERCENT);
      this.estimate = new LoadingEstimate(grid, plan, live, base, this.limits, threshold);
    }
  }

  /** Records of the outages from `begin` to before `end`. */
  screen(begin: number, end: number): ContingencyRecords {
    const records = createRecords(end - begin);
    for (let i = 0; i < end - begin; i++) {
      const outage = this.outages[begin + i];
      records.branch[i] = outage;
      records.islands[i] = this.baseIslands;
      if (this.settledByEstimate(records, i, outage)) this.recordSupply(records, i, this.base.energized);
      else this.solve(records, i, outage);
    }
    return records;
  }

  private settledByEstimate(records: ContingencyRecords, i: number, outage: number): boolean {
    if (this.estimate === undefined) return false;
    const settled = this.estimate.record(records, i, outage);
    records.method[i] = DC;
    records.status[i] = this.settledStatus;
    const { from, to } = this.grid;
    const weak = this.weak[from[outage]] | this.weak[to[outage]];
    return settled && weak === 0 && this.bridge[outage] === 0;
  }

  private solve(records: ContingencyRecords, i: number, outage: number): void {
    const { point, base } = this;
    point.live[outage] = 0;
    const outcome = solvePoint(this.grid, this.flow, point, base, this.options);
    records.method[i] = AC;
    records.iterations[i] = outcome.iterations;
    records.status[i] = OUTAGE_STATUS.indexOf(outcome.status);
    this.recordFigures(records, i, outcome);
    const energized = this.energizedAfter(outcome, outage);
    if (this.bridge[outage] === 1) this.recordSplit(records, i, outage, energized);
    this.recordSupply(records, i, energized);
    point.live[outage] = 1;
  }

  private recordFigures(records: ContingencyRecords, i: number, outcome: PowerFlowOutcome): void {
    if (outcome.status === 'not_converged') {
      // An estimate that the power flow does not bear out is no figure of this outage.
      records.loading_max_percent[i] = Number.NaN;
      records.loading_max_branch[i] = -1;
      records.overloads[i] = -1;
      return;
    }
    recordLoading(records, i, this.limits, outcome.state);
    recordVoltages(records, i, this.limits, outcome.state);
  }

  private energizedAfter(outcome: PowerFlowOutcome, outage: number): Uint8Array {
    if (outcome.status !== 'not_converged') return outcome.state.energized;
    return this.bridge[outage] === 1
      ? this.islandFinder.find(this.point.live).energized
      : this.base.energized;
  }

  /** Where a bridge is out, its part falls in two, each of which a generator supplies or none. */
  private recordSplit(records: ContingencyRecords, i: number, outage: number, energized: Uint8Array): void {
    const { from, to } = this.grid;
    if (this.base.energized[from[outage]] === 0) return;
    records.islands[i] = this.baseIslands - 1 + energized[from[outage]] + energized[to[outage]];
  }

  private recordSupply(records: ContingencyRecords, i: number, energized: Uint8Array): void {
    const { busUsable, busCount } = this.grid;
    let lost_mw = 0;
    let lost_buses = 0;
    let unserved_mw = 0;
    for (let bus = 0; bus < busCount; bus++) {
      if (energized[bus] === 1 || busUsable[bus] === 0) continue;
      unserved_mw += Math.max(0, this.point.demand_mw[bus]);
      if (this.base.energized[bus] === 0) continue;
      lost_buses++;
      lost_mw += Math.max(0, this.point.demand_mw[bus]);
    }
    records.lost_mw[i] = lost_mw;
    records.lost_buses[i] = lost_buses;
    records.unserved_mw[i] = unserved_mw;
  }
}

function weakBuses(
  grid: Grid,
  { vm_pu, energized }: ScreeningBase,
  { vm_min_pu, vm_max_pu }: Limits,
  { voltageMargin_pu: margin_pu = DEFAULT_VOLTAGE_MARGIN_PU, reactiveLimits }: ScreeningOptions,
): Uint8Array {
  const weak = energized.map((on, bus) =>
    on === 1 && (vm_pu[bus] < vm_min_pu[bus] + margin_pu || vm_pu[bus] > vm_max_pu[bus] - margin_pu) ? 1 : 0,
  );
  // Within limits a generator may have to let go.
  if (reactiveLimits === true) return weak;
  for (let g = 0; g < grid.generatorCount; g++)
    if (grid.generatorUsable[g] === 1 && grid.holdsVoltage[g] === 1) weak[grid.generatorBus[g]] = 0;
  return weak;
}

function checkMargins({ loadingMargin_percent = 0, voltageMargin_pu = 0 }: ScreeningOptions): void {
  const allowed = 'a number that is not below 0';
  if (!(loadingMargin_percent >= 0))
    throw gridError('INVALID_SETTING', { at: 'loadingMargin_percent', got: loadingMargin_percent, allowed });
  if (!(voltageMargin_pu >= 0))
    throw gridError('INVALID_SETTING', { at: 'voltageMargin_pu', got: voltageMargin_pu, allowed });
}
