import assert from 'node:assert/strict';
import { DURATION_BOUNDS_S, Durations, Instruments } from '../lib/instruments';

describe('the instruments of a process', () => {
  it('count durations at or below each bound, and those above all in the total alone', () => {
    const durations = new Durations();
    for (const seconds of [0, 0.001, 0.0011, 0.9, 1, 11]) durations.record(seconds);
    const below = Object.fromEntries(durations.cumulative().map((count, i) => [DURATION_BOUNDS_S[i], count]));
    assert.deepEqual([below[0.001], below[0.0025], below[0.5], below[1], below[10]], [2, 3, 3, 5, 5]);
    assert.equal(durations.count, 6);
    assert.ok(Math.abs(durations.sum_s - 12.9021) < 1e-9);
  });

  it('record what was done, and not what failed', async () => {
    const instruments = new Instruments();
    assert.equal(await instruments.time('risk', async () => 3), 3);
    await assert.rejects(instruments.time('risk', () => Promise.reject(new Error('no'))));
    instruments.skip('risk');
    const { durations, skipped } = instruments.of('risk');
    assert.deepEqual([durations.count, skipped, instruments.of('scada').skipped], [1, 1, 0]);
  });
});
