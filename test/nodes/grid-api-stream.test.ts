import { strict as assert } from 'node:assert';

import helper = require('node-red-node-test-helper');

import { Reader } from '../api/stream-client';
import { optimizedSnapshot } from '../api/sample';
import { receive, type Wired, withFlow } from '../support/runtime';

import gridApi = require('../../nodes/grid-api/grid-api');

const API: Wired = { id: 'api', type: 'grid-api', name: '', wires: [[]] };

describe('the live stream of grid-api', () => {
  it('goes through Node-RED as ticks come in, and ends with a redeploy', async () => {
    await withFlow([gridApi], [API], async ({ node, base }) => {
      const port = Number(new URL(base).port);
      const reader = await Reader.open(port, '/api/v1/stream', { 'accept-encoding': 'gzip, br' });
      assert.equal(reader.headers['content-encoding'], undefined);
      receive(node('api'), { payload: optimizedSnapshot(5) });
      await reader.count(3);
      receive(node('api'), { payload: optimizedSnapshot(6) });
      const events = await reader.count(5);
      assert.equal(events.map(({ event }) => event).join(' '), 'plan risk state risk state');
      await helper.setFlows([{ ...API, name: 'again' }], 'nodes');
      await reader.until(() => reader.ended);
      const headers = { 'last-event-id': events.at(-1)!.id };
      const again = await Reader.open(port, '/api/v1/stream', headers);
      assert.equal(again.status, 200);
      receive(node('api'), { payload: optimizedSnapshot(7) });
      await again.count(3);
      again.leave();
    });
  });
});
