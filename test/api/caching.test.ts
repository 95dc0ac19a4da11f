import { strict as assert } from 'node:assert';
import { testApi } from './client';
import { optimizedSnapshot, reoptimized } from './sample';

const TAGGED = ['state', 'paths', 'risk', 'loss', 'statistics', 'history', 'alarms', 'node/S2'].map(
  (name) => `/grid/${name}`,
);

describe('caching', () => {
  for (const path of TAGGED) {
    it(`${path}: 304 until the next tick`, async () => {
      const { api, ask } = await testApi();
      api.store.accept(optimizedSnapshot(1));
      const { headers } = await ask(`GET ${path}`);
      const etag = headers.etag!;
      assert.match(etag, /^"[!#-~]+"$/);
      for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const again = await ask(`GET ${path}`, { headers: { 'if-none-match': tag } });
        assert.deepEqual([again.status, again.text, again.headers.etag], [304, '', etag], tag);
        assert.equal(again.headers['content-length'], undefined);
      }
      assert.equal((await ask(`GET ${path}`, { headers: { 'if-none-match': '"other"' } })).status, 200);
      api.store.accept(optimizedSnapshot(2));
      const newer = await ask(`GET ${path}`, { headers: { 'if-none-match': etag } });
      assert.equal(newer.status, 200);
      assert.notEqual(newer.headers.etag, etag);
    });
  }

  it('a new optimisation of the same tick is news, too', async () => {
    const { api, ask } = await testApi();
    const snapshot = optimizedSnapshot(1);
    api.store.accept(snapshot);
    const { headers } = await ask('GET /grid/paths');
    api.store.accept(reoptimized(snapshot, 4));
    const newer = await ask('GET /grid/paths', { headers: { 'if-none-match': headers.etag! } });
    assert.deepEqual([newer.status, newer.value.risk_weight], [200, 4]);
  });

  it('another start never takes an old copy for the newest', async () => {
    const tags = [];
    for (const instance of ['a', 'b']) {
      const { api, ask } = await testApi({ instance });
      api.store.accept(optimizedSnapshot(1));
      tags.push((await ask('GET /grid/state')).headers.etag);
    }
    assert.notEqual(tags[0], tags[1]);
  });

  it('an error is never a 304', async () => {
    const { api, ask } = await testApi();
    api.store.accept(optimizedSnapshot(1));
    assert.equal((await ask('GET /grid/node/S9', { headers: { 'if-none-match': '*' } })).status, 404);
  });

  it('what is of the moment is not kept', async () => {
    const { api, ask } = await testApi();
    api.store.accept(optimizedSnapshot(1));
    for (const path of ['/health', '/grid/data-source']) {
      const { headers } = await ask(`GET ${path}`, { headers: { 'if-none-match': '*' } });
      assert.deepEqual([headers.etag, headers['cache-control']], [undefined, 'no-store'], path);
    }
  });

  it('each document is written once a tick', async () => {
    const { api } = await testApi();
    api.store.accept(optimizedSnapshot(1));
    const get = async (path: string) => (await api.handle({ method: 'GET', path, headers: {} })).body;
    for (const path of [...TAGGED, '/openapi.json']) {
      const [one, two] = await Promise.all([get(path), get(path)]);
      assert.equal(one, two, path);
      assert.equal(await get(path), one, path);
    }
  });

  it('HEAD says what GET would, and no more', async () => {
    const { api, ask } = await testApi();
    api.store.accept(optimizedSnapshot(1));
    for (const path of [...TAGGED, '/health', '/openapi.json', '/nothing', '/grid/node/S9']) {
      const get = await ask(`GET ${path}`);
      const head = await ask(`HEAD ${path}`);
      assert.equal(head.text, '');
      assert.deepEqual([head.status, head.headers], [get.status, get.headers], path);
      assert.equal(Number(head.headers['content-length']), Buffer.byteLength(get.text));
    }
  });
});
