/**
 * Snapshots from points and the filled state. A value that a sensor delivers is the sensor's; any other is estimated or assumed
 * and says so. A sensor that contradicts the others keeps its place but not its value: `bad`, with the estimate.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  Quality,
  ReadingQuality,
  SensorReadings,
  Snapshot,
  SnapshotEdge,
  SnapshotNode,
} from '../../contract';
import type { Grid } from '../../grid';
import { type Flows, flowsOf } from '../flows';
import { metricsOf, type Shares } from '../metrics';
import { assumedReadings } from './assumptions';
import type { FilledState } from './filler';
import type { NodeParts, PointFinder } from './measured';
import type { Quantity } from './quantities';
import { darkDemand, sharesOf } from './shares';
import { type PointStatus, qualityOfStatus } from './state';

/** Decimals in a snapshot, as the simulator has them. */
const FINE = 1e6;
/** A measurement this much older than the snapshot carries its own time, seconds. */
const OLD_S = 1;

/** What holds for one snapshot. */
interface Scene {
  time_s: number;
  statuses: readonly PointStatus[];
  /** Of each point, as it was when the snapshot was begun: messages go on coming. */
  values: Float64Array;
  times_s: Float64Array;
  suspects: ReadonlySet<number>;
  filled: FilledState;
}

/** A value with what is to be said of it; `sensor` where one delivers it. */
interface Told {
  value: number;
  quality?: ReadingQuality;
  sensor: boolean;
}

const ESTIMATED: ReadingQuality = Object.freeze({ quality: 'uncertain', origin: 'estimated' });
const ASSUMED: ReadingQuality = Object.freeze({ quality: 'uncertain', origin: 'assumed' });

export class SnapshotAssembler {
  private readonly sources: ReadonlySet<string>;

  constructor(
    private readonly grid: Grid,
    private readonly find: PointFinder,
    private readonly parts: NodeParts,
  ) {
    this.sources = new Set(grid.network.generators.map(({ bus }) => bus));
  }

  async assemble(
    scene: Scene,
    header: Pick<Snapshot, 'run_id' | 'sequence' | 'source' | 'data_source'>,
  ): Promise<Snapshot> {
    const { grid } = this;
    const { network } = grid;
    const shares = sharesOf(scene.filled, this.parts.isFed, {
      demand_mw: this.knownDemand(scene, 'demand_mw', grid.demand_mw),
      demand_mvar: this.knownDemand(scene, 'demand_mvar', grid.demand_mvar),
    });
    const flows = flowsOf(grid, scene.filled);
    return {
      grid_id: network.id,
      run_id: header.run_id,
      sequence: header.sequence,
      timestamp: iso(scene.time_s),
      source: header.source,
      data_source: header.data_source,
      nodes: await inSlices(grid.busCount, (bus) => this.node(scene, shares, bus)),
      edges: await inSlices(grid.branchCount, (k) => this.edge(scene, flows, k)),
      metrics: metricsOf(grid, scene.filled, shares, flows.loading, darkDemand(grid, scene.filled)),
    };
  }

  private knownDemand(scene: Scene, quantity: Quantity, nominal: Float64Array): Float64Array {
    return nominal.map((usual, bus) => {
      const point = this.find(quantity, bus);
      return point < 0 || Number.isNaN(scene.values[point]) ? usual : scene.values[point];
    });
  }

  private node(scene: Scene, shares: Shares, bus: number): SnapshotNode {
    const { grid } = this;
    const { id, name } = grid.network.buses[bus];
    const { filled } = scene;
    const isFed = this.parts.isFed[bus] === 1;
    const told = {
      vm_pu: this.tell(scene, ['vm_pu'], bus, filled.vm_pu[bus]),
      va_degree: this.tell(scene, ['va_degree'], bus, filled.va_degree[bus]),
      demand_mw: this.tell(scene, ['demand_mw'], bus, shares.demand_mw[bus]),
      demand_mvar: this.tell(scene, ['demand_mvar'], bus, shares.demand_mvar[bus]),
      generation_mw: this.tell(scene, ['generation_mw'], bus, shares.generation_mw[bus]),
      generation_mvar: this.tell(scene, ['generation_mvar'], bus, shares.generation_mvar[bus]),
    };
    for (const [injection, demand, generation] of [
      ['p_injection_mw', 'demand_mw', 'generation_mw'],
      ['q_injection_mvar', 'demand_mvar', 'generation_mvar'],
    ] as const) {
      // Where either stands alone the injection is a measurement of it; what does not stand there is known to be 0.
      const alone = isFed ? generation : demand;
      const mixed = this.parts.isMixed(bus);
      const point = this.find(injection, bus);
      if (!mixed && point >= 0 && !told[alone].sensor) {
        const whole = this.tell(scene, [injection], bus, isFed ? told[alone].value : -told[alone].value);
        told[alone] = { ...whole, value: isFed ? whole.value : -whole.value };
      }
      if (!mixed) delete told[isFed ? demand : generation].quality;
    }
    const own = summary(told);
    return {
      id,
      name,
      kind: this.sources.has(id) ? 'generator' : 'substation',
      energized: filled.energized[bus] === 1,
      ...values(told),
      vm_pu: Math.max(0, rounded(told.vm_pu.value)),
      quality: own.worst,
      ...(own.measured
        ? own.quality === undefined
          ? {}
          : { field_quality: own.quality }
        : { origin: 'estimated' }),
    };
  }

  private edge(scene: Scene, flows: Flows, k: number): SnapshotEdge {
    const { id, name, from, to, closed } = this.grid.network.branches[k];
    const current: Quantity[] = ['current_from_ka', 'current_to_ka'];
    const told = {
      closed: this.tell(scene, ['closed'], k, closed ? 1 : 0, ASSUMED),
      in_service: this.tell(scene, ['in_service'], k, 1, ASSUMED),
      current_ka: this.tell(scene, current, k, flows.current_ka[k]),
      loading_percent: { ...this.tell(scene, current, k, 0), value: 100 * flows.loading[k] },
      loss_mw: {
        ...this.tell(scene, ['p_from_mw', 'p_to_mw'], k, 0),
        value: scene.filled.p_from_mw[k] + scene.filled.p_to_mw[k],
      },
      load_mw: this.tell(scene, ['load_mw', 'p_from_mw', 'p_to_mw'], k, flows.load_mw[k]),
      ...this.readings(scene, flows.loading[k], k),
    };
    told.load_mw.value = Math.abs(told.load_mw.value);
    const own = summary(told);
    return {
      id,
      name,
      from,
      to,
      ...values(told),
      closed: told.closed.value === 1,
      in_service: told.in_service.value === 1,
      ...(own.measured
        ? own.quality === undefined
          ? {}
          : { quality: own.quality }
        : { origin: 'estimated' }),
    };
  }

  private readings(
    scene: Scene,
    loading: number,
    k: number,
  ): Record<keyof Omit<SensorReadings, 'load_mw'>, Told> {
    const weather = (quantity: Quantity): Told => {
      const own = this.tell(scene, [quantity], k, Number.NaN, ASSUMED);
      return own.sensor ? own : this.tell(scene, [quantity], -1, Number.NaN, ASSUMED);
    };
    const ambient = weather('ambient_temperature_c');
    const humidity = weather('humidity_percent');
    const assumed = assumedReadings(this.grid.network.branches[k], loading, {
      ...(ambient.sensor ? { ambient_temperature_c: ambient.value } : {}),
      ...(humidity.sensor ? { humidity_percent: humidity.value } : {}),
    });
    const reading = (quantity: keyof typeof assumed): Told =>
      this.tell(scene, [quantity], k, assumed[quantity], ASSUMED);
    const count = reading('trip_count');
    return {
      temperature_c: reading('temperature_c'),
      vibration_mm_s: reading('vibration_mm_s'),
      age_years: reading('age_years'),
      corrosion: reading('corrosion'),
      harmonic_distortion_percent: reading('harmonic_distortion_percent'),
      oil_quality: reading('oil_quality'),
      trip_count: { ...count, value: Math.round(count.value) },
      ambient_temperature_c: ambient.sensor ? ambient : { ...ambient, value: assumed.ambient_temperature_c },
      humidity_percent: humidity.sensor ? humidity : { ...humidity, value: assumed.humidity_percent },
    };
  }

  /** The value of the first of these quantities that a sensor delivers; otherwise `other`, and why. */
  private tell(
    scene: Scene,
    quantities: readonly Quantity[],
    index: number,
    other: number,
    why = ESTIMATED,
  ): Told {
    let silent: Told = { value: other, quality: why, sensor: false };
    for (const quantity of quantities) {
      const point = this.find(quantity, index);
      if (point < 0 || Number.isNaN(scene.values[point])) continue;
      if (scene.suspects.has(point)) {
        silent = { value: other, quality: { quality: 'bad', origin: 'estimated' }, sensor: true };
        continue;
      }
      const quality = qualityOfStatus(scene.statuses[point]);
      const value = scene.values[point];
      if (quality === 'good') return { value, sensor: true };
      const measured_s = scene.times_s[point];
      const isOld = Math.abs(scene.time_s - measured_s) > OLD_S;
      return { value, sensor: true, quality: { quality, ...(isOld ? { timestamp: iso(measured_s) } : {}) } };
    }
    return silent;
  }
}

/** So many elements between two turns of the event loop: about 1 ms. */
const SLICE = 100;

async function inSlices<T>(count: number, make: (index: number) => T): Promise<T[]> {
  const made: T[] = [];
  for (let index = 0; index < count; index++) {
    if (index % SLICE === 0 && index > 0) await nextTurn();
    made.push(make(index));
  }
  return made;
}

function values<Name extends string>(told: Record<Name, Told>): Record<Name, number> {
  const found: Partial<Record<Name, number>> = {};
  for (const field in told) found[field] = rounded(told[field].value);
  return found as Record<Name, number>;
}

/** Whether any is measured, the worst quality of those that are, and what is to be said of single fields. */
function summary(told: Record<string, Told>): {
  measured: boolean;
  worst: Quality;
  quality: Record<string, ReadingQuality> | undefined;
} {
  let measured = false;
  let worst: Quality = 'good';
  let quality: Record<string, ReadingQuality> | undefined;
  for (const field in told) {
    const { sensor, quality: own } = told[field];
    measured ||= sensor;
    if (own === undefined) continue;
    if (sensor && worst !== 'bad') worst = own.quality;
    quality ??= {};
    quality[field] = own;
  }
  return { measured, worst: measured ? worst : 'uncertain', quality };
}

function rounded(value: number): number {
  return Math.round(value * FINE) / FINE;
}

function iso(time_s: number): string {
  return new Date(Math.round(time_s * 1000)).toISOString();
}
