import { strict as assert } from 'node:assert';
import { MOST_STREAMS_PER_ADDRESS, MOST_WAITING_NEWS } from '../../lib/api/limits';
import type { Snapshot } from '../../lib/contract';
import { testApi } from './client';
import { optimizedSnapshot, reoptimized } from './sample';
import { Reader, serve } from './stream-client';

type Test = Awaited<ReturnType<typeof testApi>> & {
  follow(query?: string, headers?: Record<string, string>): Promise<Reader>;
  tick(sequence: number, changes?: Partial<Snapshot>): Snapshot;
  port: number;
};

/** An API that is being served; every reader is gone afterwards. */
async function serving(body: (test: Test) => Promise<void>): Promise<void> {
  const test = await testApi({ alarms: { alarm_threshold: 0.5, hysteresis: 0.1 } });
  const { port, close } = await serve(test.api);
  const readers: Reader[] = [];
  const follow = async (query = '', headers = {}) => {
    const reader = await Reader.open(port, `/v1/stream${query}`, headers);
    readers.push(reader);
    return reader;
  };
  const tick = (sequence: number, changes = {}) => {
    const snapshot = optimizedSnapshot(sequence, changes);
    test.api.store.accept(snapshot);
    return snapshot;
  };
  try {
    await body({ ...test, follow, tick, port });
  } finally {
    for (const reader of readers) reader.leave();
    await close();
  }
}

/** Raises or clears the alarm of the first edge. */
function withRisk(sequence: number, failure_probability: number): Partial<Snapshot> {
  const { edges } = optimizedSnapshot(sequence);
  return {
    edges: edges.map((edge, i) =>
      i === 0 ? { ...edge, risk: { ...edge.risk!, failure_probability } } : edge,
    ),
  };
}

const kindsOf = (reader: Reader) => reader.events.map(({ event }) => event);
const numbersOf = (reader: Reader) => reader.events.map(({ id }) => Number(id.split('-').at(-1)));

describe('the live stream', () => {
  it('begins with what is true now, as the documents have it', async () => {
    await serving(async ({ follow, tick, ask, check }) => {
      tick(1, withRisk(1, 0.7));
      tick(2, withRisk(2, 0.8));
      const reader = await follow();
      assert.equal(reader.headers['content-type'], 'text/event-stream');
      assert.equal(reader.headers['content-length'], undefined);
      assert.match(String(reader.headers['cache-control']), /no-store, no-transform/);
      await reader.count(4);
      assert.equal(reader.retry, '3000');
      assert.deepEqual(kindsOf(reader), ['alarm', 'plan', 'risk', 'state']);
      const [alarm, plan, risk, state] = reader.events;
      assert.deepEqual(state!.data, (await ask('GET /grid/state')).value);
      assert.deepEqual(risk!.data, (await ask('GET /grid/risk')).value);
      assert.deepEqual([alarm!.data.state, alarm!.data.sequence], ['raised', 1]);
      const shapes = { alarm: 'AlarmDocument', plan: 'PlanNews' };
      for (const [kind, shape] of Object.entries(shapes)) {
        const { data } = kind === 'alarm' ? alarm! : plan!;
        assert.equal(check.faults({ $ref: `#/components/schemas/${shape}` }, data), '', kind);
      }
      assert.equal(plan!.data.plan.id, 'plan-1');
    });
  });

  it('goes on with each tick, and tells plans and alarms when they change', async () => {
    await serving(async ({ follow, tick, api }) => {
      const reader = await follow();
      tick(1);
      await reader.count(3);
      tick(2);
      await reader.count(5);
      tick(3, withRisk(3, 0.9));
      await reader.count(8);
      tick(4, withRisk(4, 0.1));
      await reader.count(11);
      const again = reoptimized(optimizedSnapshot(4, withRisk(4, 0.1)), 2);
      api.store.accept({ ...again, optimization: { ...again.optimization!, plan: null } });
      await reader.count(14);
      const expected = [
        'plan risk state',
        'risk state',
        'alarm risk state',
        'alarm risk state',
        'plan risk state',
      ];
      assert.equal(kindsOf(reader).join(' '), expected.join(' '));
      assert.equal(reader.events.filter(({ event }) => event === 'plan')[1]!.data.plan, null);
    });
  });

  it('sends the events that are asked for, and refuses others', async () => {
    await serving(async ({ follow, tick, ask }) => {
      const reader = await follow('?events=alarm,plan');
      tick(1);
      tick(2, withRisk(2, 0.9));
      await reader.count(2);
      assert.deepEqual(kindsOf(reader), ['plan', 'alarm']);
      for (const query of ['events=weather', 'events=', 'events=state,', 'events=missed']) {
        const { status, value } = await ask(`GET /stream?${query}`);
        assert.deepEqual([status, value.code], [400, 'INVALID_URL'], query);
      }
    });
  });

  it('takes up where a reader left, with every plan and alarm between', async () => {
    await serving(async ({ follow, tick }) => {
      const reader = await follow('?events=alarm,state');
      tick(1);
      await reader.count(1);
      reader.leave();
      for (let i = 0; i < 6; i++) tick(2 + i, withRisk(2 + i, i % 2 ? 0.1 : 0.9));
      const again = await follow('?events=alarm,state', { 'last-event-id': reader.events[0]!.id });
      await again.count(7);
      assert.deepEqual(kindsOf(again), [...Array(6).fill('alarm'), 'state']);
      assert.deepEqual(
        again.events.map(({ data }) => data.sequence),
        [2, 3, 4, 5, 6, 7, 7],
      );
      const numbers = numbersOf(again);
      assert.deepEqual(
        numbers,
        [...numbers].sort((a, b) => a - b),
      );
      const upToDate = await follow('', { 'last-event-id': again.events.at(-1)!.id });
      tick(8, withRisk(8, 0.1));
      await upToDate.count(2);
      assert.deepEqual(kindsOf(upToDate), ['risk', 'state'], 'nothing twice');
    });
  });

  it('says what is true now to a reader of another start, or of too long ago', async () => {
    await serving(async ({ follow, tick }) => {
      for (let i = 1; i <= 300; i++) tick(i, withRisk(i, i % 2 ? 0.9 : 0.1));
      for (const id of ['other-1', 'test-1', 'test-999999', 'test-', 'test-1e3', '1', '\u00e9']) {
        const reader = await follow('', { 'last-event-id': id });
        await reader.count(3);
        assert.deepEqual(kindsOf(reader), ['plan', 'risk', 'state'], id);
      }
    });
  });

  it('tells the newest of more alarms than a reader can wait for, and how many there were besides', async () => {
    await serving(async ({ follow, tick, ask }) => {
      const readers = [await follow('?events=alarm'), await follow('?events=state')];
      const [edge] = optimizedSnapshot(1).edges;
      const risk = { ...edge!.risk!, failure_probability: 0.9 };
      const edges = Array.from({ length: 1000 }, (_, i) => ({ ...edge!, id: `E${i}`, risk }));
      tick(1, { edges });
      const events = await readers[0]!.count(1 + MOST_WAITING_NEWS);
      assert.deepEqual([events[0]!.event, events[0]!.data], ['missed', { missed: 1000 - MOST_WAITING_NEWS }]);
      assert.equal(events.at(-1)!.data.edge, 'E999');
      await readers[1]!.count(1);
      assert.deepEqual(kindsOf(readers[1]!), ['state']);
      const late = await follow('?events=alarm');
      await late.count(1 + MOST_WAITING_NEWS);
      assert.equal(late.events[0]!.data.missed, 1000 - MOST_WAITING_NEWS);
      assert.equal(((await ask('GET /grid/alarms')).value.active as unknown[]).length, 1000);
    });
  });

  it('answers HEAD and OPTIONS without opening a stream', async () => {
    await serving(async ({ port, ask }) => {
      const url = `http://127.0.0.1:${port}/stream`;
      const head = await fetch(url, { method: 'HEAD' });
      assert.deepEqual([head.status, head.headers.get('content-type')], [200, 'text/event-stream']);
      assert.equal((await fetch(url, { method: 'OPTIONS' })).headers.get('allow'), 'GET, HEAD, OPTIONS');
      assert.equal((await ask('POST /stream')).status, 405);
    });
  });

  it('serves 200 readers from one writing', async () => {
    await serving(async ({ follow, tick }) => {
      const readers = await Promise.all(Array.from({ length: 200 }, () => follow('?events=state')));
      let written = 0;
      for (let sequence = 1; sequence <= 3; sequence++) {
        const [first, ...others] = optimizedSnapshot(sequence).edges;
        const counted = { ...first!, toJSON: () => ({ ...first, name: `written ${++written}` }) };
        tick(sequence, { edges: [counted, ...others] });
        await Promise.all(readers.map((reader) => reader.count(sequence)));
      }
      assert.equal(written, 3);
      for (const { events } of readers) {
        assert.deepEqual(
          events.map(({ data }) => data.sequence),
          [1, 2, 3],
        );
      }
    });
  });

  it('refuses one stream too many, and takes another when one has gone', async () => {
    await serving(async ({ follow, port }) => {
      const opening = Array.from({ length: MOST_STREAMS_PER_ADDRESS }, () => follow());
      const readers = await Promise.all(opening);
      const refused = await fetch(`http://127.0.0.1:${port}/stream`);
      assert.deepEqual(
        [
          refused.status,
          refused.headers.get('retry-after'),
          ((await refused.json()) as { code: string }).code,
        ],
        [503, '3', 'BUSY'],
      );
      readers[0]!.leave();
      let status = 503;
      while (status === 503) {
        const reader = await follow();
        status = reader.status;
      }
      assert.equal(status, 200);
    });
  });

  it('ends every stream when it is closed, and takes none afterwards', async () => {
    await serving(async ({ follow, tick, api }) => {
      const readers = await Promise.all([follow(), follow()]);
      tick(1);
      await Promise.all(readers.map((reader) => reader.count(3)));
      api.close();
      const late = await follow();
      for (const reader of [...readers, late]) await reader.until(() => reader.ended);
      assert.equal(late.events.length, 0);
    });
  });
});
