/**
 * The simulated SCADA: moves demand and weather, solves the power flow, and derives the readings from it. The same
 * seed and the same times give the same ticks.
 */
import type { GridCommand, Metrics, Network } from '../contract';
import { type Fault, gridError } from '../errors';
import { compileGrid, type Grid } from '../grid';
import {
  createPowerFlow,
  nominalPoint,
  type OperatingPoint,
  type PowerFlow,
  type PowerFlowState,
} from '../powerflow';
import { Random } from '../random';
import { ConditionModel } from './condition';
import { DemandModel } from './load/demand';
import type { LoadShapes } from './load/load-shapes';
import { type Measurements, measure } from './measure';
import { ThermalModel } from './thermal/thermal';
import type { WeatherSeries } from './weather/series';
import { type Site, USUAL_SITE } from './weather/sun';
import { WeatherModel } from './weather/weather';

export interface SimulatorInit {
  network: Network;
  seed: number;
  shapes: LoadShapes;
  /** Where the grid stands; a temperate place where nothing is said. */
  site?: Site;
  /** Measured weather; modelled by the site where nothing is said. */
  weather?: WeatherSeries;
  /** Rated photovoltaic power at every load, in percent of the load's nominal one; none where nothing is said. */
  pv_percent?: number;
}

/** One tick in typed arrays, in the order of the network's tables; `SnapshotWriter` makes a snapshot of it. */
export interface SimulatorTick extends Measurements {
  time_s: number;
  /** Per branch. */
  closed: Uint8Array;
  in_service: Uint8Array;
  /** READING_COUNT values a branch. */
  readings: Float64Array;
  metrics: Metrics;
}

/** Commands that change the state; starting and stopping is the caller's. */
export type StateCommand = Extract<
  GridCommand,
  { command: 'set_switch' | 'set_load' | 'inject_fault' | 'restore' | 'reset' }
>;

/** The simulator as a worker service. */
export interface Simulator {
  /** The state at a time (seconds since 1970, UTC). Throws NO_SOLUTION where even shedding all load finds none. */
  tick(time_s: number): SimulatorTick;
  /** Throws UNKNOWN_ELEMENT or INVALID_COMMAND. */
  command(command: StateCommand): void;
}

/** Where the flow has no solution, demand is shed in these steps: the remaining shares. */
const SHEDDING = [1, 0.8, 0.6, 0.4, 0.2, 0];
/** A first tick, or one after the clock was set, counts as this long. */
const LONGEST_STEP_S = 86_400;

export function openSimulator(init: SimulatorInit): Simulator {
  return new GridSimulator(init);
}

class GridSimulator implements Simulator {
  private readonly grid: Grid;
  private flow!: PowerFlow;
  private weather!: WeatherModel;
  private demand!: DemandModel;
  private thermal!: ThermalModel;
  private condition!: ConditionModel;
  private closed!: Uint8Array;
  private lastTime_s: number | undefined;
  private readonly nominal_mw: number;
  private readonly nominal: OperatingPoint;
  /** Scratch: the share of its rated current that each branch carries. */
  private readonly share: Float64Array;

  constructor(private readonly init: SimulatorInit) {
    this.grid = compileGrid(init.network);
    this.nominal_mw = taken(this.grid.demand_mw);
    this.nominal = nominalPoint(this.grid);
    this.share = new Float64Array(this.grid.branchCount);
    this.reset();
  }

  tick(time_s: number): SimulatorTick {
    const elapsed_s = time_s - (this.lastTime_s ?? time_s);
    const step_s = Math.min(LONGEST_STEP_S, Math.max(0, elapsed_s));
    this.lastTime_s = time_s;
    const weather = this.weather.at(time_s, step_s);
    this.demand.advance(time_s, step_s, weather);
    const { point, state } = this.solve();
    const measured = measure(this.grid, point, state);
    this.thermal.advance(step_s, weather, this.currentShare(measured));
    const { temperature_c } = this.thermal;
    this.condition.advance(step_s, weather, temperature_c, measured.loading, measured.load_mw);
    return {
      ...measured,
      time_s,
      closed: this.closed.slice(),
      in_service: this.condition.tripped.map((tripped) => 1 - tripped),
      readings: this.condition.readings.slice(),
      metrics: this.metrics(measured, state),
    };
  }

  command(command: StateCommand): void {
    switch (command.command) {
      case 'set_switch':
        this.setSwitch(command.edge, command.closed);
        break;
      case 'set_load':
        this.demand.fix(this.node(command.node), command.demand_mw, command.demand_mvar);
        break;
      case 'inject_fault':
        this.condition.inject(this.edge(command.edge), command.fault ?? 'trip');
        break;
      case 'restore':
        this.restore(command.edge);
        break;
      case 'reset':
        this.reset();
        break;
    }
  }

  private reset(): void {
    const { grid, init } = this;
    // A solver of its own, so that not even its last solution is left of the time before.
    this.flow = createPowerFlow(grid);
    const { shapes, site = USUAL_SITE, pv_percent = 0 } = init;
    this.weather = new WeatherModel(new Random(init.seed, 2), site, init.weather);
    this.demand = new DemandModel(grid, { shapes, site, pv_percent }, new Random(init.seed, 3));
    this.condition = new ConditionModel(grid, new Random(init.seed, 4));
    this.thermal = new ThermalModel(grid, new Random(init.seed, 5));
    this.closed = Uint8Array.from(init.network.branches, (branch) => (branch.closed ? 1 : 0));
    this.lastTime_s = undefined;
  }

  /** Ratings hold at nominal voltage: I/Ir = (S/Sr)/(U/Un), here with the lower voltage of the two ends. */
  private currentShare({ loading, vm_pu }: Measurements): Float64Array {
    const { share, grid } = this;
    for (let k = 0; k < share.length; k++) {
      const lowest_pu = Math.min(vm_pu[grid.from[k]], vm_pu[grid.to[k]]);
      share[k] = lowest_pu > 0 ? loading[k] / lowest_pu : 0;
    }
    return share;
  }

  /** The power flow, with as much of the demand as it has a solution for. */
  private solve(): { point: OperatingPoint; state: PowerFlowState } {
    let fault: Fault | undefined;
    for (const share of SHEDDING) {
      const point = this.operatingPoint(share);
      const outcome = this.flow.solve(point);
      if (outcome.status !== 'not_converged') return { point, state: outcome.state };
      const bus = this.grid.network.buses[outcome.worstBus];
      fault ??= { at: `bus "${bus.id}"`, got: `a mismatch of ${outcome.mismatch_pu} per unit` };
    }
    throw gridError('NO_SOLUTION', fault!);
  }

  /**
   * Generators other than the slack follow what is taken from the grid, in proportion to their schedule; they keep
   * to it where nominally nothing is taken.
   */
  private operatingPoint(share: number): OperatingPoint {
    const { demand, nominal, closed, condition } = this;
    const demand_mw = demand.demand_mw.map((p) => p * share);
    const follow = this.nominal_mw > 0 ? taken(demand_mw) / this.nominal_mw : share;
    return {
      demand_mw,
      demand_mvar: demand.demand_mvar.map((q) => q * share),
      generation_mw: nominal.generation_mw.map((p) => p * follow),
      generation_mvar: nominal.generation_mvar.map((q) => q * follow),
      vm_set_pu: nominal.vm_set_pu,
      live: closed.map((value, k) => value * (1 - condition.tripped[k])),
    };
  }

  private metrics(measured: Measurements, state: PowerFlowState): Metrics {
    const { grid } = this;
    let demand_mw = 0;
    let demand_mvar = 0;
    let asked_mw = 0;
    let vm_min_pu = Number.POSITIVE_INFINITY;
    let vm_max_pu = 0;
    for (let bus = 0; bus < grid.busCount; bus++) {
      asked_mw += this.demand.demand_mw[bus];
      if (state.energized[bus] === 0) continue;
      demand_mw += measured.demand_mw[bus];
      demand_mvar += measured.demand_mvar[bus];
      vm_min_pu = Math.min(vm_min_pu, state.vm_pu[bus]);
      vm_max_pu = Math.max(vm_max_pu, state.vm_pu[bus]);
    }
    const generation_mw = state.generation_mw.reduce((sum, p) => sum + p, 0);
    const generation_mvar = state.generation_mvar.reduce((sum, q) => sum + q, 0);
    return {
      demand_mw,
      demand_mvar,
      generation_mw,
      generation_mvar,
      loss_mw: state.loss_mw,
      loss_mvar: state.loss_mvar,
      ...(grid.network.shunts === undefined
        ? {}
        : { shunt_mw: state.shunt_mw, shunt_mvar: state.shunt_mvar }),
      loss_percent: generation_mw > 0 ? (100 * state.loss_mw) / generation_mw : 0,
      unserved_mw: Math.max(0, asked_mw - demand_mw),
      vm_min_pu,
      vm_max_pu,
      loading_max_percent: 100 * measured.loading.reduce((largest, share) => Math.max(largest, share), 0),
    };
  }

  private setSwitch(id: string, closed: boolean): void {
    const edge = this.edge(id);
    if (this.grid.switchable[edge] === 0) {
      throw gridError('INVALID_COMMAND', {
        at: `command.edge "${id}"`,
        got: 'not switchable',
        allowed: 'an edge with a switch',
      });
    }
    this.closed[edge] = closed ? 1 : 0;
  }

  private restore(id: string | undefined): void {
    if (id !== undefined) {
      this.condition.restore(this.edge(id));
      return;
    }
    for (let edge = 0; edge < this.grid.branchCount; edge++) this.condition.restore(edge);
  }

  private edge(id: string): number {
    return known('edge', id, this.grid.branchIndex);
  }

  private node(id: string): number {
    return known('node', id, this.grid.busIndex);
  }
}

/** Demand without what feeds in, MW. */
function taken(demand_mw: Float64Array): number {
  return demand_mw.reduce((sum, p) => sum + Math.max(0, p), 0);
}

function known(kind: 'node' | 'edge', id: string, index: ReadonlyMap<string, number>): number {
  const found = index.get(id);
  if (found !== undefined) return found;
  const examples = [...index.keys()].slice(0, 12).join(', ');
  const allowed = index.size > 12 ? `${examples}, … (${index.size} in all)` : examples;
  throw gridError('UNKNOWN_ELEMENT', { at: `command.${kind}`, got: id, allowed });
}
