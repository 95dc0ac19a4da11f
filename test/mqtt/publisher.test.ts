import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { OperatorMessage } from '../../lib/contract';
import { type GridConnection, openBroker, type Received } from '../../lib/mqtt';
import { sampleSnapshot } from '../support/snapshot';
import {
  type Heard,
  Listener,
  optimization,
  publisherOn,
  ready,
  riskySnapshot,
  settings,
  withBroker,
} from './clients';

const BASE = 'gridloom/riverside';

describe('the publisher', () => {
  it('leaves everything retained for whoever comes later', () =>
    withBroker(async (broker, address) => {
      const publisher = publisherOn(broker);
      const snapshot = { ...riskySnapshot(7, { L3: 0.4, L5: 0.45 }), optimization };
      assert.equal(await publisher.publish(snapshot), 'published');
      const edges = snapshot.edges.map(({ id }) => `${BASE}/edge/${id}`);
      const nodes = snapshot.nodes.map(({ id }) => `${BASE}/node/${id}`);
      const others = ['snapshot', 'metrics', 'risk', 'paths', 'status'].map((name) => `${BASE}/${name}`);
      const late = await Listener.late(address);
      assert.deepEqual(late.heard.map(({ topic }) => topic).sort(), [...edges, ...nodes, ...others].sort());
      assert.ok(late.heard.every(({ retain }) => retain));
      const json = async (name: string) => JSON.parse((await late.topic(`${BASE}/${name}`)).text);
      const { optimization: left, ...state } = snapshot;
      assert.deepEqual(await json('snapshot'), JSON.parse(JSON.stringify(state)));
      assert.equal((await json('metrics')).loss_mw, snapshot.metrics.loss_mw);
      assert.equal((await json('paths')).risk_weight, left.risk_weight);
      assert.deepEqual((await json('edge/L3')).risk, snapshot.edges[2]?.risk);
      const { edges: ranked } = await json('risk');
      assert.deepEqual([ranked[0].id, ranked[1].id, ranked.length], ['L5', 'L3', snapshot.edges.length]);
      assert.equal(ranked[0].members.random_forest, 0.45);
      await late.close();
      await publisher.close();
    }));

  it('leaves out what no node has said, and elements where they are not wanted', () =>
    withBroker(async (broker, address) => {
      const publisher = publisherOn(broker, { element_topics: false });
      await publisher.publish(sampleSnapshot());
      const late = await Listener.late(address);
      const topics = late.heard.map(({ topic }) => topic.slice(BASE.length + 1)).sort();
      assert.deepEqual(topics, ['metrics', 'snapshot', 'status']);
      await late.close();
      await publisher.close();
    }));

  it('raises an alarm at the threshold, clears it below the hysteresis, and is silent between', () =>
    withBroker(async (broker, address) => {
      const publisher = publisherOn(broker);
      const listener = await Listener.on(address, `${BASE}/alarms/+`);
      const walk = [0.49, 0.5, 0.9, 0.45, 0.4, 0.39, 0.45, 0.6];
      for (const [index, value] of walk.entries()) {
        await publisher.publish(riskySnapshot(index + 1, { L2: value }));
      }
      await listener.until(({ text }) => JSON.parse(text).sequence === walk.length);
      const said = listener.heard.map(({ text }) => JSON.parse(text));
      assert.deepEqual(
        said.map(({ sequence, state }) => [sequence, state]),
        [
          [2, 'raised'],
          [6, 'cleared'],
          [8, 'raised'],
        ],
      );
      assert.deepEqual(said[0], {
        edge: 'L2',
        name: sampleSnapshot().edges[1]?.name,
        state: 'raised',
        failure_probability: 0.5,
        failure_type: 'thermal_overload',
        threshold: 0.5,
        timestamp: '2026-01-31T12:00:00.000Z',
        sequence: 2,
      });
      await listener.close();
      await publisher.close();
    }));

  it('clears an alarm that an earlier publisher left behind', () =>
    withBroker(async (broker, address) => {
      const before = publisherOn(broker);
      await before.publish(riskySnapshot(1, { L2: 0.9, L4: 0.9 }));
      await before.close();
      const after = publisherOn(broker);
      await after.publish(riskySnapshot(2, { L4: 0.9 }));
      const listener = await Listener.on(address, `${BASE}/alarms/+`);
      await after.publish(riskySnapshot(3, { L4: 0.9 }));
      await listener.until(
        ({ topic, text }) => topic.endsWith('/L2') && JSON.parse(text).state === 'cleared',
      );
      assert.equal(JSON.parse((await listener.topic(`${BASE}/alarms/L4`)).text).state, 'raised');
      await listener.close();
      await after.close();
    }));

  it('clears the topics of elements that are gone', () =>
    withBroker(async (broker, address) => {
      const publisher = publisherOn(broker);
      await publisher.publish(riskySnapshot(1, { L12: 0.9 }));
      const smaller = riskySnapshot(2, {});
      smaller.edges = smaller.edges.filter(({ id }) => id !== 'L12');
      await publisher.publish(smaller);
      const late = await Listener.late(address);
      const topics = late.heard.map(({ topic }) => topic);
      assert.ok(!topics.includes(`${BASE}/edge/L12`) && !topics.includes(`${BASE}/alarms/L12`));
      assert.ok(topics.includes(`${BASE}/edge/L11`));
      await late.close();
      await publisher.close();
    }));

  it('follows a newer run to another grid, and refuses the old one', () =>
    withBroker(async (broker, address) => {
      const publisher = publisherOn(broker);
      await publisher.publish(sampleSnapshot());
      await publisher.publish(sampleSnapshot({ grid_id: 'a/b', run_id: 'second' }));
      await assert.rejects(publisher.publish(sampleSnapshot({ sequence: 2 })), { code: 'WRONG_GRID' });
      const late = await Listener.late(address);
      const old = late.heard.filter(({ topic }) => topic.startsWith(`${BASE}/`));
      assert.deepEqual(
        old.map(({ topic, text }) => [topic, text]),
        [[`${BASE}/status`, 'offline']],
      );
      assert.equal((await late.topic('gridloom/a%2Fb/status')).text, 'online');
      await late.close();
      await publisher.close();
    }));

  it('opens nothing for another grid when it is closed meanwhile', () =>
    withBroker(async (broker, address) => {
      const publisher = publisherOn(broker);
      await publisher.publish(sampleSnapshot());
      const following = publisher.publish(sampleSnapshot({ grid_id: 'other', run_id: 'second' }));
      await publisher.close();
      await following;
      const late = await Listener.late(address);
      assert.ok(!late.heard.some(({ topic }) => topic.startsWith('gridloom/other/')));
      await late.close();
    }));

  it('says offline when it closes, and forgets all when it is removed', () =>
    withBroker(async (broker, address) => {
      const publisher = publisherOn(broker);
      await publisher.publish(riskySnapshot(1, { L1: 0.9 }));
      const listener = await Listener.on(address, `${BASE}/status`);
      assert.equal((await listener.topic(`${BASE}/status`)).text, 'online');
      await publisher.close(true);
      await listener.until(({ text }) => text === 'offline');
      const late = await Listener.late(address);
      assert.deepEqual(late.heard, [{ topic: `${BASE}/status`, text: 'offline', retain: true }] as Heard[]);
      await listener.close();
      await late.close();
    }));

  it('skips and counts a snapshot that comes while one is being published', () =>
    withBroker(async (broker) => {
      const publisher = publisherOn(broker);
      const first = publisher.publish(sampleSnapshot({ sequence: 1 }));
      assert.equal(await publisher.publish(sampleSnapshot({ sequence: 2 })), 'skipped');
      assert.equal(await first, 'published');
      assert.deepEqual([publisher.skipped, publisher.sequence], [1, 1]);
      assert.equal(await publisher.publish(sampleSnapshot({ sequence: 1 })), 'published');
      await publisher.close();
    }));

  it('keeps only the newest snapshot until there is a broker', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const broker = openBroker(settings({ port: (other.address() as AddressInfo).port }));
    const publisher = publisherOn(broker);
    assert.equal(await publisher.publish(sampleSnapshot({ sequence: 1 })), 'waiting');
    assert.equal(await publisher.publish(sampleSnapshot({ sequence: 2 })), 'waiting');
    other.close();
    await ready(broker);
    const listener = await Listener.on(broker.state().address, `${BASE}/metrics`);
    assert.equal(JSON.parse((await listener.topic(`${BASE}/metrics`)).text).sequence, 2);
    assert.equal(publisher.skipped, 1);
    await listener.close();
    await publisher.close();
    await broker.close();
  });

  it('tells the operator’s listeners, once there is a grid, and leaves nothing behind', () =>
    withBroker(async (broker, address) => {
      const publisher = publisherOn(broker);
      const message: OperatorMessage = {
        ...{ kind: 'plan_done', severity: 'info', text: 'done: a', plan_id: 'a' },
        ...{ sequence: 1, timestamp: '2026-01-31T12:00:00.000Z' },
      };
      const listener = await Listener.on(address, `${BASE}/operator`);
      publisher.tell({ ...message, text: 'too early' });
      await publisher.publish(sampleSnapshot());
      publisher.tell(message);
      const { text, retain } = await listener.topic(`${BASE}/operator`);
      assert.deepEqual([JSON.parse(text), retain], [message, false]);
      assert.equal(listener.heard.length, 1);
      await listener.close();
      const late = await Listener.late(address);
      assert.ok(late.heard.every(({ topic }) => topic !== `${BASE}/operator`));
      await late.close();
      await publisher.close();
    }));

  for (const [setting, value] of [
    ['alarm_threshold', 0],
    ['alarm_threshold', 1.2],
    ['alarm_threshold', Number.NaN],
    ['hysteresis', -0.1],
    ['hysteresis', 0.5],
    ['root', 'a/#'],
  ] as const) {
    it(`refuses ${setting} ${value}`, () =>
      withBroker(async (broker) => {
        assert.throws(() => publisherOn(broker, { [setting]: value }), {
          code: 'INVALID_SETTING',
          message: new RegExp(setting),
        });
      }));
  }
});

describe('commands', () => {
  const TOPIC = `${BASE}/command`;

  async function exchange(message: string, options = {}): Promise<[unknown, string[], unknown[]]> {
    let outcome: [unknown, string[], unknown[]] = [undefined, [], []];
    await withBroker(async (broker, address) => {
      const publisher = publisherOn(broker);
      await publisher.publish(sampleSnapshot());
      const listener = await Listener.on(address, `${TOPIC}/result`);
      await listener.client.publishAsync(TOPIC, message, options);
      const { text, retain } = await listener.topic(`${TOPIC}/result`);
      assert.equal(retain, false);
      outcome = [JSON.parse(text), publisher.collected.errors, publisher.collected.commands];
      await listener.close();
      await publisher.close();
    });
    return outcome;
  }

  it('reach the flow and are answered', async () => {
    const command = { command: 'set_switch', edge: 'L4', closed: false };
    const [result, errors, commands] = await exchange(JSON.stringify(command), { qos: 1 });
    assert.deepEqual([result, errors, commands], [{ command: 'set_switch', ok: true }, [], [command]]);
  });

  it('may be for the optimiser', async () => {
    for (const command of [
      { command: 'optimize', risk_weight: 3 },
      { command: 'accept_plan', id: 'a' },
      { command: 'reject_plan' },
      { command: 'abort_plan', id: 'a' },
      { command: 'set_mode', mode: 'automatic' },
    ]) {
      const [result, , commands] = await exchange(JSON.stringify(command));
      assert.deepEqual([result, commands], [{ command: command.command, ok: true }, [command]]);
    }
  });

  for (const [what, message, said] of [
    ['malformed JSON', '{"command":', /JSON object/],
    [
      'an unknown command',
      '{"command":"explode"}',
      /got "explode"; allowed: start, .*restore, scenario, abort_plan, optimize, accept_plan, reject_plan, set_mode$/,
    ],
    ['a mode that there is none', '{"command":"set_mode","mode":"manual"}', /command\.mode; got "manual"/],
    ['no command', '[1]', /command/],
    ['null', 'null', /command/],
    ['a missing field', '{"command":"set_switch","edge":"L1"}', /command\.closed/],
    ['a bad field', '{"command":"optimize","risk_weight":-1}', /risk_weight; got -1/],
    ['a flood', `{"command":"step","x":"${'x'.repeat(20_000)}"}`, /at most 16384 bytes/],
  ] as const) {
    it(`answers ${what} with what is wrong`, async () => {
      const [result, errors, commands] = await exchange(message);
      const { ok, error } = result as { ok: boolean; error: string };
      assert.equal(ok, false);
      assert.match(error, said);
      assert.deepEqual([errors, commands], [[error], []]);
    });
  }

  it('are passed over once the publisher closes, though its connection still delivers', async () => {
    let deliver = (_message: Received) => {};
    const connection: GridConnection = {
      publish: () => true,
      subscribe: (filter, handler) => {
        if (filter === TOPIC) deliver = handler;
      },
      state: () => ({ mode: 'external', connected: true, address: '', dropped: 0 }),
      close: async () => deliver({ topic: TOPIC, payload: Buffer.from('{"command":"step"}'), retain: false }),
    };
    const broker = { connect: () => connection, state: connection.state, onChange: () => () => {} };
    const publisher = publisherOn({ ...broker, close: async () => {} });
    await publisher.publish(sampleSnapshot());
    await publisher.close();
    assert.deepEqual(publisher.collected.commands, []);
  });

  it('must not be retained', async () => {
    const [result, , commands] = await exchange('{"command":"step"}', { retain: true });
    assert.match((result as { error: string }).error, /retain/);
    assert.deepEqual(commands, []);
  });
});
