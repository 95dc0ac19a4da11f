import type { Scenario, ScenarioEvent } from '../../contract';
import type { Grid } from '../../grid';
import type { Random } from '../../random';
import type { Archive } from '../../keeping';
import { clamp } from '../clamp';
import type { ConditionModel } from '../condition/condition';
import type { OverloadProtection } from '../failures/protection';
import { CUSTOMER_CLASSES } from '../load/load-shapes';
import { CHANNELS } from '../sensors/channels';
import type { SensorModel } from '../sensors/sensors';
import { cloudFactor } from '../weather/sun';
import type { Weather } from '../weather/weather';
import { chooseEdges, type EdgeView, knownEdge } from './choice';

/** The parts of a simulator that a scenario acts on. */
export interface Stage {
  condition: ConditionModel;
  protection: OverloadProtection;
  sensors: SensorModel;
  /** A factor for each class of customers. */
  scale: Float64Array;
  view: EdgeView;
  /** Puts an edge in order. */
  restore(edge: number): void;
}

interface Running {
  event: ScenarioEvent;
  until_s: number;
  state: 'ahead' | 'on' | 'over';
  edges: number[];
}

/** Plays the events of a scenario. Throws UNKNOWN_ELEMENT where one names an edge that the grid does not have. */
export class ScenarioRunner {
  readonly name: string;
  private readonly running: Running[];

  constructor(
    readonly scenario: Scenario,
    private readonly grid: Grid,
    readonly start_s: number,
    private readonly random: Random,
  ) {
    this.name = scenario.name;
    for (const event of scenario.events) {
      if ('edges' in event && Array.isArray(event.edges)) for (const id of event.edges) knownEdge(grid, id);
    }
    this.running = scenario.events.map((event) => ({
      event,
      until_s: ('until_s' in event ? event.until_s : undefined) ?? Number.POSITIVE_INFINITY,
      state: 'ahead',
      edges: [],
    }));
  }

  /** Begins and ends what is due at a time; changes weather and demand as far as events say. */
  play(time_s: number, weather: Weather, stage: Stage): void {
    const now_s = time_s - this.start_s;
    stage.scale.fill(1);
    for (const one of this.running) {
      if (one.state === 'ahead' && now_s >= one.event.from_s) this.begin(one, time_s, stage);
      if (one.state === 'on' && now_s >= one.until_s) end(one, stage);
      if (one.state !== 'on') continue;
      const { event } = one;
      if (event.kind === 'weather') changeWeather(event, strength(event, now_s), weather);
      if (event.kind === 'load') changeLoad(event, strength(event, now_s), stage.scale);
    }
  }

  keep(archive: Archive): void {
    const states = archive.json(this.running.map(({ state, edges }) => ({ state, edges })));
    for (const [k, { state, edges }] of states.entries()) Object.assign(this.running[k], { state, edges });
    archive.random(this.random);
  }

  /** Ends whatever is going on. What has grown older stays so. */
  stop(stage: Stage): void {
    stage.scale.fill(1);
    for (const one of this.running) if (one.state === 'on') end(one, stage);
  }

  private begin(one: Running, time_s: number, stage: Stage): void {
    const { event } = one;
    one.state = 'on';
    if ('edges' in event) one.edges = chooseEdges(this.grid, event.edges, stage.view, this.random);
    const until_s = this.start_s + one.until_s;
    switch (event.kind) {
      case 'ageing':
        stage.condition.age(event.years);
        return;
      case 'fault':
        for (const edge of one.edges) stage.condition.inject(edge, event.fault ?? 'trip');
        return;
      case 'protection':
        stage.protection.pickup = event.pickup_percent / 100;
        return;
      case 'sensor_fault':
        for (const sensor of sensorsOf(one)) stage.sensors.faults.set(sensor, event.fault, time_s, until_s);
        return;
      case 'false_data':
        for (const sensor of sensorsOf(one)) {
          stage.sensors.faults.set(sensor, 'false_data', time_s, until_s);
          stage.sensors.faults.factor[sensor] = event.factor ?? 1;
          stage.sensors.faults.offset[sensor] = event.offset ?? 0;
        }
    }
  }
}

function end(one: Running, { restore, protection, sensors }: Stage): void {
  one.state = 'over';
  switch (one.event.kind) {
    case 'fault':
      for (const edge of one.edges) restore(edge);
      return;
    case 'protection':
      protection.pickup = Number.POSITIVE_INFINITY;
      return;
    case 'sensor_fault':
    case 'false_data':
      for (const sensor of sensorsOf(one)) sensors.faults.clear(sensor);
  }
}

function sensorsOf({ event, edges }: Running): number[] {
  const reading = 'reading' in event ? event.reading : undefined;
  const channels = [...CHANNELS.keys()].filter((n) => reading === undefined || CHANNELS[n].name === reading);
  return edges.flatMap((edge) => channels.map((n) => CHANNELS.length * edge + n));
}

/** From 0 to 1: how far an event has come in, or not yet gone. */
function strength(event: { from_s: number; until_s?: number; ramp_s?: number }, now_s: number): number {
  const { from_s, until_s = Number.POSITIVE_INFINITY, ramp_s = 0 } = event;
  if (ramp_s === 0) return 1;
  return clamp(Math.min(now_s - from_s, until_s - now_s) / ramp_s, 0, 1);
}

function changeWeather(
  event: Extract<ScenarioEvent, { kind: 'weather' }>,
  share: number,
  weather: Weather,
): void {
  const {
    temperature_offset_c = 0,
    humidity_offset_percent = 0,
    wind_factor = 1,
    wind_offset_m_s = 0,
  } = event;
  weather.ambient_temperature_c = clamp(
    weather.ambient_temperature_c + share * temperature_offset_c,
    -55,
    55,
  );
  weather.humidity_percent = clamp(weather.humidity_percent + share * humidity_offset_percent, 0, 100);
  weather.wind_m_s = clamp(
    weather.wind_m_s * (1 + share * (wind_factor - 1)) + share * wind_offset_m_s,
    0,
    90,
  );
  if (event.cloud_cover === undefined) return;
  const before = cloudFactor(weather.cloud_cover);
  weather.cloud_cover += share * (event.cloud_cover - weather.cloud_cover);
  weather.irradiance_w_m2 *= cloudFactor(weather.cloud_cover) / before;
}

function changeLoad(
  event: Extract<ScenarioEvent, { kind: 'load' }>,
  share: number,
  scale: Float64Array,
): void {
  for (const [c, customer] of CUSTOMER_CLASSES.entries()) {
    if (event.customer !== undefined && event.customer !== customer) continue;
    scale[c] *= 1 + share * (event.factor - 1);
  }
}
