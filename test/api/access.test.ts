import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import type { AccessMode, AuditEntry, Scope } from '../../lib/access';
import { Access, KeyRing, SCOPES } from '../../lib/access';
import { FAILURES_AT_ONCE } from '../../lib/access/limits';
import { scopeOf } from '../../lib/api/route-scopes';
import { ROUTES } from '../../lib/api/routes';
import { testApi } from './client';
import { optimizedSnapshot } from './sample';

const BODIES: Record<string, string> = {
  'POST /grid/optimize': '{}',
  'POST /grid/plan': '{"command":"accept","id":"plan-1"}',
  'POST /grid/switch': '{"edge":"L1","closed":false}',
};
const JSON_TYPE = { 'content-type': 'application/json' };

interface Setting {
  mode?: AccessMode;
  local?: boolean;
  trustedProxies?: string[];
  requestsPerSecond?: number;
}

/** An API behind access control, with a key of each scope. */
async function guarded({
  mode = 'auto',
  local = false,
  trustedProxies = [],
  requestsPerSecond = 1000,
}: Setting = {}) {
  const clock = { ms: 0 };
  const ring = new KeyRing({ clock: () => new Date(clock.ms), randomBytes });
  const bound = { local };
  const access = new Access({
    mode,
    isLocal: () => bound.local,
    keys: ring,
    trustedProxies,
    requestsPerSecond,
    now: () => clock.ms,
  });
  const keys = new Map<Scope, string>();
  for (const scope of SCOPES) {
    const { secret } = await ring.issue({ name: `only ${scope}`, scopes: [scope], expires_days: null });
    keys.set(scope, secret);
  }
  const log: AuditEntry[] = [];
  const made = await testApi({
    access,
    onAudit: (entry) => log.push(entry),
    audit: async (limit) => [...log].reverse().slice(0, limit),
    command: () => {},
    optimize: async () => optimizedSnapshot(1),
    clock: () => new Date(clock.ms),
  });
  made.api.store.accept(optimizedSnapshot(1));
  const as = (scope: Scope) => ({ authorization: `Bearer ${keys.get(scope)}` });
  return { ...made, ring, keys, as, log, bound, clock };
}

const lines = ROUTES.map((route) => ({
  line: `${route.method} ${route.path.replace('{id}', route.path.startsWith('/grid/risk') ? 'L1' : 'S2')}`,
  key: `${route.method} ${route.path}`,
  scope: scopeOf(route),
}));

describe('access', () => {
  it('lets each key do what its scope says, and nothing else, on every route', async () => {
    const { ask, as, clock } = await guarded();
    for (const { line, key, scope: needed } of lines) {
      clock.ms += 60_000;
      const request = { body: BODIES[key], headers: BODIES[key] ? JSON_TYPE : {} };
      const nobody = await ask(line, request);
      assert.equal(nobody.status, needed === 'none' ? 200 : 401, line);
      for (const scope of SCOPES) {
        const { status, value, headers } = await ask(line, {
          ...request,
          headers: { ...request.headers, ...as(scope) },
        });
        if (needed === 'none' || scope === needed)
          assert.ok([200, 202].includes(status), `${line} as ${scope}`);
        else {
          assert.deepEqual([status, value.code], [403, 'FORBIDDEN'], `${line} as ${scope}`);
          assert.match(headers['www-authenticate']!, new RegExp(`insufficient_scope", scope="${needed}"`));
        }
      }
    }
  });

  it('needs what it needs by a table: reading, operating, switching and the log', () => {
    const needed = Object.fromEntries(lines.map(({ key, scope }) => [key, scope]));
    assert.equal(needed['GET /grid/state'], 'read');
    assert.equal(needed['GET /openapi.json'], 'none');
    assert.equal(needed['POST /grid/optimize'], 'operate');
    assert.equal(needed['POST /grid/plan'], 'switch');
    assert.equal(needed['POST /grid/switch'], 'switch');
    assert.equal(needed['GET /audit'], 'admin');
    assert.equal(scopeOf({ method: 'POST', path: '/new' }), 'admin', 'what is not listed is not open');
    assert.equal(scopeOf({ method: 'GET', path: '/new' }), 'read');
  });

  it('takes a key in X-API-Key, too, and leaves Basic to Node-RED', async () => {
    const { ask, keys } = await guarded();
    const { status } = await ask('GET /grid/state', { headers: { 'x-api-key': keys.get('read')! } });
    assert.equal(status, 200);
    const basic = await ask('GET /grid/state', {
      headers: { authorization: 'Basic abc', 'x-api-key': keys.get('read')! },
    });
    assert.equal(basic.status, 200);
  });

  it('refuses what is wrong, and says how to show who asks', async () => {
    const { ask, keys } = await guarded();
    const secret = keys.get('read')!;
    const plain = await ask('GET /grid/state');
    assert.equal(plain.headers['www-authenticate'], 'Bearer realm="gridloom"');
    for (const shown of [
      '',
      'x',
      `${secret}x`,
      secret.slice(0, -1),
      `${secret}, ${secret}`,
      secret.toUpperCase(),
    ]) {
      const { status, headers, text } = await ask('GET /grid/state', { headers: { 'x-api-key': shown } });
      assert.equal(status, 401, shown);
      assert.match(headers['www-authenticate']!, /error="invalid_token"/, shown);
      assert.ok(!text.includes(secret.slice(13)), 'the answer does not repeat it');
    }
  });

  it('lets nobody in with a key that was revoked a moment ago', async () => {
    const { ask, as, ring } = await guarded();
    assert.equal((await ask('GET /grid/state', { headers: as('read') })).status, 200);
    await ring.revoke(ring.list().find(({ scopes }) => scopes.includes('read'))!.id);
    assert.equal((await ask('GET /grid/state', { headers: as('read') })).status, 401);
  });

  it('is off by default on loopback, as the server is bound when it is asked', async () => {
    const { ask, bound } = await guarded({ local: true });
    const headers = { host: 'localhost:1880' };
    assert.equal((await ask('GET /grid/state', { headers })).status, 200);
    bound.local = false;
    assert.equal((await ask('GET /grid/state', { headers })).status, 401);
  });

  it('is on for what a proxy of this machine, or a foreign name, has brought to loopback', async () => {
    const { ask } = await guarded({ local: true });
    const foreign: Record<string, string>[] = [
      { host: 'evil.example' },
      { host: 'localhost', 'x-forwarded-for': '127.0.0.1' },
      { host: 'localhost', forwarded: 'for=127.0.0.1' },
    ];
    for (const headers of foreign) {
      assert.equal((await ask('GET /grid/state', { headers })).status, 401, JSON.stringify(headers));
    }
  });

  it('is always on or never, where it is set so', async () => {
    const always = await guarded({ mode: 'always', local: true });
    assert.equal((await always.ask('GET /grid/state', { headers: { host: 'localhost' } })).status, 401);
    const never = await guarded({ mode: 'never' });
    assert.equal((await never.ask('GET /grid/state')).status, 200);
    const wrong = { headers: { 'x-api-key': 'glm_wrong' } };
    assert.equal((await never.ask('GET /grid/state', wrong)).status, 401, 'what is wrong is not passed over');
  });

  it('refuses commands of foreign pages where nothing has to be shown', async () => {
    const { ask, as } = await guarded({ local: true });
    const post = (origin: string, more = {}) =>
      ask('POST /grid/optimize', { headers: { host: 'localhost:1880', origin, ...more } });
    for (const origin of [
      'https://evil.example',
      'null',
      'http://localhost.evil.example',
      'https://control.example.evil',
    ]) {
      const { status, value } = await post(origin);
      assert.deepEqual([status, value.at], [403, 'header Origin'], origin);
    }
    for (const origin of ['https://control.example', 'http://localhost:3000', 'http://localhost:1880']) {
      assert.equal((await post(origin)).status, 200, origin);
    }
    assert.equal((await post('https://evil.example', as('operate'))).status, 200, 'whoever has a key may');
  });

  it('limits how often a key may ask, and tells what is left', async () => {
    const { ask, as, clock } = await guarded({ requestsPerSecond: 3 });
    for (let left = 5; left >= 0; left--) {
      const { status, headers } = await ask('GET /grid/state', { headers: as('read') });
      assert.deepEqual([status, headers.ratelimit], [200, `"requests";r=${left};t=1`]);
    }
    const { status, headers } = await ask('GET /grid/state', { headers: as('read') });
    assert.deepEqual(
      [status, headers['retry-after'], headers['ratelimit-policy']],
      [429, '1', '"requests";q=6;w=1'],
    );
    assert.equal(
      (await ask('POST /grid/optimize', { headers: as('operate') })).status,
      200,
      'another key may',
    );
    clock.ms += 1000;
    assert.equal((await ask('GET /grid/state', { headers: as('read') })).status, 200);
  });

  it('limits how often an address may ask, whoever it is; loopback is not counted', async () => {
    const { api, bound } = await guarded();
    const request = { method: 'GET', path: '/openapi.json', headers: { host: 'localhost' } };
    const statuses = async () => {
      const seen: Record<number, number> = {};
      for (let i = 0; i < 2100; i++) {
        const { status } = await api.handle(request);
        seen[status] = (seen[status] ?? 0) + 1;
      }
      return seen;
    };
    assert.deepEqual(await statuses(), { 200: 2000, 429: 100 });
    bound.local = true;
    assert.deepEqual(await statuses(), { 200: 2100 });
  });

  it('slows down who fails, and nobody else', async () => {
    const { ask, as, clock } = await guarded();
    const wrong = { headers: { 'x-api-key': 'glm_wrong' } };
    for (let i = 0; i < FAILURES_AT_ONCE; i++)
      assert.equal((await ask('GET /grid/state', wrong)).status, 401);
    const slowed = await ask('GET /grid/state', wrong);
    assert.deepEqual([slowed.status, slowed.headers['retry-after']], [429, '6']);
    assert.equal(
      (await ask('GET /grid/state', { headers: as('read') })).status,
      200,
      'a key from the same address',
    );
    clock.ms += 6000;
    assert.equal((await ask('GET /grid/state', wrong)).status, 401);
  });

  it('puts on record every command and what was refused, with who, when, what and result', async () => {
    const { ask, as, log, clock } = await guarded();
    clock.ms = 1000;
    const headers = { ...JSON_TYPE, ...as('switch') };
    await ask('GET /grid/state', { headers: as('read') });
    assert.equal(log.length, 0, 'reading is not');
    await ask('POST /grid/switch', { headers, body: BODIES['POST /grid/switch'] });
    await ask('POST /grid/switch', { headers, body: '{"edge":"L99","closed":true}' });
    await ask('POST /grid/switch', { headers: { ...JSON_TYPE, ...as('read') }, body: '{}' });
    await ask('GET /audit');
    const answer = await ask('GET /audit?limit=3', { headers: as('admin') });
    const entries = (answer.value as unknown as { entries: AuditEntry[] }).entries;
    assert.deepEqual(
      entries.map(({ action, result, status, code }) => [action, result, status, code]),
      [
        ['GET /api/audit', 'refused', 401, 'UNAUTHENTICATED'],
        ['POST /api/grid/switch', 'refused', 403, 'FORBIDDEN'],
        ['POST /api/grid/switch', 'refused', 404, 'UNKNOWN_ELEMENT'],
      ],
    );
    assert.match(log[0]!.who, /^key [0-9a-f]{8} \(only switch\)$/);
    assert.deepEqual(
      { ...log[0], who: '' },
      {
        time: new Date(1000).toISOString(),
        who: '',
        address: '127.0.0.1',
        action: 'POST /api/grid/switch',
        command: { command: 'set_switch', edge: 'L1', closed: false },
        result: 'handed_over',
        status: 202,
        code: null,
      },
    );
  });

  it('keeps the answers of identified clients out of shared caches', async () => {
    const { ask, as } = await guarded();
    const { headers } = await ask('GET /grid/state', { headers: as('read') });
    assert.equal(headers['cache-control'], 'private, no-cache');
  });

  it('sends headers that let no answer become a page', async () => {
    const { ask } = await guarded();
    for (const line of ['GET /openapi.json', 'GET /grid/state', 'GET /nothing', 'OPTIONS /grid/state']) {
      const { headers } = await ask(line);
      assert.equal(headers['x-content-type-options'], 'nosniff', line);
      assert.equal(headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'", line);
      assert.equal(headers['referrer-policy'], 'no-referrer', line);
    }
  });
});
