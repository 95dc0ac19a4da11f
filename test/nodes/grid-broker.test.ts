import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, connect as openSocket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import gridBroker = require('../../nodes/grid-broker/grid-broker');

import type { GridBrokerNode } from '../../nodes/grid-broker/grid-broker';
import { Listener, portOf, stateOf } from '../mqtt/clients';
import { withFlow } from '../support/runtime';

const broker = (changes: object = {}) => ({
  id: 'broker',
  type: 'grid-broker',
  mode: 'embedded',
  host: '127.0.0.1',
  port: '0',
  url: '',
  ...changes,
});

async function withBrokerNode(changes: object, body: (node: GridBrokerNode) => Promise<void>): Promise<void> {
  await withFlow([gridBroker], [broker(changes)], async ({ node }) => body(node('broker') as GridBrokerNode));
}

describe('grid-broker', () => {
  it('opens a broker on loopback, and closes it with the flow', async () => {
    let address = '';
    await withBrokerNode({}, async (node) => {
      await stateOf(node.broker!, ({ connected }) => connected);
      ({ address } = node.state());
      assert.match(address, /^mqtt:\/\/127\.0\.0\.1:\d+$/);
      const listener = await Listener.on(address, 'a');
      listener.client.publish('a', 'hello');
      assert.equal((await listener.topic('a')).text, 'hello');
      assert.equal(node.state().clients, 1);
      await listener.close();
    });
    await assert.rejects(once(openSocket(portOf(address), '127.0.0.1'), 'connect'), { code: 'ECONNREFUSED' });
  });

  it('reports a port that is taken, once, and goes on', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await withBrokerNode({ port }, async (node) => {
      await stateOf(node.broker!, ({ error }) => error !== undefined);
      const { connected, error } = node.state();
      assert.equal(connected, false);
      assert.match(error ?? '', new RegExp(`127\\.0\\.0\\.1:${port}.*choose another port`));
    });
    other.close();
  });

  it('keeps the credentials of an external broker out of its state', () =>
    withBrokerNode({ mode: 'external', url: 'mqtts://me:secret@broker.example:8883' }, async (node) => {
      assert.deepEqual(node.state(), {
        mode: 'external',
        connected: false,
        address: 'mqtts://broker.example:8883',
        dropped: 0,
      });
    }));

  it('stores for an external broker in a folder of its own below that of Node-RED, which goes with it', async () => {
    const userDir = await mkdtemp(path.join(tmpdir(), 'gridloom-user-'));
    const folder = path.join(userDir, 'gridloom', 'broker', 'outbox');
    const url = 'mqtt://127.0.0.1:9';
    await withFlow(
      [gridBroker],
      [broker({ mode: 'external', url, store_megabytes: '1', store_hours: '2' })],
      async ({ node }) => {
        const { broker: external, state } = node('broker') as GridBrokerNode;
        const connection = external!.connect('gridloom/g/status');
        assert.equal(connection.publish('gridloom/g/metrics', '{}', { retain: true, keep: true }), true);
        assert.equal(state().stored, 1);
        await connection.close();
        assert.equal((await readdir(folder)).length, 1);
        await (node('broker') as unknown as { close(removed: boolean): Promise<void> }).close(true);
        await assert.rejects(readdir(folder), { code: 'ENOENT' });
      },
      { userDir },
    );
    await rm(userDir, { recursive: true });
  });

  it('keeps what its clients left in its own folder below that of Node-RED, until it is to keep nothing', async () => {
    const userDir = await mkdtemp(path.join(tmpdir(), 'gridloom-user-'));
    // A folder there that is of no node's name is swept when nothing new was put into it for a month.
    const folder = path.join(userDir, 'gridloom', 'broker', 'broker');
    const during = (persistent: boolean, body: (address: string) => Promise<void>) =>
      withFlow(
        [gridBroker],
        [broker({ persistent })],
        async ({ node }) => {
          const { broker: embedded, state } = node('broker') as GridBrokerNode;
          await stateOf(embedded!, ({ connected }) => connected);
          await body(state().address);
        },
        { userDir },
      );
    await during(true, async (address) => {
      const { client } = await Listener.on(address);
      await client.publishAsync('left', 'behind', { retain: true, qos: 1 });
      await client.endAsync();
    });
    assert.ok((await readdir(folder)).length > 0);
    await during(false, async () => {
      for (let tries = 0; tries < 1_000 && (await readdir(folder).catch(() => false)); tries += 1)
        await wait(10);
      await assert.rejects(readdir(folder), { code: 'ENOENT' });
    });
    await rm(userDir, { recursive: true });
  });

  it('stores nothing where that is wished', async () => {
    await withFlow(
      [gridBroker],
      [broker({ mode: 'external', url: 'mqtt://127.0.0.1:9', store_megabytes: '0' })],
      async ({ node }) => assert.equal((node('broker') as GridBrokerNode).state().stored, undefined),
      { userDir: tmpdir() },
    );
  });

  for (const url of [
    'http://me:secret@broker.example',
    'mqtt://me:sec/ret@broker.example',
    'me:secret@broker',
  ]) {
    it(`keeps the credentials of an address that cannot be used to itself: ${url}`, () =>
      withBrokerNode({ mode: 'external', url }, async (node) => {
        const state = node.state();
        assert.match(state.error ?? '', /grid-broker\.url; got .*broker/);
        assert.doesNotMatch(JSON.stringify(state), /sec|ret@/);
      }));
  }

  for (const [setting, value] of [
    ['port', 'http'],
    ['port', ''],
    ['mode', 'other'],
  ]) {
    it(`says what is wrong with ${setting} "${value}"`, () =>
      withBrokerNode({ [setting as string]: value }, async (node) => {
        assert.equal(node.broker, undefined);
        const { connected, error } = node.state();
        assert.equal(connected, false);
        assert.match(error ?? '', new RegExp(`A setting is not valid: grid-broker.${setting}`));
      }));
  }
});
