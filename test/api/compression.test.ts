import { strict as assert } from 'node:assert';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { codingFor } from '../../lib/api/compress';
import { testApi } from './client';
import { optimizedSnapshot } from './sample';

const DECODE = { br: brotliDecompressSync, gzip: gunzipSync, undefined: (body: Buffer) => body };

describe('compression', () => {
  const wanted: [header: string, coding: 'br' | 'gzip' | undefined][] = [
    ['', undefined],
    ['gzip', 'gzip'],
    ['gzip, deflate', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['GZIP;q=1.0, br;q=0.5', 'gzip'],
    ['br;q=0, gzip;q=0.001', 'gzip'],
    ['*', 'br'],
    ['*;q=0', undefined],
    ['br;q=0, *;q=0.5', 'gzip'],
    ['identity', undefined],
    ['gzip;q=0.3, identity;q=0.5', undefined],
    ['gzip;q=0.5, identity;q=0.5', 'gzip'],
    ['identity;q=0, deflate', undefined],
    ['gzip;q=7, br;q=x', undefined],
    [',;=,gzip ; q=0.5', 'gzip'],
    [`${'x,'.repeat(5000)}gzip`, undefined],
  ];
  for (const [header, coding] of wanted) {
    it(`takes ${coding} for "${header.slice(0, 40)}"`, () => {
      assert.equal(codingFor(header, 100_000), coding);
      assert.equal(codingFor(header, 100), undefined, 'never what is short');
    });
  }

  for (const path of ['state', 'paths', 'risk', 'statistics', 'loss', 'node/S2']) {
    it(`/grid/${path}: each coding has its own tag and bytes, made once a tick`, async () => {
      const { api } = await testApi({ historyLimit: 100 });
      for (let sequence = 1; sequence <= 50; sequence++) api.store.accept(optimizedSnapshot(sequence));
      const get = (coding: string, further = {}, method = 'GET') => {
        const headers = { 'accept-encoding': coding, ...further };
        return api.handle({ method, path: `/grid/${path}`, headers });
      };
      const plain = await get('');
      const tags = new Set<string>();
      for (const coding of ['identity', 'gzip', 'br'] as const) {
        const answer = await get(coding);
        const { etag, vary } = answer.headers;
        tags.add(etag!);
        assert.match(vary!, /^(Accept, )?Accept-Encoding, Origin$/);
        assert.equal(answer.headers['content-encoding'], coding === 'identity' ? undefined : coding);
        const text = DECODE[coding === 'identity' ? 'undefined' : coding](answer.body);
        assert.ok(text.equals(plain.body));
        assert.equal(answer.headers['content-length'], String(answer.body.length));
        assert.equal((await get(coding)).body, answer.body, 'the same buffer');
        const head = await get(coding, {}, 'HEAD');
        assert.deepEqual([head.headers, head.body.length], [answer.headers, 0]);
        const again = await get(coding, { 'if-none-match': etag! });
        assert.deepEqual([again.status, again.headers.etag, again.headers.vary], [304, etag, vary]);
      }
      assert.equal(tags.size, 3);
      const other = await get('gzip', { 'if-none-match': plain.headers.etag! });
      assert.equal(other.status, 200, 'the tag of other bytes says nothing of these');
      api.store.accept(optimizedSnapshot(51));
      assert.ok(!tags.has((await get('br')).headers.etag!));
    });
  }

  it('leaves what is of the moment as it is', async () => {
    const { api } = await testApi();
    api.store.accept(optimizedSnapshot(1));
    const { headers } = await api.handle({
      method: 'GET',
      path: '/health',
      headers: { 'accept-encoding': 'br' },
    });
    assert.deepEqual([headers['content-encoding'], headers.vary], [undefined, 'Origin']);
  });
});

interface Operation {
  requestBody?: { content: { 'application/json': { example: object } } };
  responses: object;
}

type Item = Partial<Record<'get' | 'post', Operation>>;

describe('/v1', () => {
  it('answers every path as it is answered without it', async () => {
    const { api, ask } = await testApi({
      optimize: async () => optimizedSnapshot(1),
      command: () => {},
      audit: async () => [],
    });
    api.store.accept(optimizedSnapshot(1));
    const { paths } = JSON.parse((await ask('GET /openapi.json')).text) as { paths: Record<string, Item> };
    for (const [path, item] of Object.entries(paths)) {
      for (const method of ['get', 'post'] as const) {
        const operation = item[method];
        if (operation === undefined) continue;
        const body = operation.requestBody?.content['application/json'].example;
        const request = {
          method: method.toUpperCase(),
          headers: { 'content-type': 'application/json' },
          body: async () => body && JSON.stringify(body),
        };
        const status = '202' in operation.responses ? 202 : 200;
        const at = path.replace('{id}', path.includes('risk') ? 'L1' : 'S2');
        const plain = await api.handle({ ...request, path: at });
        const versioned = await api.handle({ ...request, path: `/v1${at}` });
        assert.deepEqual([plain.status, versioned.status], [status, status], path);
        // Each answer is news in this one.
        if (path === '/metrics') continue;
        assert.deepEqual(versioned.headers, plain.headers, path);
        assert.ok(versioned.body.equals(plain.body), path);
      }
    }
    const problem = await api.handle({ method: 'GET', path: '/v1/v1/health', headers: {} });
    assert.equal(problem.status, 404);
    assert.equal(JSON.parse(problem.body.toString()).instance, '/api/v1/v1/health');
  });
});
