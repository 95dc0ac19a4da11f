import type { Random } from '../../random';

/**
 * A dense network with ReLU between the layers and one linear output: x → W x + b, layer by layer. All weights stand
 * in one array, layer after layer, each as its matrix (row by row, one row an output) and then its biases.
 *
 * `score` remembers the activations of the last row that it saw; `accumulate` goes back through them
 * (D. E. Rumelhart, G. E. Hinton and R. J. Williams, 1986, doi:10.1038/323533a0). Memory is allocated once.
 */
export class DenseNetwork {
  readonly weights: Float64Array;
  readonly gradient: Float64Array;
  private readonly activations: Float64Array[];
  private readonly deltas: Float64Array[];

  /** `sizes` begins with the number of inputs and ends with 1. Weights start as He et al. (arXiv:1502.01852). */
  constructor(
    private readonly sizes: readonly number[],
    random: Random,
  ) {
    this.activations = sizes.map((size) => new Float64Array(size));
    this.deltas = sizes.map((size) => new Float64Array(size));
    let count = 0;
    for (let layer = 1; layer < sizes.length; layer++) count += sizes[layer] * (sizes[layer - 1] + 1);
    this.weights = new Float64Array(count);
    this.gradient = new Float64Array(count);
    let at = 0;
    for (let layer = 1; layer < sizes.length; layer++) {
      const inputs = sizes[layer - 1];
      const deviation = Math.sqrt(2 / inputs);
      for (let k = 0; k < sizes[layer] * inputs; k++) this.weights[at++] = deviation * random.normal();
      at += sizes[layer];
    }
  }

  /** The output for the row of inputs that begins at `offset`. */
  score(inputs: ArrayLike<number>, offset = 0): number {
    const first = this.activations[0];
    for (let i = 0; i < first.length; i++) first[i] = inputs[offset + i];
    const { weights, sizes } = this;
    let at = 0;
    for (let layer = 1; layer < sizes.length; layer++) {
      const below = this.activations[layer - 1];
      const here = this.activations[layer];
      const biases = at + here.length * below.length;
      const hidden = layer < sizes.length - 1;
      for (let j = 0; j < here.length; j++) {
        let sum = weights[biases + j];
        for (let i = 0; i < below.length; i++) sum += weights[at++] * below[i];
        here[j] = hidden && sum < 0 ? 0 : sum;
      }
      at = biases + here.length;
    }
    return this.activations[sizes.length - 1][0];
  }

  /** Adds `slope` × ∂output/∂weights at the row last scored to `gradient`. */
  accumulate(slope: number): void {
    const { weights, gradient, sizes } = this;
    this.deltas[sizes.length - 1][0] = slope;
    let end = weights.length;
    for (let layer = sizes.length - 1; layer > 0; layer--) {
      const below = this.activations[layer - 1];
      const deltaBelow = this.deltas[layer - 1].fill(0);
      const delta = this.deltas[layer];
      const biases = end - delta.length;
      let at = biases - delta.length * below.length;
      end = at;
      for (let j = 0; j < delta.length; j++) {
        const d = delta[j];
        if (d === 0) {
          at += below.length;
          continue;
        }
        gradient[biases + j] += d;
        for (let i = 0; i < below.length; i++, at++) {
          gradient[at] += d * below[i];
          deltaBelow[i] += d * weights[at];
        }
      }
      // ReLU passes nothing back where it was shut; the inputs need no delta.
      for (let i = 0; i < below.length; i++) if (below[i] <= 0) deltaBelow[i] = 0;
    }
  }
}
