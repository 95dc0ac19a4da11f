import { strict as assert } from 'node:assert';
import { Rates, rateHeaders, tooMany } from '../../lib/access/rates';

describe('rates', () => {
  const clock = { ms: 0 };
  const make = (most?: number) => new Rates(2, 4, () => clock.ms, most);

  it('grant the burst at once, then as many as time has brought', () => {
    const rates = make();
    const granted = () =>
      Array.from({ length: 10 }, () => rates.take('a').wait_s === 0).filter(Boolean).length;
    assert.equal(granted(), 4);
    clock.ms += 1000;
    assert.equal(granted(), 2);
    clock.ms += 3_600_000;
    assert.equal(granted(), 4, 'no more than the burst is saved');
    assert.equal(rates.take('b').wait_s, 0, 'each client has its own');
  });

  it('say how long to wait', () => {
    const rates = make();
    for (let i = 0; i < 4; i++) rates.take('a');
    assert.equal(rates.take('a').wait_s, 0.5);
    clock.ms += 500;
    assert.equal(rates.take('a').wait_s, 0);
    clock.ms -= 100_000;
    assert.equal(rates.take('a').wait_s, 0.5, 'a clock that was set back takes nothing away');
  });

  it('remember a bounded number of clients, those heard of last', () => {
    const rates = make(3);
    for (let i = 0; i < 4; i++) rates.take('kept');
    for (let i = 0; i < 1000; i++) {
      rates.take(`passing ${i}`);
      assert.ok(rates.size <= 3);
      assert.ok(rates.take('kept').wait_s > 0);
    }
  });

  it('stand in the headers', () => {
    assert.deepEqual(rateHeaders({ burst: 4, remaining: 3, wait_s: 0 }), {
      'ratelimit-policy': '"requests";q=4;w=1',
      ratelimit: '"requests";r=3;t=1',
    });
    const { headers, status } = tooMany('here', { burst: 4, remaining: 0, wait_s: 6.2 });
    assert.deepEqual([status, headers['retry-after']], [429, '7']);
  });
});
