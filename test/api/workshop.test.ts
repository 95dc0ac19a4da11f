import { strict as assert } from 'node:assert';
import { setImmediate } from 'node:timers/promises';
import { GridError } from '../../lib/errors';
import { Workshop } from '../../lib/api/workshop';
import { MOST_MAKING, MOST_WAITING_TO_BE_MADE } from '../../lib/api/limits';
import { testApi } from './client';
import { optimizedSnapshot } from './sample';

describe('what queries choose', () => {
  it('is made a few at a time, in order, and refused where too many wait', async () => {
    const workshop = new Workshop(2, 3);
    const began: number[] = [];
    const ends: (() => void)[] = [];
    const make = (i: number) =>
      workshop.make(async () => {
        began.push(i);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (i === 0) throw new Error('no');
        return i;
      });
    const made = [0, 1, 2, 3, 4].map(make);
    const failed = assert.rejects(made[0]!, /no/);
    await assert.rejects(make(5), (error) => error instanceof GridError && error.code === 'BUSY');
    assert.deepEqual(began, [0, 1]);
    for (let i = 0; i < 5; i++) {
      ends[i]!();
      await setImmediate();
      assert.deepEqual(began, [0, 1, 2, 3, 4].slice(0, Math.min(5, i + 3)));
    }
    await failed;
    assert.deepEqual(await Promise.all(made.slice(1)), [1, 2, 3, 4]);
    assert.equal(await workshop.make(async () => 6), 6);
  });

  it('is BUSY where very many different queries come at once, while what is prepared for all is given', async () => {
    const { api, ask } = await testApi();
    const snapshot = optimizedSnapshot();
    // More than one slice, so that none is done at once.
    const [edge] = snapshot.edges;
    snapshot.edges.push(...Array.from({ length: 60 }, (_, i) => ({ ...edge!, id: `more ${i}` })));
    api.store.accept(snapshot);
    const queries = snapshot.edges.flatMap(({ id }) =>
      ['edges', 'edges,metrics', 'edges,nodes', 'edges,source', 'nodes,edges,source'].map(
        (fields) => `GET /grid/state?fields=${fields}&edges=${encodeURIComponent(id)}`,
      ),
    );
    const most = MOST_MAKING + MOST_WAITING_TO_BE_MADE;
    assert.ok(queries.length > most);
    const replies = await Promise.all([...queries.map((query) => ask(query)), ask('GET /grid/state')]);
    const { status } = replies.pop()!;
    assert.equal(status, 200);
    assert.equal(replies.filter((reply) => reply.status === 200).length, most);
    assert.ok(replies.every((reply) => reply.status === 200 || reply.value.code === 'BUSY'));
    assert.equal((await ask(queries.at(-1)!)).status, 200);
  });
});
