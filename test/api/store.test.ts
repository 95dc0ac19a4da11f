import { strict as assert } from 'node:assert';
import { History } from '../../lib/api/history';
import { GridStore } from '../../lib/api/store';
import type { GridError } from '../../lib/errors';
import { optimizedSnapshot, reoptimized } from './sample';

function codeOf(action: () => void): string {
  try {
    action();
  } catch (error) {
    return (error as GridError).code;
  }
  return 'accepted';
}

describe('the store', () => {
  const make = (historyLimit = 4) => new GridStore({ historyLimit, now: () => 0, instance: 'test' });

  it('refuses another grid, and what was seen before; the newest stays', () => {
    const store = make();
    const newest = optimizedSnapshot(5);
    store.accept(newest);
    assert.equal(
      codeOf(() => store.accept(optimizedSnapshot(6, { grid_id: 'other' }))),
      'WRONG_GRID',
    );
    assert.equal(
      codeOf(() => store.accept(optimizedSnapshot(5))),
      'DUPLICATE_SEQUENCE',
    );
    assert.equal(
      codeOf(() => store.accept(optimizedSnapshot(4))),
      'DUPLICATE_SEQUENCE',
    );
    const older = reoptimized(optimizedSnapshot(4), 2);
    assert.equal(
      codeOf(() => store.accept(older)),
      'DUPLICATE_SEQUENCE',
    );
    assert.equal(store.tick.snapshot, newest);
    assert.equal(store.tick.memory.totals.ticks, 1);
  });

  it('puts a newer optimisation of the newest tick in its place, in the history, too', () => {
    const store = make();
    store.accept(optimizedSnapshot(1));
    const again = reoptimized(optimizedSnapshot(1), 2);
    store.accept(again);
    assert.equal(store.tick.snapshot, again);
    assert.deepEqual(
      store.tick.memory.history
        .entries()
        .map(({ sequence, reward, risk_weight }) => [sequence, reward, risk_weight]),
      [[1, -0.5, 2]],
    );
    assert.equal(
      codeOf(() => store.accept(again)),
      'DUPLICATE_SEQUENCE',
    );
    const { ticks, reoptimizations } = store.tick.memory.totals;
    assert.deepEqual([ticks, reoptimizations], [1, 1]);
  });

  it('takes a new run from any number on, and counts it', () => {
    const store = make();
    store.accept(optimizedSnapshot(9));
    store.accept(optimizedSnapshot(1, { run_id: 'later' }));
    assert.equal(store.tick.head.sequence, 1);
    assert.equal(store.tick.memory.totals.runs, 2);
  });

  it('keeps no more than it should', () => {
    const store = make(3);
    for (let sequence = 1; sequence <= 50; sequence++) store.accept(optimizedSnapshot(sequence));
    assert.deepEqual(
      store.tick.memory.history.entries().map(({ sequence }) => sequence),
      [48, 49, 50],
    );
    assert.equal(store.tick.memory.totals.ticks, 50);
  });

  it('a failed document is written anew the next time', async () => {
    const store = make();
    store.accept(optimizedSnapshot(1));
    const { tick } = store;
    await assert.rejects(
      tick.document('a', () => Promise.reject(new Error('once'))),
      /once/,
    );
    assert.equal((await tick.document('a', async () => Buffer.from('2'))).toString(), '2');
  });

  it('a history gives what was put in, as a list cut to its length would', () => {
    for (const limit of [1, 2, 3, 7]) {
      const history = new History<number>(limit);
      let list: number[] = [];
      for (let i = 0; i < 20; i++) {
        if (i % 3 === 2) {
          history.replaceNewest(i);
          list[list.length - 1] = i;
        } else {
          history.push(i);
          list = [...list, i].slice(-limit);
        }
        assert.deepEqual(history.entries(), list);
        assert.equal(history.size, list.length);
      }
    }
  });
});
