import type { Snapshot } from '../../lib/contract';
import { builtinNetwork } from '../../lib/grid';

/** A plausible snapshot of the default grid, as scada-sim would send it; not a solved state. */
export function sampleSnapshot(changes: Partial<Snapshot> = {}): Snapshot {
  const network = builtinNetwork('riverside');
  const sources = new Set(network.generators.map((generator) => generator.bus));
  return {
    grid_id: network.id,
    run_id: 'test',
    sequence: 1,
    timestamp: '2026-01-31T12:00:00.000Z',
    source: 'simulated',
    nodes: network.buses.map(({ id, name }) => ({
      id,
      name,
      kind: sources.has(id) ? 'generator' : 'substation',
      energized: true,
      vm_pu: 1,
      va_degree: 0,
      demand_mw: sources.has(id) ? 0 : 30,
      demand_mvar: sources.has(id) ? 0 : 10,
      generation_mw: sources.has(id) ? 91 : 0,
      generation_mvar: sources.has(id) ? 31 : 0,
      quality: 'good',
    })),
    edges: network.branches.map(({ id, name, from, to, closed, age_years }) => ({
      id,
      name,
      from,
      to,
      closed,
      in_service: true,
      current_ka: closed ? 0.16 : 0,
      loading_percent: closed ? 30 : 0,
      loss_mw: closed ? 0.2 : 0,
      temperature_c: 42,
      load_mw: closed ? 28 : 0,
      vibration_mm_s: 0.3,
      age_years: age_years ?? 10,
      corrosion: 0.15,
      harmonic_distortion_percent: 2.5,
      oil_quality: 0.9,
      trip_count: 0,
      ambient_temperature_c: 18,
      humidity_percent: 60,
    })),
    metrics: {
      demand_mw: 180,
      demand_mvar: 60,
      generation_mw: 182,
      generation_mvar: 62,
      loss_mw: 2,
      loss_mvar: 2,
      loss_percent: 1.1,
      unserved_mw: 0,
      vm_min_pu: 1,
      vm_max_pu: 1,
      loading_max_percent: 30,
    },
    ...changes,
  };
}
