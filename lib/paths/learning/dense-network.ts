import type { Random } from '../../random';

/**
 * A dense network with ReLU between the layers and linear outputs: x → Wᵀ x + b, layer by layer. All weights stand in
 * one array, layer after layer, each as its matrix (one row an input) and then its biases, so that inputs which are 0,
 * as unset bits and shut units are, cost nothing.
 *
 * `forward` remembers the activations of the last row that it saw; `backward` goes back through them
 * (D. E. Rumelhart, G. E. Hinton and R. J. Williams, 1986, doi:10.1038/323533a0). Memory is allocated once.
 */
export class DenseNetwork {
  readonly weights: Float64Array;
  readonly gradient: Float64Array;
  private readonly activations: Float64Array[];
  private readonly deltas: Float64Array[];
  /** What the inputs given to `share` make of the first layer. */
  private readonly shared: Float64Array;

  /** `sizes` from the number of inputs to that of outputs. Weights start as He et al. (arXiv:1502.01852). */
  constructor(
    readonly sizes: readonly number[],
    random: Random,
  ) {
    this.activations = sizes.map((size) => new Float64Array(size));
    this.deltas = sizes.map((size) => new Float64Array(size));
    this.shared = new Float64Array(sizes[1]);
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

  /** The first output for the row of inputs that begins at `offset`. */
  score(inputs: ArrayLike<number>, offset = 0): number {
    return this.forward(inputs, offset)[0];
  }

  /** The outputs for the row of inputs that begins at `offset`; the network's own array, until the next call. */
  forward(inputs: ArrayLike<number>, offset = 0): Float64Array {
    const first = this.activations[0];
    for (let i = 0; i < first.length; i++) first[i] = inputs[offset + i];
    this.shareBias();
    return this.propagate(0);
  }

  /** Takes the inputs that the rows to come begin with: they are gone through once. */
  share(inputs: ArrayLike<number>): void {
    const first = this.activations[0];
    for (let i = 0; i < inputs.length; i++) first[i] = inputs[i];
    this.shareBias();
    addProducts(this.shared, this.weights, 0, first, 0, inputs.length);
  }

  /** As `forward` for the shared inputs and the others, which begin at `offset`. */
  forwardRest(inputs: ArrayLike<number>, offset: number, sharedCount: number): Float64Array {
    const first = this.activations[0];
    for (let i = sharedCount; i < first.length; i++) first[i] = inputs[offset + i - sharedCount];
    return this.propagate(sharedCount);
  }

  private shareBias(): void {
    const { shared, sizes, weights } = this;
    const biases = sizes[0] * sizes[1];
    for (let j = 0; j < shared.length; j++) shared[j] = weights[biases + j];
  }

  private propagate(from: number): Float64Array {
    const { weights, sizes, activations } = this;
    let at = 0;
    for (let layer = 1; layer < sizes.length; layer++) {
      const below = activations[layer - 1];
      const here = activations[layer];
      const biases = at + here.length * below.length;
      if (layer === 1) here.set(this.shared);
      else for (let j = 0; j < here.length; j++) here[j] = weights[biases + j];
      addProducts(here, weights, at, below, layer === 1 ? from : 0, below.length);
      if (layer < sizes.length - 1) for (let j = 0; j < here.length; j++) if (here[j] < 0) here[j] = 0;
      at = biases + here.length;
    }
    return activations[sizes.length - 1];
  }

  /** Adds Σ `slopes`[k] × ∂output k/∂weights at the row last seen to `gradient`. */
  backward(slopes: ArrayLike<number>): void {
    const { weights, gradient, sizes } = this;
    const last = this.deltas[sizes.length - 1];
    for (let k = 0; k < last.length; k++) last[k] = slopes[k];
    let end = weights.length;
    for (let layer = sizes.length - 1; layer > 0; layer--) {
      const below = this.activations[layer - 1];
      const deltaBelow = this.deltas[layer - 1];
      const delta = this.deltas[layer];
      const biases = end - delta.length;
      const start = biases - delta.length * below.length;
      end = start;
      for (let j = 0; j < delta.length; j++) gradient[biases + j] += delta[j];
      for (let i = 0; i < below.length; i++) {
        // ReLU passes nothing where it was shut; an input of 0 moves nothing, and needs no delta.
        if (below[i] === 0) {
          deltaBelow[i] = 0;
          continue;
        }
        const row = start + i * delta.length;
        let sum = 0;
        for (let j = 0; j < delta.length; j++) {
          gradient[row + j] += delta[j] * below[i];
          sum += delta[j] * weights[row + j];
        }
        deltaBelow[i] = sum;
      }
    }
  }
}

/** `into` += Σ x[i] × row i of the matrix at `start`, for i from `from` to below `to`. */
function addProducts(
  into: Float64Array,
  weights: Float64Array,
  start: number,
  x: Float64Array,
  from: number,
  to: number,
): void {
  const width = into.length;
  for (let i = from; i < to; i++) {
    const value = x[i];
    if (value === 0) continue;
    const row = start + i * width;
    for (let j = 0; j < width; j++) into[j] += value * weights[row + j];
  }
}
