import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { mock } from 'node:test';
import { Access, KeyRing } from '../../lib/access';
import { MOST_STREAMS_PER_ADDRESS, STREAM_BEAT_MS } from '../../lib/api/limits';
import { testApi } from './client';
import { optimizedSnapshot } from './sample';
import { Reader, serve } from './stream-client';

const PROXY = '127.0.0.1';

/** An API whose clients need a key, with one that may read. */
async function guarded(requestsPerSecond = 1000) {
  const ring = new KeyRing({ clock: () => new Date(0), randomBytes });
  const { secret, key } = await ring.issue({ name: 'wall', scopes: ['read'], expires_days: null });
  const access = new Access({
    mode: 'always',
    isLocal: () => false,
    keys: ring,
    trustedProxies: [PROXY],
    requestsPerSecond,
    now: () => 0,
  });
  const made = await testApi({ access });
  made.api.store.accept(optimizedSnapshot(1));
  return { ...made, ring, id: key.id, headers: { authorization: `Bearer ${secret}` } };
}

describe('the live stream behind access control', () => {
  it('needs a key that may read', async () => {
    const { ask } = await guarded();
    const { status, value } = await ask('GET /v1/stream');
    assert.deepEqual([status, value.code], [401, 'UNAUTHENTICATED']);
  });

  it('counts as one request, and goes on where its client may ask nothing more', async () => {
    const { api, ask, headers } = await guarded(1);
    const server = await serve(api);
    const reader = await Reader.open(server.port, '/v1/stream?events=state', headers);
    assert.equal(reader.headers.ratelimit, '"requests";r=1;t=1');
    assert.equal((await ask('GET /grid/state', { headers })).status, 200);
    assert.equal((await ask('GET /grid/state', { headers })).status, 429);
    await reader.count(1);
    api.store.accept(optimizedSnapshot(2));
    assert.equal((await reader.count(2))[1]!.data.sequence, 2);
    reader.leave();
    await server.close();
  });

  it('ends where its key is revoked, and not before', async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    try {
      const { api, headers, ring, id } = await guarded();
      const server = await serve(api);
      const reader = await Reader.open(server.port, '/v1/stream?events=state', headers);
      await reader.count(1);
      mock.timers.tick(STREAM_BEAT_MS);
      api.store.accept(optimizedSnapshot(2));
      await reader.count(2);
      await ring.revoke(id);
      mock.timers.tick(STREAM_BEAT_MS);
      while (!reader.ended) await once(reader, 'news');
      await server.close();
    } finally {
      mock.timers.reset();
    }
  });

  it('counts streams by the address that stands behind a trusted proxy', async () => {
    const { api, headers } = await guarded();
    const open = async (client: string) => {
      const gone = new AbortController();
      const request = { method: 'GET', path: '/stream', address: PROXY, signal: gone.signal };
      const answer = await api.handle({ ...request, headers: { ...headers, 'x-forwarded-for': client } });
      return { status: answer.status, leave: () => gone.abort(), follow: answer.follow };
    };
    const opened = await Promise.all(
      Array.from({ length: MOST_STREAMS_PER_ADDRESS }, (_, i) => open(`2001:db8::${i + 1}`)),
    );
    assert.ok(opened.every(({ status }) => status === 200));
    assert.equal((await open('2001:db8::ffff')).status, 503, 'of the same network of 64 bits');
    const other = await open('192.0.2.7');
    assert.equal(other.status, 200);
    const connection = new PassThrough();
    other.follow!(connection);
    connection.destroy();
    await once(connection, 'close');
    for (const { leave } of opened) leave();
    assert.equal((await open('2001:db8::ffff')).status, 200);
    api.close();
  });
});
