/**
 * The simulated SCADA: moves weather and demand, lets edges fail and be repaired, solves the power flow, heats and wears
 * the edges, and reads their sensors. The same seed and the same times give the same ticks.
 */
import type { GridCommand, IssuedPlan, Metrics, Network, Scenario } from '../contract';
import { type Fault, gridError, toGridError } from '../errors';
import { compileGrid, type Grid } from '../grid';
import { Random } from '../random';
import { type Archive, fingerprintOf, readState, writeState } from '../keeping';
import { ConditionModel } from './condition/condition';
import { edgeOf, nodeOf } from './elements';
import { type FailureEvent, FailureModel } from './failures/failures';
import { OverloadProtection } from './failures/protection';
import { DemandModel } from './load/demand';
import type { LoadShapes } from './load/load-shapes';
import { type Measurements, measure, unserved } from './measure';
import { metricsOf } from './metrics';
import { type ExecutionReport, PlanExecution } from './plan-execution';
import { builtinScenario } from './scenarios/builtin';
import { ScenarioRunner, type Stage } from './scenarios/runner';
import type { SensorFaultRates } from './sensors/faults';
import { SensorModel } from './sensors/sensors';
import { SupplyModel } from './supply';
import { ThermalModel } from './thermal/thermal';
import type { WeatherSeries } from './weather/series';
import { type Site, USUAL_SITE } from './weather/sun';
import { type Weather, WeatherModel } from './weather/weather';

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
  /** How many times more often than their hazards say edges fail: 1 where nothing is said, 0 for never. */
  acceleration?: number;
  /** How often a sensor fails, a year; never where nothing is said. */
  sensor_faults?: SensorFaultRates;
  /** What happens from the first tick on. */
  scenario?: Scenario;
}

/** One tick in typed arrays, in the order of the network's tables; `SnapshotWriter` makes a snapshot of it. */
export interface SimulatorTick extends Measurements {
  time_s: number;
  /** Per branch. */
  closed: Uint8Array;
  in_service: Uint8Array;
  /** READING_COUNT values a branch, as sensors tell them. */
  readings: Float64Array;
  /** Of each reading, an index of QUALITIES. */
  quality: Uint8Array;
  /** When each was measured, seconds since 1970; NaN where at the tick's own time. */
  measured_s: Float64Array;
  metrics: Metrics;
  /** The name of the scenario that runs. */
  scenario: string | undefined;
  /** The plan that is being carried out, or ended with this tick; `fault` where it was stopped other than by `abort_plan`. */
  execution: (ExecutionReport & { fault?: Fault }) | null;
}

/** What is really so at the last tick, for tests and training labels: no SCADA knows it. */
export interface SimulatorTruth {
  weather: Weather;
  /** READING_COUNT true values a branch. */
  readings: Float64Array;
  /** Health score of each branch, 0.5 to 10. */
  health: Float64Array;
  /** Failures a year by each of CAUSES from now on, without acceleration; CAUSE_COUNT values a branch. */
  hazard: Float64Array;
  /** Since the tick before. */
  failures: FailureEvent[];
}

/** Commands that change the state; starting and stopping is the caller's. */
export type StateCommand = Extract<
  GridCommand,
  { command: 'set_switch' | 'set_load' | 'inject_fault' | 'restore' | 'reset' | 'scenario' | 'abort_plan' }
>;

/** The simulator as a worker service. */
export interface Simulator {
  /** The state at a time (seconds since 1970, UTC). Throws NO_SOLUTION where even shedding all load finds none. */
  tick(time_s: number): SimulatorTick;
  /** Throws NOT_READY before the first tick. */
  truth(): SimulatorTruth;
  /** The whole state, for a simulator that is opened with the same to go on from, bit for bit. */
  state(): Uint8Array;
  /**
   * Goes on from a state. The time of its last tick, where there was one. Throws UNREADABLE_STATE where it is of a simulator that was
   * opened with anything else, or is damaged; this one then begins anew.
   */
  resume(state: Uint8Array): { time_s: number | undefined };
  /** Throws UNKNOWN_ELEMENT or INVALID_COMMAND. */
  command(command: StateCommand): void;
  /**
   * Carries a plan out from the next tick on, in place of one that is being carried out. Throws STALE_PLAN where the
   * switches are not those that it was made for, UNKNOWN_ELEMENT or INVALID_COMMAND.
   */
  carryOut(plan: IssuedPlan): void;
}

/** Of the state: grows with every change of what a part keeps, or of the order. */
const LAYOUT = 1;

/** A first tick, or one after the clock was set, counts as this long. */
const LONGEST_STEP_S = 86_400;

export function openSimulator(init: SimulatorInit): Simulator {
  return new GridSimulator(init);
}

class GridSimulator implements Simulator {
  private readonly grid: Grid;
  private supply!: SupplyModel;
  private weather!: WeatherModel;
  private demand!: DemandModel;
  private thermal!: ThermalModel;
  private condition!: ConditionModel;
  private failures!: FailureModel;
  private protection!: OverloadProtection;
  private runner: ScenarioRunner | undefined;
  /** What starts at the next tick. */
  private next: Scenario | undefined;
  private sensors!: SensorModel;
  private closed!: Uint8Array;
  private execution: PlanExecution | undefined;
  /** What the last tick was to say of a plan, where it found no solution. */
  private untold: SimulatorTick['execution'] = null;
  private lastTime_s: number | undefined;
  private now: Weather | undefined;
  private print: Uint8Array | undefined;
  /** Scratch: the share of its rated current that each branch carries. */
  private readonly share: Float64Array;

  constructor(private readonly init: SimulatorInit) {
    this.grid = compileGrid(init.network);
    this.share = new Float64Array(this.grid.branchCount);
    this.reset();
  }

  tick(time_s: number): SimulatorTick {
    const { grid, demand, condition, thermal, failures, sensors } = this;
    const elapsed_s = time_s - (this.lastTime_s ?? time_s);
    const step_s = Math.min(LONGEST_STEP_S, Math.max(0, elapsed_s));
    this.lastTime_s = time_s;
    this.untold = this.execute(time_s) ?? this.untold;
    const weather = this.weather.at(time_s, step_s);
    this.now = weather;
    this.playScenario(time_s, weather);
    demand.advance(time_s, step_s, weather);
    failures.advance(time_s, step_s, condition);
    this.protection.advance(step_s, this.share, condition);
    const live = this.closed.map((closed, k) => closed * (1 - condition.tripped[k]));
    const { point, state } = this.supply.solve(demand.demand_mw, demand.demand_mvar, live);
    const measured = measure(grid, point, state);
    thermal.advance(step_s, weather, this.currentShare(measured));
    const { temperature_c, ageing } = thermal;
    const { loading, load_mw } = measured;
    condition.advance(step_s, {
      weather,
      temperature_c,
      ageing,
      loading,
      load_mw,
      multiplier: demand.multiplier,
    });
    failures.assess(condition, weather.wind_m_s);
    sensors.measure(time_s, condition.readings);
    const execution = this.untold;
    this.untold = null;
    return {
      ...measured,
      time_s,
      closed: this.closed.slice(),
      in_service: condition.tripped.map((tripped) => 1 - tripped),
      readings: sensors.readings.slice(),
      quality: sensors.quality.slice(),
      measured_s: sensors.measured_s.slice(),
      metrics: metricsOf(grid, state, measured, measured.loading, unserved(measured, demand.demand_mw)),
      scenario: this.runner?.name,
      execution,
    };
  }

  truth(): SimulatorTruth {
    const { now, condition, failures } = this;
    if (now === undefined) throw gridError('NOT_READY', { at: 'truth', allowed: 'after a tick' });
    return {
      weather: now,
      readings: condition.readings.slice(),
      health: condition.health.slice(),
      hazard: failures.hazard.slice(),
      failures: [...failures.events],
    };
  }

  state(): Uint8Array {
    return writeState(this.fingerprint(), (archive) => this.keep(archive));
  }

  resume(state: Uint8Array): { time_s: number | undefined } {
    this.reset();
    try {
      readState(state, this.fingerprint(), (archive) => this.keep(archive));
    } catch (error) {
      this.reset();
      throw error;
    }
    return { time_s: this.lastTime_s };
  }

  private fingerprint(): Uint8Array {
    this.print ??= fingerprintOf(this.init, LAYOUT);
    return this.print;
  }

  private keep(archive: Archive): void {
    const { supply, weather, demand, thermal, condition, failures, protection, sensors } = this;
    for (const part of [supply, weather, demand, thermal, condition, failures, protection, sensors]) {
      part.keep(archive);
    }
    archive.array(this.closed);
    archive.array(this.share);
    this.lastTime_s = archive.json(this.lastTime_s);
    this.now = archive.json(this.now);
    this.next = archive.json(this.next);
    this.untold = archive.json(this.untold);
    this.keepScenario(archive);
    this.keepExecution(archive);
  }

  private keepScenario(archive: Archive): void {
    const { runner, grid, init } = this;
    const running = archive.json(runner && { scenario: runner.scenario, start_s: runner.start_s });
    if (running === undefined) {
      this.runner = undefined;
      return;
    }
    const { scenario, start_s } = running;
    this.runner ??= new ScenarioRunner(scenario, grid, start_s, new Random(init.seed, 8));
    this.runner.keep(archive);
  }

  private keepExecution(archive: Archive): void {
    const plan = archive.json(this.execution?.plan);
    if (plan === undefined) this.execution = undefined;
    else if (this.execution === undefined) this.execution = PlanExecution.resume(this.grid, plan, archive);
    else this.execution.keep(archive);
  }

  carryOut(plan: IssuedPlan): void {
    this.execution = new PlanExecution(this.grid, plan, this.switchgear());
    // What was still to be said is of a plan before it.
    this.untold = null;
  }

  command(command: StateCommand): void {
    const { grid } = this;
    switch (command.command) {
      case 'set_switch':
        this.setSwitch(command.edge, command.closed);
        break;
      case 'set_load':
        this.demand.fix(nodeOf(grid, command.node), command.demand_mw, command.demand_mvar);
        break;
      case 'inject_fault':
        this.condition.inject(edgeOf(grid, command.edge), command.fault ?? 'trip');
        break;
      case 'restore':
        this.restore(command.edge);
        break;
      case 'scenario':
        this.runner?.stop(this.stage());
        this.runner = undefined;
        this.next = command.name === 'none' ? undefined : builtinScenario(command.name);
        break;
      case 'abort_plan':
        this.abort(command.id);
        break;
      case 'reset':
        this.reset();
        break;
    }
  }

  private abort(id: string | undefined): void {
    const { execution } = this;
    if (execution === undefined) {
      throw gridError('STALE_PLAN', { at: 'abort_plan: no plan is being carried out', got: id });
    }
    const stopped = execution.report('stopped');
    if (id !== undefined && id !== stopped.plan_id) {
      const allowed = `${stopped.plan_id}, which is being carried out`;
      throw gridError('STALE_PLAN', { at: 'abort_plan', got: id, allowed });
    }
    this.untold = stopped;
    this.execution = undefined;
  }

  private reset(): void {
    const { grid, init } = this;
    // Its plan was for the grid before.
    if (this.execution !== undefined) this.untold = this.execution.stoppedBy('reset');
    this.execution = undefined;
    const { seed, shapes, site = USUAL_SITE, pv_percent = 0, acceleration = 1 } = init;
    // A solver of its own, so that not even its last solution is left of the time before.
    this.supply = new SupplyModel(grid);
    this.weather = new WeatherModel(new Random(seed, 2), site, init.weather);
    this.demand = new DemandModel(grid, { shapes, site, pv_percent }, new Random(seed, 3));
    this.condition = new ConditionModel(grid, new Random(seed, 4));
    this.thermal = new ThermalModel(grid, new Random(seed, 5));
    this.failures = new FailureModel(this.condition.assets, acceleration, new Random(seed, 6));
    this.protection = new OverloadProtection(grid.branchCount);
    this.share.fill(0);
    this.runner = undefined;
    this.next = init.scenario;
    this.sensors = new SensorModel(grid.branchCount, init.sensor_faults ?? {}, new Random(seed, 7));
    this.closed = Uint8Array.from(init.network.branches, (branch) => (branch.closed ? 1 : 0));
    this.lastTime_s = undefined;
    this.now = undefined;
  }

  private playScenario(time_s: number, weather: Weather): void {
    if (this.next !== undefined) {
      this.runner = new ScenarioRunner(this.next, this.grid, time_s, new Random(this.init.seed, 8));
      this.next = undefined;
    }
    this.runner?.play(time_s, weather, this.stage());
  }

  private stage(): Stage {
    const { condition, protection, sensors, demand, share } = this;
    const view = { loading: share, age_years: condition.age_years };
    const restore = (edge: number): void => this.mend(edge);
    return { condition, protection, sensors, scale: demand.scale, view, restore };
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

  /** The next operation of the plan, where one is due. */
  private execute(time_s: number): SimulatorTick['execution'] {
    const { execution } = this;
    if (execution === undefined) return null;
    try {
      const operation = execution.advance(time_s, this.switchgear());
      if (operation !== undefined) this.closed[operation.branch] = operation.closed;
      if (execution.finished) this.execution = undefined;
      return execution.report();
    } catch (thrown) {
      this.execution = undefined;
      return { ...execution.report('stopped'), fault: toGridError(thrown).fault };
    }
  }

  private switchgear() {
    return { closed: this.closed, tripped: this.condition.tripped };
  }

  private setSwitch(id: string, closed: boolean): void {
    const edge = edgeOf(this.grid, id);
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
    const edges = id === undefined ? this.closed.keys() : [edgeOf(this.grid, id)];
    for (const edge of edges) this.mend(edge);
  }

  private mend(edge: number): void {
    this.condition.restore(edge);
    this.failures.renew(edge);
  }
}
