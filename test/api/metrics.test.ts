import { strict as assert } from 'node:assert';
import { instruments } from '../../lib/instruments';
import { testApi } from './client';
import { optimizedSnapshot } from './sample';

/** The samples by name and labels, as they stand in the text. */
async function samplesOf(test: Awaited<ReturnType<typeof testApi>>): Promise<Map<string, number>> {
  const { status, headers, text } = await test.ask('GET /metrics');
  assert.equal(status, 200);
  assert.equal(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

describe('metrics', () => {
  it('tell of ticks, broker, model, drift and alarms', async () => {
    const broker = {
      mode: 'embedded',
      connected: true,
      address: 'mqtt://x',
      clients: 4,
      dropped: 7,
      stored: 5,
      replayed: 9,
    } as const;
    const test = await testApi({ broker: () => broker, alarms: { alarm_threshold: 0.1, hysteresis: 0 } });
    const before = await samplesOf(test);
    assert.equal(before.get('gridloom_ticks_total'), 0);
    assert.equal(before.get('gridloom_last_tick_age_seconds'), undefined);
    const features = [
      { name: 'temperature_c', psi: 0.18, ks: 0.31, ks_p: 0.03, state: 'watch' } as const,
      { name: 'corrosion', psi: 0.01, ks: 0.02, ks_p: 0.9, state: 'stable' } as const,
    ];
    const score = { ticks: 1, statistic: 0, threshold: 10, last_change: null };
    const risk_drift = { state: 'watch', rows: 12, features, score } as const;
    for (const sequence of [1, 2, 3])
      test.api.store.accept(optimizedSnapshot(sequence, { risk_drift: risk_drift as never }));
    test.clock.ms = 4000;
    const samples = await samplesOf(test);
    const expected: Record<string, number> = {
      gridloom_ticks_total: 3,
      gridloom_source_ticks_skipped_total: 1,
      gridloom_last_tick_age_seconds: 4,
      gridloom_uptime_seconds: 4,
      'gridloom_build_info{version="0.1.0",node="24.0.0",node_red="5.0.0"}': 1,
      gridloom_broker_connected: 1,
      gridloom_broker_clients: 4,
      gridloom_broker_messages_dropped_total: 7,
      gridloom_broker_messages_stored: 5,
      gridloom_broker_messages_replayed_total: 9,
      gridloom_alarms_active: 3,
      gridloom_stream_readers: 0,
      'gridloom_risk_model_info{id="m",version="1",trained_on="simulated_failures"}': 1,
      'gridloom_risk_drift_psi{feature="temperature_c"}': 0.18,
      'gridloom_risk_drift_ks{feature="corrosion"}': 0.02,
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(samples.get(name), value, name);
    assert.ok(samples.get('process_resident_memory_bytes')! > 1e7);
    assert.ok(samples.get('process_cpu_seconds_total')! > 0);
  });

  it('count requests by what there is, whatever is asked for', async () => {
    const test = await testApi();
    test.api.store.accept(optimizedSnapshot(1));
    await test.ask('GET /grid/node/S2');
    await test.ask('GET /grid/node/S3');
    await test.ask('GET /v1/grid/node/nowhere').catch(() => undefined);
    for (let i = 0; i < 50; i++) await test.ask(`GET /nothing-${i}`);
    for (const method of ['BREW', 'PROPFIND']) await test.ask(`${method} /grid/state`);
    const samples = await samplesOf(test);
    const count = (route: string, method: string, status: number) =>
      samples.get(`gridloom_http_requests_total{route="${route}",method="${method}",status="${status}"}`);
    assert.equal(count('/grid/node/{id}', 'GET', 200), 2);
    assert.equal(count('/grid/node/{id}', 'GET', 404), 1);
    assert.equal(count('none', 'GET', 404), 50);
    assert.equal(count('none', 'other', 405), 2);
    const counters = [...samples.keys()].filter((name) => name.startsWith('gridloom_http_requests_total'));
    assert.equal(counters.length, 4);
    const duration = 'gridloom_http_request_duration_seconds';
    assert.equal(samples.get(`${duration}_count{route="/grid/node/{id}"}`), 3);
    assert.equal(samples.get(`${duration}_bucket{route="/grid/node/{id}",le="+Inf"}`), 3);
  });

  it('tell what the stages of a tick took, and what they left out', async () => {
    const test = await testApi();
    const name = 'gridloom_stage_duration_seconds';
    const before = await samplesOf(test);
    instruments.record('publish', 30);
    instruments.skip('publish');
    const after = await samplesOf(test);
    const grown = (sample: string) => after.get(sample)! - before.get(sample)!;
    assert.equal(grown(`${name}_bucket{stage="publish",le="0.025"}`), 0);
    assert.equal(grown(`${name}_bucket{stage="publish",le="0.05"}`), 1);
    assert.equal(grown(`${name}_count{stage="publish"}`), 1);
    assert.equal(grown('gridloom_stage_skipped_total{stage="publish"}'), 1);
  });

  it('watch the event loop from the first time on, until the API is closed', async () => {
    const test = await testApi();
    const name = 'gridloom_event_loop_delay_seconds{percentile="100"}';
    assert.equal((await samplesOf(test)).get(name), undefined);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const held = performance.now();
    while (performance.now() - held < 150);
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.ok((await samplesOf(test)).get(name)! > 0.1);
    test.api.close();
    assert.equal((await samplesOf(test)).get(name), undefined, 'begins anew');
    test.api.close();
  });

  it('say what is missing where prom-client is not installed', async () => {
    const loadPrometheus = () => Promise.reject(new Error('Cannot find module'));
    const { ask, errors } = await testApi({ loadPrometheus });
    const { status, value } = await ask('GET /metrics');
    assert.deepEqual([status, value.code], [501, 'MISSING_PACKAGE']);
    assert.match(value.detail!, /npm install prom-client/);
    assert.deepEqual(errors, []);
    assert.equal((await ask('GET /health')).status, 200);
  });

  it('follow the names that Prometheus asks for, and are described', async () => {
    const test = await testApi();
    test.api.store.accept(optimizedSnapshot(1));
    const { text } = await test.ask('GET /metrics');
    const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
    assert.ok(types.length > 20);
    for (const [, name, type] of types) {
      assert.match(name!, /^(gridloom|process)(_[a-z]+)+$/);
      assert.equal(name!.endsWith('_total'), type === 'counter', name);
      assert.match(text, new RegExp(`^# HELP ${name} [A-Z0-9].+\\.$`, 'm'), name);
    }
  });
});
