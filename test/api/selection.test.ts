import { strict as assert } from 'node:assert';
import { DocumentCache } from '../../lib/api/document-cache';
import { MOST_SELECTIONS } from '../../lib/api/limits';
import { testApi } from './client';
import { optimizedSnapshot } from './sample';

type Lists = Record<string, Record<string, unknown>[]>;

async function api() {
  const test = await testApi();
  const snapshot = optimizedSnapshot(1);
  test.api.store.accept(snapshot);
  return { ...test, snapshot, ids: snapshot.edges.map(({ id }) => id) };
}

describe('a selection', () => {
  it('gives the fields that are asked for, and which state and element they are of', async () => {
    const { ask, snapshot } = await api();
    const { value } = await ask('GET /grid/state?fields=metrics,edges.loading_percent,edges.closed');
    assert.deepEqual(Object.keys(value), ['grid_id', 'sequence', 'timestamp', 'metrics', 'edges']);
    const [{ id, loading_percent, closed }] = snapshot.edges as [(typeof snapshot.edges)[0]];
    assert.deepEqual((value as unknown as Lists).edges![0], { id, closed, loading_percent });
    const paths = (await ask('GET /grid/paths?fields=paths.cost')).value as unknown as Lists;
    assert.deepEqual(Object.keys(paths.paths![0]!), ['node', 'cost']);
    const risk = (await ask('GET /grid/risk?fields=model,edges.failure_probability&fields=drift')).value;
    assert.deepEqual(Object.keys(risk).slice(3), ['model', 'drift', 'edges']);
    const whole = (await ask('GET /grid/state?fields=edges,edges.id')).value as unknown as Lists;
    assert.deepEqual(whole.edges, snapshot.edges);
  });

  it('gives the edges that are asked for, and the paths that pass them', async () => {
    const { ask, ids } = await api();
    const wanted = [ids[3]!, ids[1]!];
    const state = (await ask(`GET /grid/state?edges=${wanted}`)).value as unknown as Lists;
    assert.deepEqual(
      state.edges!.map(({ id }) => id),
      [ids[1], ids[3]],
      'in the order of the grid',
    );
    assert.equal(state.nodes!.length, 8);
    const risk = (await ask(`GET /grid/risk?edges=${wanted[0]}&edges=${wanted[1]}`))
      .value as unknown as Lists;
    assert.deepEqual(
      risk.edges!.map(({ id }) => id),
      [ids[3], ids[1]],
      'the riskiest first',
    );
    const passing = async (id: string) =>
      ((await ask(`GET /grid/paths?edges=${id}`)).value as unknown as Lists).paths!.length;
    assert.ok((await passing(ids[0]!)) > 0);
    assert.equal(await passing(ids[1]!), 0);
  });

  it('takes ids with commas, spaces and signs in them', async () => {
    const { ask, api: server, snapshot } = await api();
    const edges = snapshot.edges.slice(0, 3).map((edge, i) => ({ ...edge, id: ['a,b', 'a', 'é &+1'][i]! }));
    server.store.accept({ ...optimizedSnapshot(2), edges });
    const asked = async (query: string) => {
      const value = (await ask(`GET /grid/state?${query}`)).value as unknown as Lists;
      return value.edges?.map(({ id }) => id);
    };
    assert.deepEqual(await asked('edges=a%2Cb'), ['a,b']);
    assert.deepEqual(await asked('edges=a%2Cb&edges=a'), ['a,b', 'a']);
    assert.deepEqual(await asked('edges=%C3%A9+%26%2B1,a'), ['a', 'é &+1']);
    assert.equal(await asked('edges=b'), undefined);
  });

  it('takes lists from clients that encode every comma, however long', async () => {
    const { ask, ids } = await api();
    const query = new URLSearchParams({
      fields: 'metrics,edges.closed',
      edges: Array(60).fill(ids[0]).join(),
    });
    assert.match(String(query), /%2C/);
    const { status, value } = await ask(`GET /grid/state?${query}`);
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(value).slice(3), ['metrics', 'edges']);
    assert.equal((value as unknown as Lists).edges!.length, 1);
  });

  it('refuses what there is not, and says what there is', async () => {
    const { ask, ids } = await api();
    const fields = await ask('GET /grid/state?fields=metrics,edges.colour');
    assert.deepEqual([fields.status, fields.value.code], [400, 'INVALID_URL']);
    assert.match(fields.value.detail!, /got "edges.colour"; allowed: .*edges\.loading_percent/);
    for (const name of ['', 'optimization', '__proto__', 'constructor', 'edges.', 'nodes.__proto__']) {
      assert.equal((await ask(`GET /grid/state?fields=${name}`)).status, 400, name);
    }
    const edge = await ask(`GET /grid/risk?edges=${ids[0]},L99`);
    assert.deepEqual([edge.status, edge.value.code], [404, 'UNKNOWN_ELEMENT']);
    assert.match(edge.value.detail!, new RegExp(`got "L99"; allowed: .*${ids[0]}, ${ids[1]}`));
  });

  it('refuses a parameter of another path', async () => {
    const { ask } = await api();
    const wrong = ['risk?table=edges', 'loss?fields=history', 'alarms?format=csv', 'state?metric=loss'];
    for (const target of [...wrong, 'history?fields=points', 'state?events=state']) {
      const { status, value } = await ask(`GET /grid/${target}`);
      assert.deepEqual([status, value.code], [400, 'INVALID_URL'], target);
    }
  });

  it('is prepared once a tick, in whichever order it is written', async () => {
    const { api: server, ids } = await api();
    const get = async (query: string) =>
      (await server.handle({ method: 'GET', path: '/grid/state', query, headers: {} })).body;
    const body = await get(`fields=nodes,metrics&edges=${ids[0]},${ids[1]}`);
    assert.equal(await get(`edges=${ids[1]},${ids[0]},${ids[0]}&fields=metrics,nodes`), body);
    assert.notEqual(await get('fields=nodes'), body);
    server.store.accept(optimizedSnapshot(2));
    assert.notEqual(await get(`fields=nodes,metrics&edges=${ids[0]},${ids[1]}`), body);
  });
});

describe('the cache of selections', () => {
  const write = (length: number) => async () => Buffer.alloc(length);

  it('keeps the newest, by number and by length, and the newest of all always', async () => {
    const cache = new DocumentCache(MOST_SELECTIONS, 1000);
    for (let i = 0; i < 200; i++) await cache.get(`small ${i}`, write(1));
    assert.equal(cache.size, MOST_SELECTIONS);
    await cache.get('half', write(500));
    await cache.get('more than half', write(501));
    assert.equal(cache.size, 1, 'the half gave way, and all before it');
    await cache.get('too much', write(5000));
    assert.equal(cache.size, 1);
    const again = await cache.get('too much', () => assert.fail('it is kept'));
    assert.equal(again.length, 5000);
  });

  it('keeps nothing that failed', async () => {
    const cache = new DocumentCache(2, 1000);
    await assert.rejects(cache.get('a', () => Promise.reject(new Error('no'))));
    assert.equal(cache.size, 0);
    assert.equal((await cache.get('a', write(3))).length, 3);
  });
});
