import { strict as assert } from 'node:assert';
import { gzipSync } from 'node:zlib';
import { gridError } from '../../lib/errors';
import { testApi } from './client';
import { optimizedSnapshot } from './sample';

const GETS = ['state', 'paths', 'risk', 'loss', 'statistics', 'node/S1', 'data-source'];
const JSON_TYPE = { 'content-type': 'application/json' };

describe('the errors', () => {
  for (const path of GETS) {
    it(`503 with Retry-After before the first tick: ${path}`, async () => {
      const { ask } = await testApi();
      const { status, headers, value } = await ask(`GET /grid/${path}`);
      assert.deepEqual([status, value.code], [503, 'NOT_READY']);
      assert.match(headers['retry-after'] ?? '', /^[1-9]\d*$/);
    });
  }

  it('503 for an optimisation before the first tick, 400 for its bad body even then', async () => {
    const { ask } = await testApi();
    assert.equal((await ask('POST /grid/optimize')).status, 503);
    assert.equal((await ask('POST /grid/optimize', { headers: JSON_TYPE, body: '{' })).status, 400);
  });

  it('503 naming the missing node, where nothing was scored or optimised', async () => {
    const { api, ask } = await testApi();
    const bare = optimizedSnapshot(1, { optimization: undefined, risk_model: undefined });
    for (const edge of bare.edges) edge.risk = undefined;
    api.store.accept(bare);
    assert.match(String((await ask('GET /grid/risk')).value.detail), /risk-predict/);
    assert.match(String((await ask('GET /grid/paths')).value.detail), /path-optimize/);
    assert.equal((await ask('GET /grid/node/S1')).status, 200);
  });

  it('404 for unknown paths and node ids, saying what was asked', async () => {
    const { api, ask } = await testApi();
    api.store.accept(optimizedSnapshot());
    for (const path of [
      '/',
      '/grid',
      '/Health',
      '/health/',
      '//health',
      '/grid/node/',
      '/grid/node/S1/x',
      '/..',
    ]) {
      const { status, value } = await ask(`GET ${path}`);
      assert.deepEqual([status, value.code, value.instance], [404, 'NOT_FOUND', `/api${path}`], path);
    }
    for (const id of ['S9', '__proto__', 'constructor', '%00', '..%2f..%2fetc', 'x'.repeat(128)]) {
      const { status, value } = await ask(`GET /grid/node/${id}`);
      assert.deepEqual([status, value.code], [404, 'UNKNOWN_ELEMENT'], id);
      assert.ok(String(value.instance).length <= 210 && String(value.detail).length < 300, id);
    }
  });

  it('400 for a broken percent-encoding', async () => {
    const { api, ask } = await testApi();
    api.store.accept(optimizedSnapshot());
    for (const id of ['%', '%zz', '%E0%A4%A', '%ff', '%c0%80', '%ED%A0%80']) {
      const { status, value } = await ask(`GET /grid/node/${id}`);
      assert.deepEqual([status, value.code, value.at], [400, 'INVALID_URL', 'path'], id);
    }
  });

  it('400 for a number of alternatives that is none, too large or there twice', async () => {
    const { api, ask } = await testApi({ findRoutes: () => Promise.reject(new Error('not asked')) });
    api.store.accept(optimizedSnapshot());
    for (const query of [
      '0',
      '21',
      '-1',
      '1.5',
      '',
      'three',
      '1e1',
      '99999999999',
      '2&alternatives=3',
      '%',
    ]) {
      const { status, value } = await ask(`GET /grid/node/S3?alternatives=${query}`);
      assert.deepEqual([status, value.code, value.at], [400, 'INVALID_URL', 'query alternatives'], query);
    }
  });

  it('404 and 503 where alternatives cannot be had, as the finder has them too', async () => {
    const line = 'GET /grid/node/S3?alternatives=3';
    const nobody = await testApi();
    nobody.api.store.accept(optimizedSnapshot());
    assert.equal((await nobody.ask(line)).status, 503);
    for (const [code, expected] of [
      ['BUSY', 503],
      ['WRONG_GRID', 409],
      ['WORKER_FAILED', 500],
    ] as const) {
      const { api, ask } = await testApi({
        findRoutes: () => Promise.reject(gridError(code, { at: 'here' })),
      });
      api.store.accept(optimizedSnapshot(1, { optimization: undefined }));
      assert.match(String((await ask(line)).value.detail), /no optimization.*path-optimize/);
      api.store.accept(optimizedSnapshot(2));
      assert.equal((await ask('GET /grid/node/S9?alternatives=3')).status, 404);
      for (const _again of [1, 2]) assert.equal((await ask(line)).status, expected);
    }
  });

  it('405 with the methods that are allowed', async () => {
    const { ask } = await testApi();
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND']) {
      const { status, headers, value } = await ask(`${method} /grid/state`);
      assert.deepEqual([status, headers.allow], [405, 'GET, HEAD, OPTIONS'], method);
      assert.equal(value.allowed, 'GET, HEAD, OPTIONS');
    }
    for (const method of ['GET', 'HEAD', 'PUT']) {
      assert.equal((await ask(`${method} /grid/optimize`)).headers.allow, 'POST, OPTIONS', method);
    }
  });

  const bad: [body: unknown, at: string][] = [
    ['{', 'body'],
    ['nonsense', 'body'],
    ['null', 'body'],
    ['[]', 'body'],
    ['3', 'body'],
    ['"risk_weight"', 'body'],
    ['{"risk_weight":-0.1}', 'body.risk_weight'],
    ['{"risk_weight":"1"}', 'body.risk_weight'],
    ['{"risk_weight":null}', 'body.risk_weight'],
    ['{"risk_weight":1e999}', 'body.risk_weight'],
    ['{"risk_weight":1e308}', 'body.risk_weight'],
    ['{"risk_weight":NaN}', 'body'],
    ['{"riskWeight":1}', 'body.riskWeight'],
    ['{"__proto__":1}', 'body.__proto__'],
    ['{"command":"reset"}', 'body.command'],
    [Buffer.from([0x7b, 0xff, 0x7d]), 'body'],
    [`${'['.repeat(30_000)}`, 'body'],
    [null, 'body'],
  ];
  for (const [body, at] of bad) {
    it(`400 for the body ${String(body).slice(0, 30)}`, async () => {
      const { api, ask } = await testApi();
      api.store.accept(optimizedSnapshot());
      const { status, value } = await ask('POST /grid/optimize', { headers: JSON_TYPE, body });
      assert.deepEqual([status, value.code, value.at], [400, 'INVALID_BODY', at]);
      assert.ok(value.allowed);
    });
  }

  for (const type of [
    'text/plain',
    '',
    'application/x-www-form-urlencoded',
    'application/json; charset=latin1',
  ]) {
    it(`415 for a body of type "${type}"`, async () => {
      const { api, ask } = await testApi();
      api.store.accept(optimizedSnapshot());
      const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
      const { status, value } = await ask('POST /grid/optimize', { headers, body: '{}' });
      assert.deepEqual([status, value.code], [415, 'UNSUPPORTED_MEDIA_TYPE']);
    });
  }

  it('415 for a compressed body, which is never unpacked', async () => {
    const { api, ask } = await testApi();
    api.store.accept(optimizedSnapshot());
    for (const encoding of ['gzip', 'br', 'deflate', 'gzip, gzip', 'nonsense']) {
      const headers = { ...JSON_TYPE, 'content-encoding': encoding };
      const { status, value } = await ask('POST /grid/optimize', { headers, body: gzipSync('{}') });
      assert.deepEqual([status, value.at], [415, 'header Content-Encoding'], encoding);
    }
  });

  it('500 without a word of what was thrown; the owner is told', async () => {
    const secret = new Error('/home/operator/secret.json is broken');
    const { api, ask, errors } = await testApi({ optimize: () => Promise.reject(secret) });
    api.store.accept(optimizedSnapshot());
    const { status, value, text } = await ask('POST /grid/optimize');
    assert.deepEqual([status, value.code], [500, 'INTERNAL']);
    assert.ok(!text.includes('secret') && !text.includes('at '.concat('Object')));
    assert.deepEqual(errors, [secret]);
  });

  it('503 and 504 as the optimiser has them', async () => {
    for (const [code, expected] of [
      ['BUSY', 503],
      ['TIMEOUT', 504],
    ] as const) {
      const { api, ask } = await testApi({ optimize: () => Promise.reject(gridError(code, { at: 'here' })) });
      api.store.accept(optimizedSnapshot());
      assert.equal((await ask('POST /grid/optimize')).status, expected);
    }
  });
});
