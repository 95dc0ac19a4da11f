import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HttpApp, mount } from '../../nodes/grid-api/mount';

import express = require('express');

describe('the way of a request to grid-api', () => {
  it('passes the editor by, and no other request does; afterwards all is as before', async () => {
    const [server, editor, ofNodes, flows] = [express(), express(), express(), express()];
    const seen: string[] = [];
    editor.use((request, _, next) => {
      seen.push(request.originalUrl);
      next();
    });
    editor.use(ofNodes);
    server.use('/', editor);
    server.use((request, response, next) => {
      // As httpNodeAuth stands: behind the editor, before the flows.
      if (request.headers.authorization === undefined) response.status(401).end();
      else next();
    });
    server.use('/', flows);
    const stacks = () =>
      [server, editor, ofNodes, flows].map((app) => (app as unknown as HttpApp)._router?.stack.length);
    flows.get('/other', (_, response) => void response.end('other'));
    const before = stacks();
    const unmount = mount({
      app: flows as unknown as HttpApp,
      editor: ofNodes as unknown as HttpApp,
      root: '',
      basePath: '/api',
      before: [],
      handler: (request, response) => void response.end(`api ${request.url}`),
    });
    const listening = createServer(server).listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    const get = async (path: string, headers: Record<string, string> = { authorization: 'x' }) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
      return `${response.status} ${await response.text()}`;
    };
    assert.equal(await get('/api/health?a=1'), '200 api /health?a=1');
    assert.equal(await get('/API/health'), '200 api /health');
    assert.equal(await get('/api/health', {}), '401 ', 'what guards flows guards it');
    assert.deepEqual(seen, []);
    assert.equal(await get('/other'), '200 other');
    assert.match(await get('/apis'), /^404/);
    assert.deepEqual(seen, ['/other', '/apis']);
    unmount();
    assert.match(await get('/api/health'), /^404/);
    assert.deepEqual(seen.slice(2), ['/api/health']);
    assert.deepEqual(stacks(), before);
    listening.closeAllConnections();
    await new Promise((resolve) => listening.close(resolve));
  });

  it('is closed to no other where nodes have an application of their own on the server', async () => {
    const [server, ofNodes, flows] = [express(), express(), express()];
    server.use('/', ofNodes);
    server.use('/', flows);
    flows.get('/other', (_, response) => void response.end('other'));
    mount({
      app: flows as unknown as HttpApp,
      editor: ofNodes as unknown as HttpApp,
      root: '',
      basePath: '/api',
      before: [],
      handler: (_, response) => void response.end('api'),
    });
    const listening = createServer(server).listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    const texts = ['/api/x', '/other'].map(async (path) =>
      (await fetch(`http://127.0.0.1:${port}${path}`)).text(),
    );
    assert.deepEqual(await Promise.all(texts), ['api', 'other']);
    listening.closeAllConnections();
    await new Promise((resolve) => listening.close(resolve));
  });
});
