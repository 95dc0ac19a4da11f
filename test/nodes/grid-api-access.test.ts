import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Node, NodeAPI, NodeInitializer } from 'node-red';
import { optimizedSnapshot } from '../api/sample';
import { nextInput, nextStatus, receive, type Wired, withFlow } from '../support/runtime';

import gridApi = require('../../nodes/grid-api/grid-api');

import { readAccessSettings } from '../../nodes/grid-api/access-settings';

const API: Wired = {
  id: 'api',
  type: 'grid-api',
  name: '',
  access: 'always',
  wires: [['optimizer'], ['commands']],
};
const FLOW: Wired[] = [
  API,
  { id: 'optimizer', type: 'helper', wires: [] },
  { id: 'commands', type: 'helper', wires: [] },
];
const JWT = { jwt_issuer: 'https://login.example/', jwt_audience: 'gridloom' };
const JSON_TYPE = { 'content-type': 'application/json' };

/** Says where the server is bound, whatever it is. */
function boundTo(address: string): NodeInitializer {
  return (RED: NodeAPI) => {
    const { server } = RED as unknown as { server: Server };
    server.address = () => ({ address, port: 1880, family: 'IPv4' });
  };
}

async function tick(node: Node): Promise<string> {
  const shown = nextStatus(node, (text) => text.includes('tick 1'));
  receive(node, { payload: optimizedSnapshot(1) });
  return shown;
}

describe('access to grid-api', () => {
  let userDir: string;
  beforeEach(() => {
    userDir = mkdtempSync(path.join(tmpdir(), 'gridloom-user-'));
  });
  afterEach(() => rmSync(userDir, { recursive: true }));

  const desk = async (base: string, method: string, place = '', body?: object) => {
    const init = { method, ...(body && { body: JSON.stringify(body), headers: JSON_TYPE }) };
    const response = await fetch(`${base}/editor/grid-api/api/keys${place}`, init);
    const text = await response.text();
    return { status: response.status, text, value: response.ok ? JSON.parse(text) : undefined };
  };

  it('keys made in the editor open at once, do not when revoked, and all of it is on record', async () => {
    const bearer = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } });
    let secret = '';
    await withFlow(
      [gridApi],
      FLOW,
      async ({ node, base }) => {
        assert.match(await tick(node('api')), /no keys yet$/);
        assert.equal((await fetch(`${base}/api/grid/state`)).status, 401);
        const made = await desk(base, 'POST', '', { name: 'desk', scopes: ['read', 'switch', 'admin'] });
        assert.equal(made.status, 200);
        secret = made.value.secret;
        const state = await fetch(`${base}/api/grid/state`, bearer(secret));
        assert.deepEqual([state.status, state.headers.get('x-powered-by')], [200, null]);
        const { keys } = (await desk(base, 'GET')).value;
        assert.deepEqual(
          [keys.length, keys[0].name, 'hash' in keys[0], 'secret' in keys[0]],
          [1, 'desk', false, false],
        );

        const commanded = nextInput(node('commands'));
        const body = '{"edge":"L1","closed":false}';
        const headers = { ...JSON_TYPE, ...bearer(secret).headers };
        const answer = await fetch(`${base}/api/grid/switch`, { method: 'POST', body, headers });
        assert.equal(answer.status, 202);
        const { topic, payload } = await commanded;
        assert.deepEqual([topic, payload], ['command', { command: 'set_switch', edge: 'L1', closed: false }]);

        const second = (await desk(base, 'POST', '', { name: 'second', scopes: ['read'] })).value;
        assert.equal((await desk(base, 'DELETE', `/${second.id}`)).status, 200);
        assert.equal((await fetch(`${base}/api/grid/state`, bearer(second.secret))).status, 401);
        assert.equal((await desk(base, 'DELETE', `/${second.id}`)).status, 404);
        const audit = await (await fetch(`${base}/api/audit`, bearer(secret))).json();
        assert.deepEqual(
          (audit as { entries: { action: string; status: number }[] }).entries.map(({ action }) =>
            action.replace(/key [0-9a-f]{8}/, 'key ID'),
          ),
          [
            'revoke key ID',
            'GET /api/grid/state',
            'revoke key ID',
            'issue key ID (second; read)',
            'POST /api/grid/switch',
            'issue key ID (desk; read, switch, admin)',
            'GET /api/grid/state',
          ],
        );
      },
      { userDir },
    );
    assert.ok(!readFileSync(path.join(userDir, 'grid-api/api.keys.json'), 'utf8').includes(secret.slice(13)));
    // After a restart.
    await withFlow(
      [gridApi],
      FLOW,
      async ({ node, base }) => {
        assert.match(await tick(node('api')), /tick 1$/);
        assert.equal((await fetch(`${base}/api/grid/state`, bearer(secret))).status, 200);
      },
      { userDir },
    );
  });

  it('the editor’s desk refuses bad wishes, other types of body, and nodes that are not there', async () => {
    await withFlow([gridApi], FLOW, async ({ base }) => {
      const bad = await desk(base, 'POST', '', { name: 'x', scopes: ['root'] });
      assert.deepEqual([bad.status, /scopes/.test(bad.text)], [400, true]);
      const url = `${base}/editor/grid-api/api/keys`;
      const wish = JSON.stringify({ name: 'x', scopes: ['read'] });
      assert.equal(
        (await fetch(url, { method: 'POST', body: wish })).status,
        415,
        'text, as a foreign page can send',
      );
      assert.equal((await fetch(url, { method: 'POST', body: '{', headers: JSON_TYPE })).status, 400);
      assert.equal((await fetch(`${base}/editor/grid-api/optimizer/keys`)).status, 404);
      assert.equal((await fetch(`${base}/editor/grid-api/nobody/keys`)).status, 404);
    });
  });

  it('keys work in memory where Node-RED has no folder; the audit log then says that there is none', async () => {
    await withFlow([gridApi], [{ ...API, access: 'auto' }, ...FLOW.slice(1)], async ({ node, base }) => {
      await tick(node('api'));
      const { secret } = (await desk(base, 'POST', '', { name: 'x', scopes: ['read'] })).value;
      const headers = { 'x-api-key': secret };
      assert.equal((await fetch(`${base}/api/grid/state`, { headers })).status, 200);
      assert.equal((await fetch(`${base}/api/audit`)).status, 503);
      assert.equal(existsSync('grid-api'), false);
    });
  });

  it('auto needs a key where the server is bound to another address', async () => {
    const flow = [{ ...API, access: undefined }, ...FLOW.slice(1)];
    for (const address of ['0.0.0.0', '::', '192.0.2.1']) {
      await withFlow([gridApi, boundTo(address)], flow, async ({ node, base }) => {
        assert.match(await tick(node('api')), /no keys yet, editor open to everybody$/);
        assert.equal((await fetch(`${base}/api/grid/state`)).status, 401, address);
        assert.equal((await fetch(`${base}/api/openapi.json`)).status, 200, address);
      });
    }
    await withFlow([gridApi, boundTo('127.0.0.1')], flow, async ({ node, base }) => {
      assert.match(await tick(node('api')), /tick 1$/);
      assert.equal((await fetch(`${base}/api/grid/state`)).status, 200);
    });
  });

  it('never, on another address, is said to be open', async () => {
    const flow = [{ ...API, access: 'never' }, ...FLOW.slice(1)];
    await withFlow([gridApi, boundTo('0.0.0.0')], flow, async ({ node, base }) => {
      assert.match(await tick(node('api')), /tick 1, open to everybody, editor open to everybody$/);
      assert.equal((await fetch(`${base}/api/grid/state`)).status, 200);
    });
    const guardedEditor = { adminAuth: { type: 'credentials', users: [] } };
    await withFlow(
      [gridApi, boundTo('0.0.0.0')],
      flow,
      async ({ node }) => assert.match(await tick(node('api')), /tick 1, open to everybody$/),
      guardedEditor,
    );
  });

  it('takes tokens whose keys an issuer publishes', async () => {
    const jose = await import('jose');
    const { publicKey, privateKey } = await jose.generateKeyPair('ES256');
    const keys = [{ ...(await jose.exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }];
    const issuer = createServer((_request, response) => response.end(JSON.stringify({ keys })));
    issuer.listen(0, '127.0.0.1');
    await once(issuer, 'listening');
    const jwt_jwks_url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks.json`;
    const flow = [{ ...API, ...JWT, jwt_jwks_url }, ...FLOW.slice(1)];
    const sign = (claims: object) =>
      new jose.SignJWT({ iss: JWT.jwt_issuer, aud: JWT.jwt_audience, sub: 'eva', ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .setExpirationTime('1m')
        .sign(privateKey);
    try {
      await withFlow([gridApi], flow, async ({ node, base }) => {
        assert.match(await tick(node('api')), /tick 1$/, 'nobody lacks keys');
        const ask = async (claims: object, place: string) =>
          fetch(`${base}/api/${place}`, { headers: { authorization: `Bearer ${await sign(claims)}` } });
        assert.equal((await ask({ scope: 'read' }, 'grid/state')).status, 200);
        assert.equal((await ask({ scope: 'read' }, 'audit')).status, 403);
        assert.equal((await ask({ scope: 'read', aud: 'other' }, 'grid/state')).status, 401);
      });
    } finally {
      issuer.closeAllConnections();
      issuer.close();
    }
  });

  it('says where commands lead nowhere', async () => {
    await withFlow(
      [gridApi],
      [{ ...API, access: 'auto', wires: [['optimizer']] }, FLOW[1]!],
      async ({ node, base }) => {
        await tick(node('api'));
        const init = { method: 'POST', body: '{"command":"accept"}', headers: JSON_TYPE };
        const answer = await fetch(`${base}/api/grid/plan`, init);
        assert.equal(answer.status, 503);
        assert.match(await answer.text(), /second output of grid-api is not wired/);
      },
    );
  });

  const SECRET = 'a secret of at least thirty-two characters';
  const bad: [at: string, def: object, key?: string][] = [
    ['access', { access: 'sometimes' }],
    ['requests_per_s', { requests_per_s: 0 }],
    ['jwt_issuer', { ...JWT, jwt_issuer: '' }, SECRET],
    ['jwt_audience', { ...JWT, jwt_audience: '' }, SECRET],
    ['jwt_jwks_url', { ...JWT, jwt_jwks_url: 'http://login.example/jwks' }],
    ['jwt_jwks_url', { ...JWT, jwt_jwks_url: 'file:///etc/passwd' }],
    ['jwt_jwks_url', { ...JWT, jwt_jwks_url: 'nonsense' }],
    ['jwt_algorithms', { ...JWT, jwt_algorithms: 'none' }, SECRET],
    ['jwt_algorithms', { ...JWT, jwt_algorithms: 'RS256, HS256' }, SECRET],
    ['jwt_algorithms', { ...JWT, jwt_algorithms: 'HS256', jwt_jwks_url: 'https://login.example/jwks' }],
    ['jwt_key', { ...JWT, jwt_algorithms: 'HS256' }, 'short'],
    [
      'jwt_key',
      { ...JWT, jwt_algorithms: 'HS256' },
      '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE',
    ],
    ['jwt_key', { ...JWT, jwt_algorithms: 'HS512' }, SECRET],
    ['jwt_tolerance_s', { ...JWT, jwt_tolerance_s: 3600 }, SECRET],
  ];
  for (const [at, def, jwt_key] of bad) {
    it(`refuses ${JSON.stringify(def).slice(0, 90)} by the name ${at}`, () => {
      const message = new RegExp(`: ${at};`);
      assert.throws(() => readAccessSettings(def, { jwt_key }), { code: 'INVALID_SETTING', message });
    });
  }

  it('reads what is usual', () => {
    assert.deepEqual(readAccessSettings({}, {}), {
      mode: 'auto',
      trustedProxies: [],
      requestsPerSecond: 200,
      tokens: undefined,
    });
    const { tokens } = readAccessSettings({ ...JWT, jwt_jwks_url: 'https://login.example/jwks' }, {});
    assert.deepEqual([tokens?.algorithms, tokens?.tolerance_s], [['RS256', 'ES256'], 30]);
  });
});
