import {
  type EdgeAsset,
  type Network,
  READINGS,
  type ReadingQuality,
  type Snapshot,
  type SnapshotEdge,
  type SnapshotNode,
} from '../contract';
import { edgeAssets } from './condition/assets';
import { READING_COUNT } from './condition/condition';
import { QUALITIES } from './sensors/sensors';
import type { SimulatorTick } from './simulator';

export type SnapshotHeader = Pick<Snapshot, 'run_id' | 'sequence' | 'source' | 'data_source'>;

/** Decimals in a snapshot: enough for the power balance, short enough to send. */
const FINE = 1e6;
const COARSE = 1e3;

/** Makes the snapshots of one network; it keeps what they have in common. */
export class SnapshotWriter {
  private readonly sources: ReadonlySet<string>;
  private readonly assets: readonly EdgeAsset[];

  constructor(private readonly network: Network) {
    this.sources = new Set(network.generators.map((generator) => generator.bus));
    this.assets = edgeAssets(network);
  }

  write(tick: SimulatorTick, header: SnapshotHeader): Snapshot {
    return {
      grid_id: this.network.id,
      run_id: header.run_id,
      sequence: header.sequence,
      timestamp: momentOf(tick.time_s),
      source: header.source,
      data_source: header.data_source,
      nodes: this.network.buses.map((_, i) => this.node(tick, i)),
      edges: this.network.branches.map((_, k) => this.edge(tick, k)),
      metrics: tick.metrics,
    };
  }

  private node(tick: SimulatorTick, i: number): SnapshotNode {
    const { id, name } = this.network.buses[i];
    return {
      id,
      name,
      kind: this.sources.has(id) ? 'generator' : 'substation',
      energized: tick.energized[i] === 1,
      vm_pu: rounded(tick.vm_pu[i], FINE),
      va_degree: rounded(tick.va_degree[i], FINE),
      demand_mw: rounded(tick.demand_mw[i], FINE),
      demand_mvar: rounded(tick.demand_mvar[i], FINE),
      generation_mw: rounded(tick.generation_mw[i], FINE),
      generation_mvar: rounded(tick.generation_mvar[i], FINE),
      quality: 'good',
    };
  }

  private edge(tick: SimulatorTick, k: number): SnapshotEdge {
    const { id, name, from, to } = this.network.branches[k];
    const { readings } = tick;
    const at = READING_COUNT * k;
    const quality = qualityOf(tick, at);
    return {
      id,
      name,
      from,
      to,
      closed: tick.closed[k] === 1,
      in_service: tick.in_service[k] === 1,
      current_ka: rounded(tick.current_ka[k], FINE),
      loading_percent: rounded(100 * tick.loading[k], COARSE),
      loss_mw: rounded(tick.loss_mw[k], FINE),
      temperature_c: rounded(readings[at], COARSE),
      load_mw: rounded(readings[at + 1], FINE),
      vibration_mm_s: rounded(readings[at + 2], COARSE),
      age_years: rounded(readings[at + 3], COARSE),
      corrosion: rounded(readings[at + 4], COARSE),
      harmonic_distortion_percent: rounded(readings[at + 5], COARSE),
      oil_quality: rounded(readings[at + 6], COARSE),
      trip_count: readings[at + 7],
      ambient_temperature_c: rounded(readings[at + 8], COARSE),
      humidity_percent: rounded(readings[at + 9], COARSE),
      ...(quality && { quality }),
      asset: this.assets[k],
    };
  }
}

/** The readings of an edge that are not good, by name; undefined where all are. */
function qualityOf(
  { quality, measured_s }: SimulatorTick,
  at: number,
): Record<string, ReadingQuality> | undefined {
  let found: Record<string, ReadingQuality> | undefined;
  for (let column = 0; column < READING_COUNT; column++) {
    const level = QUALITIES[quality[at + column]];
    if (level === 'good') continue;
    const time_s = measured_s[at + column];
    const timestamp = Number.isNaN(time_s) ? undefined : momentOf(time_s);
    found ??= {};
    found[READINGS[column]] = { quality: level, ...(timestamp !== undefined && { timestamp }) };
  }
  return found;
}

function momentOf(time_s: number): string {
  return new Date(Math.round(time_s * 1000)).toISOString();
}

function rounded(value: number, scale: number): number {
  return Math.round(value * scale) / scale;
}
