import { strict as assert } from 'node:assert';
import { PendingOptimizations } from '../../lib/api';
import { gridError } from '../../lib/errors';
import { optimizedSnapshot } from './sample';

/** Timers to be run by hand. */
function timers() {
  const running = new Map<number, () => void>();
  let next = 0;
  return {
    running,
    fire: () => [...running.values()].map((callback) => callback()),
    after: (_ms: number, callback: () => void) => {
      const id = next++;
      running.set(id, callback);
      return () => void running.delete(id);
    },
  };
}

describe('pending optimisations', () => {
  const make = (limit = 2) => {
    const clock = timers();
    return { clock, pending: new PendingOptimizations({ limit, timeout_s: 10, after: clock.after }) };
  };

  it('answers the one that waits for the id, once', async () => {
    const { pending, clock } = make();
    const one = pending.wait('one');
    const two = pending.wait('two');
    const snapshot = optimizedSnapshot();
    assert.equal(pending.settle('unknown', snapshot), false);
    assert.equal(pending.settle('two', snapshot), true);
    assert.equal(pending.settle('two', snapshot), false);
    assert.equal(await two, snapshot);
    pending.settle('one', snapshot);
    await one;
    assert.deepEqual([pending.size, clock.running.size], [0, 0]);
  });

  it('refuses beyond its limit, and takes again when one is done', () => {
    const { pending } = make(1);
    const first = pending.wait('one');
    assert.throws(() => pending.wait('two'), { code: 'BUSY' });
    pending.settle('one', optimizedSnapshot());
    void first;
    assert.doesNotThrow(() => pending.wait('two'));
  });

  it('gives up after the time, and forgets', async () => {
    const { pending, clock } = make();
    const one = pending.wait('one');
    clock.fire();
    await assert.rejects(one, { code: 'TIMEOUT' });
    assert.deepEqual([pending.size, clock.running.size], [0, 0]);
  });

  it('forgets whoever has gone', async () => {
    const { pending, clock } = make();
    const gone = new AbortController();
    const one = pending.wait('one', gone.signal);
    gone.abort();
    await assert.rejects(one);
    await assert.rejects(pending.wait('two', gone.signal), 'gone before it began');
    assert.deepEqual([pending.size, clock.running.size], [0, 0]);
  });

  it('refuses all at the end', async () => {
    const { pending, clock } = make();
    const all = [pending.wait('one'), pending.wait('two')];
    pending.close(gridError('NOT_READY', { at: 'closing' }));
    for (const one of all) await assert.rejects(one, { code: 'NOT_READY' });
    assert.deepEqual([pending.size, clock.running.size], [0, 0]);
  });
});
