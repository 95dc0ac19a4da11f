import { strict as assert } from 'node:assert';
import { soak } from './soaking';

describe('hours of ticks', function () {
  this.timeout(180_000);
  before(function () {
    if (process.env.GRIDLOOM_LONG !== '1') this.skip();
  });

  it('leave the heap as flat as they found it', async () => {
    const soaked = await soak(40, 200);
    const [first, second, third] = soaked.heap_mb;
    assert.ok(soaked.ticks > 300 && soaked.requests > 500 && soaked.messages > 3000, JSON.stringify(soaked));
    assert.ok(third < 1.05 * Math.min(first, second) + 1, JSON.stringify(soaked));
  });
});
