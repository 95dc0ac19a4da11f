import assert from 'node:assert/strict';
import path from 'node:path';
import mqtt from 'mqtt';

import gridBroker = require('../../nodes/grid-broker/grid-broker');

import type { NodeInitializer } from 'node-red';
import { hashPassword, passwordMatches } from '../../lib/mqtt/embedded/password';
import type { GridBrokerNode } from '../../nodes/grid-broker/grid-broker';
import { makeCertificates } from '../mqtt/certificates';
import { portOf, stateOf } from '../mqtt/clients';
import { withFlow } from '../support/runtime';

/** The core node, which has no types. */
const tlsConfig = require(path.join('@node-red/nodes/core', 'network/05-tls.js')) as NodeInitializer;

const CHEAP = { ln: 4, r: 8, p: 1 };

const flow = (changes: object = {}) => [
  { id: 'broker', type: 'grid-broker', mode: 'embedded', host: '127.0.0.1', port: '0', url: '', ...changes },
];

interface Row {
  name: string;
  previous?: string;
  password?: string;
}

async function askForHashes(base: string, body: unknown): Promise<Record<string, string>> {
  const answer = await fetch(`${base}/editor/grid-broker/broker/hashes`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200);
  return JSON.parse(((await answer.json()) as { hashes: string }).hashes);
}

describe('users of a grid-broker', () => {
  const accounts = [
    { name: 'operator', publish: 'gridloom/+/command', subscribe: 'gridloom/#, $SYS/#' },
    { name: 'viewer', publish: '', subscribe: 'gridloom/#' },
  ];

  it('come in with the passwords of its credentials and do what its rules say', async () => {
    const hash = await hashPassword('secret', CHEAP);
    const credentials = { broker: { hashes: JSON.stringify({ operator: hash, viewer: hash }) } };
    const body = async ({ node }: { node(id: string): unknown }) => {
      const { broker, state } = node('broker') as GridBrokerNode;
      await stateOf(broker!, ({ connected }) => connected);
      const enter = (username: string, password: string) =>
        mqtt.connectAsync(broker!.state().address, { reconnectPeriod: 0, username, password });
      await assert.rejects(enter('operator', 'wrong'), { code: 4 });
      const operator = await enter('operator', 'secret');
      await operator.subscribeAsync(['gridloom/#', '$SYS/#']);
      await operator.publishAsync('gridloom/two-nodes/command', '{}', { qos: 1 });
      const viewer = await enter('viewer', 'secret');
      await assert.rejects(viewer.subscribeAsync('$SYS/#'));
      await operator.endAsync();
      await viewer.endAsync();
      assert.equal(state().refused?.credentials, 1);
    };
    await withFlow([gridBroker], flow({ accounts }), body, {}, credentials);
  });

  it('do not come in without a password: the node says who has none', () =>
    withFlow([gridBroker], flow({ accounts }), async ({ node }) => {
      const { broker, state } = node('broker') as GridBrokerNode;
      assert.equal(broker, undefined);
      assert.match(state().error ?? '', /users "operator"; got "no password"/);
    }));

  it('get a hash for each password that is typed, and keep those that they have', async () => {
    const stored = await hashPassword('stored', CHEAP);
    const undeployed = await hashPassword('undeployed', CHEAP);
    const credentials = { broker: { hashes: JSON.stringify({ operator: stored, viewer: stored }) } };
    const rows: Row[] = [
      { name: 'dispatcher', previous: 'operator', password: '' },
      { name: 'viewer', previous: 'viewer' },
      { name: 'meter', password: 'typed' },
      { name: 'without' },
      { name: '__proto__' },
    ];
    const body = async ({ base }: { base: string }) => {
      const hashes = await askForHashes(base, {
        users: rows,
        undeployed: JSON.stringify({ viewer: undeployed }),
      });
      assert.deepEqual(Object.keys(hashes), ['dispatcher', 'viewer', 'meter']);
      assert.equal(hashes.dispatcher, stored);
      assert.equal(hashes.viewer, undeployed);
      assert.ok(await passwordMatches('typed', hashes.meter as string));
      for (const bad of [{}, { users: 'all' }, { users: [null] }, { users: [{ name: 1 }] }]) {
        const answer = await fetch(`${base}/editor/grid-broker/broker/hashes`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(bad),
        });
        assert.equal(answer.status, 400);
      }
    };
    await withFlow([gridBroker], flow({ accounts }), body, {}, credentials);
  });
});

describe('a grid-broker bound to every address', () => {
  it('lets nobody in without users, and says so', () =>
    withFlow([gridBroker], flow({ host: '0.0.0.0' }), async ({ node }) => {
      const { broker, state } = node('broker') as GridBrokerNode;
      await stateOf(broker!, ({ connected }) => connected);
      assert.match(state().warning ?? '', /Nobody is let in/);
      const { address } = state();
      await assert.rejects(mqtt.connectAsync(`mqtt://127.0.0.1:${portOf(address)}`, { reconnectPeriod: 0 }), {
        code: 5,
      });
    }));
});

describe('a grid-broker with a tls-config', () => {
  it('serves TLS and WebSocket with its certificate', async function () {
    const made = makeCertificates();
    if (made === undefined) return this.skip();
    const nodes = [
      { id: 'tls', type: 'tls-config', z: '', cert: '', key: '', ca: '' },
      ...flow({ tls: 'tls', ws_port: '0' }),
    ];
    const credentials = { tls: { certdata: made.server.cert, keydata: made.server.key, cadata: made.ca } };
    const body = async ({ node }: { node(id: string): unknown }) => {
      const { broker } = node('broker') as GridBrokerNode;
      await stateOf(broker!, (state) => state.connected && portOf(state.ws_address ?? 'ws://a:0') !== 0);
      const { address, ws_address } = broker!.state();
      for (const way of [address, ws_address as string]) {
        const client = await mqtt.connectAsync(way.replace('127.0.0.1', 'localhost'), { ca: made.ca });
        await client.endAsync();
      }
    };
    await withFlow([gridBroker, tlsConfig], nodes, body, {}, credentials);
    made.remove();
  });

  it('that is not there cannot work', () =>
    withFlow([gridBroker], flow({ tls: 'gone' }), async ({ node }) => {
      assert.match((node('broker') as GridBrokerNode).state().error ?? '', /grid-broker.tls; got "gone"/);
    }));
});
