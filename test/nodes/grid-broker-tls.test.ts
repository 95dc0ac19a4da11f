import assert from 'node:assert/strict';
import path from 'node:path';
import type { NodeInitializer } from 'node-red';

import gridBroker = require('../../nodes/grid-broker/grid-broker');

import type { GridBrokerNode } from '../../nodes/grid-broker/grid-broker';
import { publisherOn, stateOf } from '../mqtt/clients';
import { Mosquitto, WITHOUT_MOSQUITTO } from '../mqtt/mosquitto/broker';
import { makeCertificates, TLS_LISTENER } from '../mqtt/mosquitto/certificates';
import { withFlow } from '../support/runtime';
import { sampleSnapshot } from '../support/snapshot';

const tlsConfig = require(path.join('@node-red/nodes/core', 'network/05-tls.js')) as NodeInitializer;

(WITHOUT_MOSQUITTO ? describe.skip : describe)('grid-broker with a tls-config node', () => {
  let mosquitto: Mosquitto;

  before(async () => {
    mosquitto = await Mosquitto.start();
    await mosquitto.stop();
    makeCertificates(mosquitto);
    await mosquitto.configure(TLS_LISTENER);
    await mosquitto.run();
  });
  after(() => mosquitto.close());

  /** Whether a publisher gets through to mosquitto, with these changes of the tls-config node; otherwise why not. */
  async function outcome(changes: object, broker: object = {}): Promise<string> {
    const file = (name: string) => path.join(mosquitto.folder, name);
    const tls = {
      cert: file('client.crt'),
      key: file('client.key'),
      ca: file('ca.crt'),
      verifyservercert: true,
    };
    const url = `mqtts://127.0.0.1:${mosquitto.port}`;
    const flow = [
      { id: 'tls', type: 'tls-config', ...tls, ...changes },
      { id: 'broker', type: 'grid-broker', mode: 'external', url, tls: 'tls', store_megabytes: 0, ...broker },
    ];
    let said = '';
    await withFlow([tlsConfig, gridBroker], flow, async ({ node }) => {
      const { broker: external, state } = node('broker') as GridBrokerNode;
      if (external === undefined) said = state().error ?? '';
      else {
        const publisher = publisherOn(external);
        await publisher.publish(sampleSnapshot());
        await stateOf(external, ({ connected, error }) => connected || error !== undefined);
        said = state().connected ? 'connected' : (state().error ?? '');
        await publisher.close();
      }
    });
    return said;
  }

  it('reaches a broker of an authority of its own', async () => assert.equal(await outcome({}), 'connected'));

  it('refuses one of another authority, unless it is not to be verified', async () => {
    assert.match(await outcome({ ca: '' }), /self-signed certificate/);
    assert.equal(await outcome({ ca: '', verifyservercert: false }), 'connected');
  });

  it('verifies the server name that is set', async () => {
    assert.equal(await outcome({ servername: 'localhost' }), 'connected');
    assert.match(await outcome({ servername: 'elsewhere.example' }), /altnames|does not match/i);
  });

  it('says what is wrong with an address without TLS, and with a node that is not there', async () => {
    assert.match(await outcome({}, { url: 'mqtt://127.0.0.1:1' }), /grid-broker\.tls; .*mqtts:\/\//);
    assert.match(await outcome({}, { tls: 'none' }), /grid-broker\.tls; got "none"/);
  });
});
