import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Node } from 'node-red';
import type { Snapshot } from '../../lib/contract';

import gridBroker = require('../../nodes/grid-broker/grid-broker');
import gridPublish = require('../../nodes/grid-publish/grid-publish');

import type { GridBrokerNode } from '../../nodes/grid-broker/grid-broker';
import { auditLog } from '../../nodes/audit-log';
import { type Heard, Listener, riskySnapshot, stateOf } from '../mqtt/clients';
import { completions, nextInput, nextStatus, receive, type Wired, withFlow } from '../support/runtime';
import { sampleSnapshot } from '../support/snapshot';

const BASE = 'gridloom/riverside';

function flow(publish: object = {}, broker: object = {}): Wired[] {
  return [
    { id: 'tab', type: 'tab' },
    { id: 'broker', type: 'grid-broker', mode: 'embedded', host: '127.0.0.1', port: '0', url: '', ...broker },
    {
      id: 'publish',
      z: 'tab',
      type: 'grid-publish',
      broker: 'broker',
      root: 'gridloom',
      alarm_threshold: '0.5',
      hysteresis: '0.05',
      element_topics: true,
      wires: [['next'], ['commands']],
      ...publish,
    },
    { id: 'next', z: 'tab', type: 'helper' },
    { id: 'commands', z: 'tab', type: 'helper' },
  ];
}

interface Nodes {
  publish: Node;
  next: Node;
  commands: Node;
  broker: GridBrokerNode;
}

async function withPublish(
  wired: Wired[],
  body: (nodes: Nodes) => Promise<void>,
  settings: Record<string, unknown> = {},
): Promise<void> {
  await withFlow(
    [gridBroker, gridPublish],
    wired,
    ({ node }) =>
      body({
        publish: node('publish'),
        next: node('next'),
        commands: node('commands'),
        broker: node('broker') as GridBrokerNode,
      }),
    settings,
  );
}

/** The next error that the node reports, through `done` or by itself. */
async function nextError(node: Node): Promise<string> {
  const [call] = await once(node, 'call:error');
  const [thrown] = (call as { args: unknown[] }).args;
  return thrown instanceof Error ? thrown.message : String(thrown);
}

async function addressOf({ broker }: Nodes): Promise<string> {
  await stateOf(broker.broker!, ({ connected }) => connected);
  return broker.state().address;
}

describe('grid-publish', () => {
  it('says how much is stored for a broker that is away', async () => {
    const userDir = await mkdtemp(path.join(tmpdir(), 'gridloom-user-'));
    await withPublish(
      flow({}, { mode: 'external', url: 'mqtt://127.0.0.1:9' }),
      async ({ publish }) => {
        const said = nextStatus(publish, (text) => text.endsWith(', 4 stored'));
        receive(publish, { payload: sampleSnapshot({ sequence: 1 }) });
        await nextStatus(publish, (text) => text.endsWith(', 2 stored'));
        receive(publish, { payload: sampleSnapshot({ sequence: 2 }) });
        await said;
      },
      { userDir },
    );
    await rm(userDir, { recursive: true });
  });

  it('passes the message on at once and unchanged, and publishes it', () =>
    withPublish(flow(), async (nodes) => {
      const address = await addressOf(nodes);
      const message = { topic: 'kept', extra: { a: 1 }, payload: riskySnapshot(17, { L1: 0.9 }) };
      const copy = structuredClone(message);
      const passed = nextInput(nodes.next);
      const status = nextStatus(nodes.publish, (text) => text.includes('tick'));
      receive(nodes.publish, message);
      const { _msgid, ...got } = await passed;
      assert.ok(_msgid);
      assert.deepEqual(got, copy);
      assert.equal(await status, 'online, 0 clients, tick 17');
      const listener = await Listener.late(address);
      assert.equal(JSON.parse((await listener.topic(`${BASE}/snapshot`)).text).sequence, 17);
      assert.equal(JSON.parse((await listener.topic(`${BASE}/alarms/L1`)).text).state, 'raised');
      await listener.close();
    }));

  it('publishes a snapshot that was optimised again', () =>
    withPublish(flow(), async (nodes) => {
      const listener = await Listener.on(await addressOf(nodes), `${BASE}/metrics`);
      for (const loss_mw of [2, 1]) {
        const snapshot = sampleSnapshot();
        snapshot.metrics.loss_mw = loss_mw;
        const published = nextStatus(nodes.publish, (text) => text.includes('tick 1'));
        receive(nodes.publish, { payload: snapshot });
        await published;
        await listener.until(({ text }) => JSON.parse(text).loss_mw === loss_mw);
      }
      await listener.close();
    }));

  it('passes on what only asked what would be, and does not publish it', () =>
    withPublish(flow(), async (nodes) => {
      const listener = await Listener.on(await addressOf(nodes), '#');
      const optimized = (number: number, what_if?: true): Snapshot => ({
        ...sampleSnapshot(),
        optimization: {
          ...{ risk_weight: number, paths: [], plan: null, outage: null },
          ...{ loss_before_mw: 1, loss_after_mw: 1, time_limit_reached: false, elapsed_ms: 1 },
          episode: { number, loss_mw: 1, risk: 0, reward: 0 },
          ...(what_if && { what_if }),
        },
      });
      const ended = completions(nodes.publish);
      for (const [k, state] of [optimized(1), optimized(2, true), optimized(3)].entries()) {
        const passes = nextInput(nodes.next);
        receive(nodes.publish, { payload: state, _msgid: `${k}` });
        assert.equal((await passes).payload, state);
        assert.equal(await ended(`${k}`), undefined);
      }
      const isLast = ({ topic, text }: Heard) =>
        topic === `${BASE}/paths` && JSON.parse(text).risk_weight === 3;
      await listener.until(isLast);
      const paths = listener.heard.filter(({ topic }) => topic === `${BASE}/paths`);
      assert.deepEqual(
        paths.map(({ text }) => JSON.parse(text).risk_weight),
        [1, 3],
      );
      await listener.close();
    }));

  it('sends commands from its second output', () =>
    withPublish(flow(), async (nodes) => {
      const listener = await Listener.on(await addressOf(nodes), `${BASE}/#`);
      receive(nodes.publish, { payload: sampleSnapshot() });
      await listener.topic(`${BASE}/metrics`);
      const command = nextInput(nodes.commands);
      listener.client.publish(`${BASE}/command`, '{"command":"inject_fault","edge":"L3","fault":"trip"}');
      const { _msgid, ...got } = await command;
      assert.deepEqual(got, {
        topic: 'command',
        payload: { command: 'inject_fault', edge: 'L3', fault: 'trip' },
      });
      const answer = await listener.topic(`${BASE}/command/result`);
      assert.deepEqual(JSON.parse(answer.text), { command: 'inject_fault', ok: true });
      await listener.close();
    }));

  it('puts every command on record, with who sent it and what came of it', async () => {
    const userDir = await mkdtemp(path.join(tmpdir(), 'gridloom-audit-'));
    try {
      await withPublish(
        flow(),
        async (nodes) => {
          const listener = await Listener.on(await addressOf(nodes), `${BASE}/#`);
          receive(nodes.publish, { payload: sampleSnapshot() });
          await listener.topic(`${BASE}/metrics`);
          for (const command of ['step', 'explode']) {
            listener.client.publish(`${BASE}/command`, JSON.stringify({ command }));
            await listener.topic(`${BASE}/command/result`);
            listener.forget();
          }
          const { clientId } = listener.client.options;
          const told = (await auditLog({ settings: { userDir } } as never)!.newest(10)).map(
            ({ time: _, ...rest }) => rest,
          );
          const common = {
            who: `nobody (client ${clientId})`,
            address: '127.0.0.1',
            action: `MQTT ${BASE}/command`,
          };
          assert.deepEqual(told, [
            { ...common, command: null, result: 'refused', status: 400, code: 'INVALID_COMMAND' },
            { ...common, command: { command: 'step' }, result: 'handed_over', status: 202, code: null },
          ]);
          await listener.close();
        },
        { userDir },
      );
    } finally {
      await rm(userDir, { recursive: true, force: true });
    }
  });

  it('reports a command that it cannot read, and goes on', () =>
    withPublish(flow(), async (nodes) => {
      const listener = await Listener.on(await addressOf(nodes), `${BASE}/#`);
      receive(nodes.publish, { payload: sampleSnapshot() });
      await listener.topic(`${BASE}/metrics`);
      const error = nextError(nodes.publish);
      listener.client.publish(`${BASE}/command`, '{"command":"blow_up"}');
      assert.match(await error, /got "blow_up"; allowed: start,/);
      assert.equal(JSON.parse((await listener.topic(`${BASE}/command/result`)).text).ok, false);
      listener.forget();
      receive(nodes.publish, { payload: sampleSnapshot({ sequence: 2 }) });
      await listener.topic(`${BASE}/metrics`);
      await listener.close();
    }));

  it('publishes what the operator is told, and passes none of it on', () =>
    withPublish(flow(), async (nodes) => {
      const listener = await Listener.on(await addressOf(nodes), `${BASE}/operator`);
      const passed: unknown[] = [];
      nodes.next.on('input', ({ payload }) => passed.push((payload as { sequence: number }).sequence));
      receive(nodes.publish, { payload: sampleSnapshot() });
      const message = {
        ...{ kind: 'plan_done', severity: 'info', text: 'done: a', plan_id: 'a' },
        ...{ sequence: 1, timestamp: '2026-01-31T12:00:00.000Z' },
      };
      const error = nextError(nodes.publish);
      receive(nodes.publish, { topic: 'operator', payload: { ...message, kind: 'gossip' } });
      assert.match(await error, /message\.kind; got "gossip"/);
      receive(nodes.publish, { topic: 'operator', payload: message });
      assert.deepEqual(JSON.parse((await listener.topic(`${BASE}/operator`)).text), message);
      assert.deepEqual(passed, [1]);
      await listener.close();
    }));

  it('refuses what is not a snapshot, and says so', () =>
    withPublish(flow(), async (nodes) => {
      const error = nextError(nodes.publish);
      const status = nextStatus(nodes.publish, (text) => text.includes('not valid'));
      receive(nodes.publish, { payload: sampleSnapshot({ sequence: -1 }) });
      assert.match(await error, /snapshot\.sequence; got -1/);
      assert.equal(await status, 'The snapshot is not valid: snapshot.sequence');
    }));

  for (const [what, publish, broker, status] of [
    ['no broker is chosen', { broker: '' }, {}, /no broker chosen/],
    ['the broker is gone', { broker: 'elsewhere' }, {}, /no broker chosen/],
    ['the broker has bad settings', {}, { port: 'x' }, /grid-broker does not work/],
    ['the threshold is no probability', { alarm_threshold: '2' }, {}, /alarm_threshold/],
    ['the root has wildcards', { root: 'a/#' }, {}, /root/],
  ] as const) {
    it(`lets snapshots pass where ${what}, and says so`, () =>
      withPublish(flow(publish, broker), async ({ publish: node, next }) => {
        const calls = (node.status as unknown as { args: [{ text: string }][] }).args;
        assert.match(calls.at(-1)?.[0].text ?? '', status);
        const passed = nextInput(next);
        receive(node, { payload: sampleSnapshot() });
        assert.equal((await passed).payload !== undefined, true);
      }));
  }

  it('shows a port that is taken in its status, and lets snapshots pass', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await withPublish(flow({}, { port }), async ({ publish, next }) => {
      const passed = nextInput(next);
      const status = nextStatus(publish, (text) => text.includes('cannot be opened'));
      receive(publish, { payload: sampleSnapshot() });
      await passed;
      assert.equal(await status, `The port cannot be opened: 127.0.0.1:${port}`);
    });
    other.close();
  });

  it('says offline when the flow stops', async () => {
    let listener: Listener | undefined;
    await withPublish(flow(), async (nodes) => {
      listener = await Listener.on(await addressOf(nodes), `${BASE}/status`);
      receive(nodes.publish, { payload: sampleSnapshot() });
      await listener.until(({ text }) => text === 'online');
    });
    await listener?.until(({ text }) => text === 'offline');
    await listener?.close();
  });
});
