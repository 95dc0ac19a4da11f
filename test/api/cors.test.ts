import { strict as assert } from 'node:assert';
import { isOriginPattern, LOOPBACK_ORIGINS } from '../../lib/api';
import { testApi } from './client';

const ALLOWED = 'access-control-allow-origin';

async function allowedFor(origin: string, corsOrigins: readonly string[]): Promise<string | undefined> {
  const { ask } = await testApi({ corsOrigins });
  const { headers } = await ask('GET /health', { headers: { origin } });
  assert.equal(headers.vary, corsOrigins.includes('*') ? undefined : 'Origin');
  return headers[ALLOWED];
}

describe('CORS', () => {
  it('lets pages of this machine read, by default, and no others', async () => {
    for (const origin of [
      'http://localhost:5173',
      'http://127.0.0.1:80',
      'http://[::1]:3000',
      'http://localhost',
    ]) {
      assert.equal(await allowedFor(origin, LOOPBACK_ORIGINS), origin);
    }
    const foreign = [
      'http://evil.example',
      'https://localhost:5173',
      'http://localhost.evil.example',
      'http://localhost:80.evil.example',
      'http://localhost:',
      'http://localhost.80',
      'http://localhostx80',
      'http://127.0.0.10:80',
      'null',
      '',
    ];
    for (const origin of foreign) assert.equal(await allowedFor(origin, LOOPBACK_ORIGINS), undefined, origin);
  });

  it('takes an exact origin, every origin, and none', async () => {
    assert.equal(await allowedFor('https://a.example', ['https://A.example']), 'https://a.example');
    assert.equal(await allowedFor('https://a.example:1', ['https://a.example']), undefined);
    assert.equal(await allowedFor('null', ['*']), '*');
    assert.equal(await allowedFor('http://localhost:1', []), undefined);
  });

  it('answers a preflight', async () => {
    const { ask } = await testApi();
    const headers = { origin: 'https://control.example', 'access-control-request-method': 'POST' };
    const answer = await ask('OPTIONS /grid/optimize', { headers });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers[ALLOWED], 'https://control.example');
    assert.equal(answer.headers['access-control-allow-methods'], 'POST, OPTIONS');
    const allowed = answer.headers['access-control-allow-headers']!.split(', ');
    for (const name of ['Authorization', 'Content-Type', 'Idempotency-Key', 'Last-Event-ID'])
      assert.ok(allowed.includes(name), name);
    assert.equal(answer.headers.allow, 'POST, OPTIONS');
    assert.equal((await ask('OPTIONS /grid/state')).headers.allow, 'GET, HEAD, OPTIONS');
    assert.equal((await ask('OPTIONS /nothing')).status, 404);
  });

  it('lets the page read errors, too, and the headers that it needs', async () => {
    const { ask } = await testApi();
    const answer = await ask('GET /grid/state', { headers: { origin: 'https://control.example' } });
    assert.equal(answer.status, 503);
    assert.equal(answer.headers[ALLOWED], 'https://control.example');
    assert.match(
      answer.headers['access-control-expose-headers'] ?? '',
      /ETag, Retry-After, Link, .*RateLimit/,
    );
  });

  it('knows what an origin is', () => {
    for (const right of [
      '*',
      'http://localhost:*',
      'https://a.example',
      'http://[::1]:8080',
      'http://10.0.0.1:*',
    ]) {
      assert.ok(isOriginPattern(right), right);
    }
    for (const wrong of [
      '',
      'localhost',
      'http://',
      'https://a.example/',
      'http://*',
      'ftp://a',
      'https://*.a.b',
    ]) {
      assert.ok(!isOriginPattern(wrong), wrong);
    }
  });
});
