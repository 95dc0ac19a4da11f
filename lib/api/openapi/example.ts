import type { Snapshot } from '../../contract';
import { DocsPage } from '../docs-page';
import type { EdgeExplanation } from '../documents';
import type { Sources } from '../route';
import { ROUTES } from '../routes';
import { GridStore } from '../store';
import { StreamHub } from '../stream';
import { OPERATIONS } from './operations';

/** A grid of one generator, one substation and one line, at one moment: what the document's examples are made of. */
const SNAPSHOT: Snapshot = {
  grid_id: 'example',
  run_id: 'run-1',
  sequence: 17,
  timestamp: '2026-01-31T12:00:48.000Z',
  source: 'simulated',
  data_source: {
    description: 'scada-sim, seed 1',
    interval_s: 3,
    ticks: 17,
    skipped_ticks: 0,
    acceleration: 1,
  },
  nodes: [
    {
      id: 'G1',
      name: 'Weir',
      kind: 'generator',
      energized: true,
      vm_pu: 1.02,
      va_degree: 0,
      demand_mw: 0,
      demand_mvar: 0,
      generation_mw: 30.4,
      generation_mvar: 11.2,
      quality: 'good',
    },
    {
      id: 'S1',
      name: 'Market',
      kind: 'substation',
      energized: true,
      vm_pu: 1.003,
      va_degree: -1.4,
      demand_mw: 30,
      demand_mvar: 10,
      generation_mw: 0,
      generation_mvar: 0,
      quality: 'good',
    },
  ],
  edges: [
    {
      id: 'L1',
      name: 'Weir to Market',
      from: 'G1',
      to: 'S1',
      closed: true,
      in_service: true,
      current_ka: 0.166,
      loading_percent: 54,
      loss_mw: 0.4,
      temperature_c: 61.5,
      load_mw: 30.4,
      vibration_mm_s: 0.4,
      age_years: 18,
      corrosion: 0.22,
      harmonic_distortion_percent: 2.6,
      oil_quality: 0.84,
      trip_count: 2,
      ambient_temperature_c: 18,
      humidity_percent: 62,
      asset: { kind: 'line', length_km: 12.5, base_kv: 110 },
      risk: {
        failure_probability: 0.08,
        anomaly_score: 0.47,
        failure_type: 'general_degradation',
        failure_types: ['general_degradation'],
        failure_margins: {
          thermal_overload: -0.317,
          mechanical_fatigue: -0.6,
          electrical_disturbance: -0.675,
          general_degradation: 0.317,
        },
        members: { gradient_boosting: 0.07, random_forest: 0.1, isolation_forest: 0.47 },
        prior: {
          method: 'cnaim_v2_1',
          failure_probability: 0.002242,
          horizon_h: 720,
          failures_per_year: 0.02731,
          health_score: 1.185,
        },
        remaining_life_years: { expected: 32, low: 21.75, high: 44.18 },
        model_id: 'line-failure',
        model_version: '1',
      },
    },
  ],
  metrics: {
    demand_mw: 30,
    demand_mvar: 10,
    generation_mw: 30.4,
    generation_mvar: 11.2,
    loss_mw: 0.4,
    loss_mvar: 1.2,
    loss_percent: 1.32,
    unserved_mw: 0,
    vm_min_pu: 1.003,
    vm_max_pu: 1.02,
    loading_max_percent: 54,
  },
  risk_model: {
    id: 'line-failure',
    version: '1',
    trained_on: 'simulated_failures',
    trained_at: '2026-01-30T08:00:00.000Z',
    horizon: 'the next 30 days',
    horizon_h: 720,
  },
  risk_drift: {
    state: 'watch',
    rows: 17,
    features: [{ name: 'temperature_c', psi: 0.18, ks: 0.31, ks_p: 0.03, state: 'watch' }],
    score: { ticks: 17, statistic: 0.4, threshold: 10, last_change: null },
  },
  optimization: {
    risk_weight: 1,
    paths: [
      {
        node: 'S1',
        reachable: true,
        generator: 'G1',
        nodes: ['G1', 'S1'],
        edges: ['L1'],
        cost: 0.094,
        resistance_pu: 0.014,
        risk_cost: 0.08,
        hold_probability: 0.92,
        loss_mw: 0.4,
      },
    ],
    plan: null,
    outage: null,
    loss_before_mw: 0.4,
    loss_after_mw: 0.4,
    episode: { number: 17, loss_mw: 0.4, risk: 2.432, reward: -0.0944 },
    time_limit_reached: false,
    elapsed_ms: 1.8,
  },
};

const NODE = 'S1';
const EDGE = 'L1';

const EXPLANATION: EdgeExplanation = {
  model_id: 'line-failure',
  model_version: '1',
  base_value: -3.4,
  contributions: { temperature_c: 0.62, age_years: 0.31, corrosion: 0.04 },
  margin: -2.43,
  failure_evidence: {
    thermal_overload: 0.62,
    mechanical_fatigue: 0,
    electrical_disturbance: 0,
    general_degradation: 0.35,
  },
};

/** What each route answers for that grid, by `METHOD path`: the API's own answers, so that they cannot be wrong. */
export async function exampleAnswers(version: string): Promise<Map<string, unknown>> {
  const store = new GridStore({ historyLimit: 2000, now: () => 0, instance: 'example' });
  store.accept(SNAPSHOT);
  const none = async () => Buffer.alloc(0);
  const sources: Sources = {
    store,
    stream: new StreamHub({ instance: 'example', now: () => 0, state: none, risk: none }),
    versions: { package: version, node: '24.0.0', node_red: '5.0.0' },
    openapi: async () => ({ body: Buffer.from('{"openapi":"3.1.1"}') }),
    docs: new DocsPage(),
    metrics: async () => ({ body: Buffer.alloc(0) }),
    uptime_s: () => 51,
    broker: () => ({
      mode: 'embedded',
      connected: true,
      address: 'mqtt://127.0.0.1:1883',
      clients: 2,
      dropped: 0,
    }),
    optimize: async () => SNAPSHOT,
    command: () => {},
    audit: async () => [
      {
        time: '2026-01-31T12:00:49.000Z',
        who: 'key 1a2b3c4d (control desk)',
        address: '192.0.2.7',
        action: 'POST /api/v1/grid/switch',
        command: { command: 'set_switch', edge: 'L1', closed: false },
        result: 'handed_over',
        status: 202,
        code: null,
      },
    ],
    findRoutes: async () => ({
      alternatives: SNAPSHOT.optimization!.paths,
      backup: { kind: 'none', paths: [], bottlenecks: ['L1'], reason: 'every path passes L1' },
    }),
    explain: async () => EXPLANATION,
  };
  const examples = new Map<string, unknown>();
  for (const route of ROUTES) {
    if (OPERATIONS[`${route.method} ${route.path}`]?.text !== undefined) continue;
    const { method, path } = route;
    const key = `${method} ${path}`;
    const values = path === '/grid/node/{id}' ? { alternatives: 3 } : {};
    const json = OPERATIONS[key]!.bodyExample;
    const request = { method, path, headers: {}, address: '192.0.2.7', values, json };
    const id = path === '/grid/risk/{id}' ? EDGE : NODE;
    const { body } = await route.answer(sources, { id }, request);
    examples.set(key, JSON.parse(body.toString()));
  }
  return examples;
}
