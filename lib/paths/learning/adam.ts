import type { Archive } from '../../keeping';

/**
 * Adam (D. P. Kingma and J. Ba, 2015, arXiv:1412.6980, algorithm 1): steps along the mean of past gradients, scaled
 * by the root of their mean square, both corrected for their start at zero.
 */
export class Adam {
  private readonly mean: Float64Array;
  private readonly square: Float64Array;
  private steps = 0;

  constructor(
    count: number,
    private readonly rate = 1e-3,
    private readonly beta1 = 0.9,
    private readonly beta2 = 0.999,
    private readonly epsilon = 1e-8,
  ) {
    this.mean = new Float64Array(count);
    this.square = new Float64Array(count);
  }

  keep(archive: Archive): void {
    archive.array(this.mean);
    archive.array(this.square);
    this.steps = archive.number(this.steps);
  }

  /** Changes `weights` in place. */
  step(weights: Float64Array, gradient: Float64Array): void {
    const { mean, square, beta1, beta2, epsilon } = this;
    this.steps++;
    const unbiasMean = 1 / (1 - beta1 ** this.steps);
    const unbiasSquare = 1 / (1 - beta2 ** this.steps);
    for (let k = 0; k < weights.length; k++) {
      const g = gradient[k];
      mean[k] = beta1 * mean[k] + (1 - beta1) * g;
      square[k] = beta2 * square[k] + (1 - beta2) * g * g;
      weights[k] -= (this.rate * mean[k] * unbiasMean) / (Math.sqrt(square[k] * unbiasSquare) + epsilon);
    }
  }
}
