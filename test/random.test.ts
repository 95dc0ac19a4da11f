import assert from 'node:assert/strict';
import { Random } from '../lib/random';
import { auc, measure } from '../lib/risk/metrics';

describe('random numbers and metrics', () => {
  it('repeat for a seed and differ between seeds', () => {
    const draw = (seed: number) => {
      const random = new Random(seed);
      return Array.from({ length: 5 }, () => random.next());
    };
    assert.deepEqual(draw(1), draw(1));
    assert.notDeepEqual(draw(1), draw(2));
    assert.notDeepEqual(draw(0), [0, 0, 0, 0, 0]);
  });

  it('have the moments of their distributions', () => {
    const random = new Random(3);
    const moments = (draw: () => number) => {
      const values = Array.from({ length: 100_000 }, draw);
      const mean = values.reduce((sum, x) => sum + x) / values.length;
      return [mean, values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length] as const;
    };
    const near = (got: readonly [number, number], mean: number, variance: number) =>
      assert.ok(Math.abs(got[0] - mean) < 0.01 && Math.abs(got[1] - variance) < 0.02, got.join(' '));
    near(
      moments(() => random.next()),
      0.5,
      1 / 12,
    );
    near(
      moments(() => random.normal()),
      0,
      1,
    );
    for (const shape of [0.02, 0.3, 1, 4.5]) {
      const [mean, variance] = moments(() => random.gamma(shape));
      assert.ok(
        Math.abs(mean / shape - 1) < 0.05 && Math.abs(variance / shape - 1) < 0.07,
        `${shape}: ${mean}`,
      );
    }
  });

  it('rank: the area under the ROC curve counts ties half', () => {
    assert.equal(auc([0.1, 0.4, 0.35, 0.8], Uint8Array.of(0, 0, 1, 1)), 0.75);
    assert.equal(auc([1, 1, 1], Uint8Array.of(0, 1, 0)), 0.5);
    const { log_loss, brier } = measure([0.5, 0.5], Uint8Array.of(0, 1));
    assert.ok(Math.abs(log_loss - Math.log(2)) < 1e-12);
    assert.equal(brier, 0.25);
  });
});
