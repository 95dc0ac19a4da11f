import { strict as assert } from 'node:assert';
import type { NodeRoutes, OptimizeCommand, Snapshot } from '../../lib/contract';
import { testApi } from './client';
import { optimizedSnapshot, reoptimized, riskOf } from './sample';

type Edge = { id: string; failure_probability: number };

describe('the endpoints', () => {
  it('health: starting, then ok, then stale after three intervals, always with 200', async () => {
    const broker = {
      mode: 'embedded',
      connected: true,
      address: 'mqtt://127.0.0.1:1883',
      dropped: 0,
    } as const;
    const { api, ask, clock } = await testApi({ broker: () => broker });
    clock.ms = 1500;
    const first = (await ask('GET /health')).value;
    assert.equal(first.status, 'starting');
    assert.match(String(first.reason), /no snapshot/);
    assert.equal(first.uptime_s, 1.5);
    assert.deepEqual(first.broker, broker);
    assert.equal(first.last_tick, null);

    const snapshot = optimizedSnapshot(4);
    api.store.accept(snapshot);
    clock.ms += 9000;
    const second = (await ask('GET /health')).value;
    assert.equal(second.status, 'ok');
    assert.equal(second.reason, null);
    assert.deepEqual(second.last_tick, { sequence: 4, timestamp: snapshot.timestamp, age_s: 9 });
    assert.deepEqual(second.models, snapshot.risk_model);

    clock.ms += 1;
    const third = (await ask('GET /health')).value;
    assert.equal(third.status, 'stale');
    assert.match(String(third.reason), /arrived 9\.0 s ago; one is expected every 3\.0 s/);
    api.store.accept(optimizedSnapshot(5));
    assert.equal((await ask('GET /health')).value.status, 'ok');
  });

  it('health: without a declared interval goes by the arrivals', async () => {
    const { api, ask, clock } = await testApi();
    for (let sequence = 1; sequence <= 3; sequence++) {
      clock.ms = sequence * 20_000;
      api.store.accept(optimizedSnapshot(sequence, { data_source: undefined }));
    }
    clock.ms += 59_000;
    assert.equal((await ask('GET /health')).value.status, 'ok');
    clock.ms += 2000;
    assert.equal((await ask('GET /health')).value.status, 'stale');
  });

  it('state: the newest snapshot, all but its optimisation', async () => {
    const { api, ask } = await testApi();
    const snapshot = optimizedSnapshot(7);
    api.store.accept(optimizedSnapshot(6));
    api.store.accept(snapshot);
    const { optimization, ...rest } = snapshot;
    assert.ok(optimization);
    assert.deepEqual((await ask('GET /grid/state')).value, rest);
  });

  it('paths: the newest optimisation', async () => {
    const { api, ask } = await testApi();
    const snapshot = optimizedSnapshot(7);
    api.store.accept(snapshot);
    const { grid_id, sequence, timestamp, ...rest } = (await ask('GET /grid/paths')).value;
    assert.deepEqual([grid_id, sequence, timestamp], ['riverside', 7, snapshot.timestamp]);
    assert.deepEqual(rest, snapshot.optimization);
  });

  it('risk: the highest first, ties in the order of the grid', async () => {
    const { api, ask } = await testApi();
    const snapshot = optimizedSnapshot();
    const [a, b, c] = snapshot.edges;
    a!.risk = riskOf(0.3);
    b!.risk = undefined;
    c!.risk = riskOf(0.3);
    api.store.accept(snapshot);
    const { value } = await ask('GET /grid/risk');
    const edges = value.edges as unknown as Edge[];
    assert.equal(value.edges_without_risk, 1);
    assert.equal(value.trained_on, 'simulated_failures');
    assert.deepEqual(
      edges.slice(0, 3).map(({ id }) => id),
      [a!.id, c!.id, snapshot.edges.at(-1)!.id],
    );
    assert.equal(edges.length, snapshot.edges.length - 1);
    for (let i = 1; i < edges.length; i++) {
      assert.ok(edges[i - 1]!.failure_probability >= edges[i]!.failure_probability);
    }
    assert.deepEqual(snapshot.edges[0], a, 'the snapshot keeps its order');
    assert.equal(value.drift, null);
  });

  it('risk: prior, remaining life and drift as the snapshot has them', async () => {
    const { api, ask } = await testApi();
    const snapshot = optimizedSnapshot(1);
    const extras = {
      failure_types: ['general_degradation' as const],
      prior: {
        method: 'cnaim_v2_1' as const,
        failure_probability: 0.002,
        horizon_h: 720,
        failures_per_year: 0.02,
        health_score: 2.1,
      },
      remaining_life_years: { expected: 20, low: 12, high: 31 },
    };
    for (const edge of snapshot.edges) edge.risk = { ...riskOf(0.1), ...extras };
    snapshot.risk_drift = {
      state: 'watch',
      rows: 12,
      features: [{ name: 'humidity_percent', psi: 0.2, ks: 0.3, ks_p: 0.02, state: 'watch' }],
      score: { ticks: 1, statistic: 0, threshold: 10, last_change: null },
    };
    api.store.accept(snapshot);
    const { value } = await ask('GET /grid/risk');
    assert.deepEqual(value.drift, snapshot.risk_drift);
    const [first] = value.edges as unknown as (typeof extras)[];
    assert.deepEqual(first.prior, extras.prior);
    assert.deepEqual(first.remaining_life_years, extras.remaining_life_years);
  });

  it('loss and statistics: the newest ticks, and their extremes', async () => {
    const { api, ask } = await testApi({ historyLimit: 3 });
    const losses = [9, 4, 2, 3];
    losses.forEach((loss_mw, i) => {
      const snapshot = optimizedSnapshot(i + 1);
      snapshot.metrics = { ...snapshot.metrics, loss_mw };
      api.store.accept(snapshot);
    });
    const loss = (await ask('GET /grid/loss')).value;
    assert.equal(loss.history_limit, 3);
    const points = loss.history as unknown as { sequence: number; loss_mw: number }[];
    assert.deepEqual(
      points.map(({ sequence, loss_mw }) => [sequence, loss_mw]),
      [
        [2, 4],
        [3, 2],
        [4, 3],
      ],
    );
    assert.deepEqual((loss.summary as unknown as { loss_mw: object }).loss_mw, { min: 2, mean: 3, max: 4 });

    const { totals, summary, history } = (await ask('GET /grid/statistics')).value;
    const since = optimizedSnapshot(1).timestamp;
    assert.deepEqual(totals, { ticks: 4, reoptimizations: 0, runs: 1, since });
    assert.deepEqual((summary as unknown as { risk: object }).risk, { min: 5, mean: 6, max: 7 });
    assert.equal((history as unknown[]).length, 3);
  });

  it('statistics: says null, not zero, for the risk of a tick without any figures of risk', async () => {
    const { api, ask } = await testApi();
    const snapshot = optimizedSnapshot(1);
    for (const edge of snapshot.edges) delete edge.risk;
    api.store.accept(snapshot);
    const { summary, history } = (await ask('GET /grid/statistics')).value;
    const [point] = history as { risk: null; reward: number }[];
    assert.deepEqual([point!.risk, (summary as Record<string, never>).risk], [null, null]);
    assert.equal(typeof point!.reward, 'number');
  });

  it('statistics: says null where nothing was optimised', async () => {
    const { api, ask } = await testApi();
    api.store.accept(optimizedSnapshot(1, { optimization: undefined }));
    const { summary, history } = (await ask('GET /grid/statistics')).value;
    assert.deepEqual(
      [(summary as Record<string, never>).risk, (summary as Record<string, never>).reward],
      [null, null],
    );
    assert.equal((history as { reward: null }[])[0]!.reward, null);
  });

  it('node: its edges, its path, its highest risk', async () => {
    const { api, ask } = await testApi();
    const snapshot = optimizedSnapshot();
    api.store.accept(snapshot);
    const { value } = await ask('GET /grid/node/S3');
    const own = snapshot.edges.filter(({ from, to }) => from === 'S3' || to === 'S3');
    assert.deepEqual(value.edges, own);
    assert.deepEqual(
      value.node,
      snapshot.nodes.find(({ id }) => id === 'S3'),
    );
    assert.deepEqual(
      value.path,
      snapshot.optimization!.paths.find(({ node }) => node === 'S3'),
    );
    assert.equal(value.reachable, true);
    assert.deepEqual(value.highest_risk, { edge: own.at(-1)!.id, ...own.at(-1)!.risk });
  });

  it('node: with alternatives and a backup where they are asked for, computed once', async () => {
    const asked: unknown[] = [];
    const path = optimizedSnapshot().optimization!.paths[1];
    const routes: NodeRoutes = {
      alternatives: [path, path],
      backup: { kind: 'disjoint', paths: [path], bottlenecks: [], reason: null },
    };
    const { api, ask } = await testApi({
      findRoutes: async ({ sequence }, node, count) => {
        asked.push([sequence, node, count]);
        return routes;
      },
    });
    api.store.accept(optimizedSnapshot(3));
    const plain = (await ask('GET /grid/node/S3')).value;
    for (const _again of [1, 2]) {
      const { value } = await ask('GET /grid/node/S3?alternatives=2');
      assert.deepEqual(value, { ...plain, ...routes });
    }
    assert.deepEqual(asked, [[3, 'S3', 2]]);
    for (let count = 1; count <= 20; count++) {
      for (const node of ['S1', 'S2', 'S3', 'S4']) await ask(`GET /grid/node/${node}?alternatives=${count}`);
    }
    asked.length = 0;
    await ask('GET /grid/node/S4?alternatives=20');
    assert.equal(asked.length, 0, 'the newest are kept');
    await ask('GET /grid/node/S1?alternatives=1');
    assert.equal(asked.length, 1, 'the oldest are not');
  });

  it('risk of one edge: its rank, and why, asked once a tick or as the snapshot carries it', async () => {
    const asked: unknown[] = [];
    const explanation = {
      model_id: 'm',
      model_version: '2',
      base_value: -3,
      contributions: { temperature_c: 1 },
      margin: -2,
      failure_evidence: {
        thermal_overload: 1,
        mechanical_fatigue: 0,
        electrical_disturbance: 0,
        general_degradation: 0,
      },
    };
    const { api, ask } = await testApi({
      explain: async ({ sequence }, { id }) => {
        asked.push([sequence, id]);
        return explanation;
      },
    });
    const snapshot = optimizedSnapshot(3);
    api.store.accept(snapshot);
    const ranked = (await ask('GET /grid/risk')).value.edges as { id: string; failure_probability: number }[];
    for (const _again of [1, 2]) {
      const { value } = await ask(`GET /grid/risk/${ranked[1]!.id}`);
      assert.deepEqual([value.rank, value.of], [2, ranked.length]);
      assert.deepEqual(value.edge, ranked[1]);
      assert.deepEqual(value.explanation, explanation);
    }
    assert.deepEqual(asked, [[3, ranked[1]!.id]]);
    assert.equal((await ask('GET /grid/risk/L99')).value.code, 'UNKNOWN_ELEMENT');
    const carried = optimizedSnapshot(4);
    const { failure_evidence, model_id, model_version, ...told } = explanation;
    Object.assign(carried.edges[0]!.risk!, { explanation: told, failure_evidence });
    api.store.accept(carried);
    const { value } = await ask(`GET /grid/risk/${carried.edges[0]!.id}`);
    const { model_id: id, model_version: version } = carried.edges[0]!.risk!;
    assert.deepEqual(value.explanation, { ...explanation, model_id: id, model_version: version });
    assert.equal(asked.length, 1);
  });

  it('risk of one edge: no explanation where nobody can say', async () => {
    const { api, ask } = await testApi();
    api.store.accept(optimizedSnapshot());
    assert.equal((await ask('GET /grid/risk/L1')).value.explanation, null);
  });

  it('node: says that it cannot be reached, and that a generator has no path', async () => {
    const { api, ask } = await testApi();
    api.store.accept(optimizedSnapshot());
    const cutOff = (await ask('GET /grid/node/S1')).value;
    assert.equal(cutOff.reachable, false);
    assert.equal((cutOff.path as { reachable: boolean }).reachable, false);
    const generator = (await ask('GET /grid/node/G1')).value;
    assert.deepEqual([generator.path, generator.reachable], [null, true]);
  });

  it('node: takes ids with any characters, percent-encoded', async () => {
    const { api, ask } = await testApi();
    const snapshot = optimizedSnapshot();
    const id = 'Überlandwerk 3/б?#%';
    snapshot.nodes[7]!.id = id;
    api.store.accept(snapshot);
    const { value } = await ask(`GET /grid/node/${encodeURIComponent(id)}`);
    assert.equal((value.node as { id: string }).id, id);
  });

  it('data-source: what the source says, the age, and the rate as ticks arrive', async () => {
    const { api, ask, clock } = await testApi();
    api.store.accept(optimizedSnapshot(1));
    assert.equal((await ask('GET /grid/data-source')).value.rate_per_s, null);
    clock.ms = 2000;
    api.store.accept(optimizedSnapshot(2));
    clock.ms = 4000;
    api.store.accept(optimizedSnapshot(3));
    clock.ms = 4250;
    const { value } = await ask('GET /grid/data-source');
    assert.deepEqual(
      [value.source, value.description, value.interval_s, value.ticks, value.skipped_ticks, value.run_id],
      ['simulated', 'test', 3, 3, 1, 'test'],
    );
    assert.deepEqual([value.age_s, value.rate_per_s], [0.25, 0.5]);
    api.store.accept(optimizedSnapshot(4, { data_source: undefined, run_id: undefined }));
    const silent = (await ask('GET /grid/data-source')).value;
    assert.deepEqual([silent.description, silent.ticks, silent.run_id], [null, null, null]);
    assert.equal(silent.acceleration, null);
    const source = { description: 'test', interval_s: 3, ticks: 5, skipped_ticks: 0, acceleration: 50 };
    api.store.accept(optimizedSnapshot(5, { data_source: source }));
    assert.equal((await ask('GET /grid/data-source')).value.acceleration, 50);
  });

  it('optimize: hands the risk weight on and tells what came back', async () => {
    const commands: OptimizeCommand[] = [];
    const answer = reoptimized(optimizedSnapshot(3), 2.5);
    const { api, ask } = await testApi({
      optimize: async (command): Promise<Snapshot> => {
        commands.push(command);
        return answer;
      },
    });
    api.store.accept(optimizedSnapshot(3));
    const json = { 'content-type': 'application/json; charset=UTF-8' };
    const body = Buffer.from('{"risk_weight":2.5}');
    const { value } = await ask('POST /grid/optimize', { headers: json, body });
    const { optimization } = answer;
    assert.deepEqual(value.paths, optimization!.paths);
    assert.deepEqual(
      [value.reward, value.risk_weight, value.loss_before_mw, value.loss_after_mw, value.elapsed_ms],
      [-0.5, 2.5, 2, 1.9, 2.5],
    );
    assert.deepEqual([value.plan, value.episode], [optimization!.plan, optimization!.episode]);
    await ask('POST /grid/optimize');
    await ask('POST /grid/optimize', { headers: json, body: '{}' });
    await ask('POST /grid/optimize', { headers: json, body: { risk_weight: 0 } });
    assert.deepEqual(commands, [
      { command: 'optimize', risk_weight: 2.5 },
      { command: 'optimize' },
      { command: 'optimize' },
      { command: 'optimize', risk_weight: 0 },
    ]);
  });
});
