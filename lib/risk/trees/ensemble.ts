/**
 * The one form of all members' trees: the nodes of every tree in flat arrays, one entry a node. A row goes left
 * where its feature is below the threshold, right where it is not, and by `default_left` where the feature is missing
 * (NaN). Features and thresholds are compared as 32-bit floats, as XGBoost and ONNX do.
 */
export interface TreeEnsemble {
  readonly feature_count: number;
  /** First node of each tree. */
  readonly roots: Int32Array;
  /** Feature that a node splits on; −1 at a leaf. */
  readonly feature: Int16Array;
  readonly threshold: Float32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** 1 where a row without the feature goes left. */
  readonly default_left: Uint8Array;
  /** What a leaf adds; 0 at a split. */
  readonly value: Float32Array;
  /** How many training rows, by weight, each node has seen; explanations need it. Absent in files of version 1. */
  readonly cover?: Float32Array;
}

export interface Split {
  feature: number;
  threshold: number;
  default_left: boolean;
}

/** Collects trees node by node; children always stand behind their parent. */
export class TreeBuilder {
  private readonly roots: number[] = [];
  private readonly feature: number[] = [];
  private readonly threshold: number[] = [];
  private readonly left: number[] = [];
  private readonly right: number[] = [];
  private readonly defaultLeft: number[] = [];
  private readonly value: number[] = [];
  private readonly covers: number[] = [];
  private hasCover = false;

  constructor(private readonly featureCount: number) {}

  startTree(): number {
    const root = this.addNode();
    this.roots.push(root);
    return root;
  }

  /** Makes a node a split and gives it two new leaves. */
  split(node: number, { feature, threshold, default_left }: Split): [left: number, right: number] {
    this.feature[node] = feature;
    this.threshold[node] = threshold;
    this.defaultLeft[node] = default_left ? 1 : 0;
    this.left[node] = this.addNode();
    this.right[node] = this.addNode();
    return [this.left[node], this.right[node]];
  }

  leaf(node: number, value: number): void {
    this.value[node] = value;
  }

  cover(node: number, weight: number): void {
    this.covers[node] = weight;
    this.hasCover = true;
  }

  finish(): TreeEnsemble {
    return {
      feature_count: this.featureCount,
      roots: Int32Array.from(this.roots),
      feature: Int16Array.from(this.feature),
      threshold: Float32Array.from(this.threshold),
      left: Int32Array.from(this.left),
      right: Int32Array.from(this.right),
      default_left: Uint8Array.from(this.defaultLeft),
      value: Float32Array.from(this.value),
      ...(this.hasCover && { cover: Float32Array.from(this.covers) }),
    };
  }

  private addNode(): number {
    this.feature.push(-1);
    this.threshold.push(0);
    this.left.push(-1);
    this.right.push(-1);
    this.defaultLeft.push(0);
    this.value.push(0);
    this.covers.push(0);
    return this.feature.length - 1;
  }
}

/** The trees of several ensembles, one after the other, as one. */
export function joinTrees(parts: readonly TreeEnsemble[], featureCount: number): TreeEnsemble {
  const starts: number[] = [];
  let size = 0;
  for (const part of parts) {
    starts.push(size);
    size += part.feature.length;
  }
  const trees = parts.reduce((sum, part) => sum + part.roots.length, 0);
  const joined = {
    feature_count: featureCount,
    roots: new Int32Array(trees),
    feature: new Int16Array(size),
    threshold: new Float32Array(size),
    left: new Int32Array(size),
    right: new Int32Array(size),
    default_left: new Uint8Array(size),
    value: new Float32Array(size),
    ...(parts.every((part) => part.cover !== undefined) && { cover: new Float32Array(size) }),
  };
  let tree = 0;
  parts.forEach((part, i) => {
    const start = starts[i]!;
    const shifted = (node: number) => (node < 0 ? -1 : node + start);
    joined.roots.set(part.roots.map(shifted), tree);
    joined.left.set(part.left.map(shifted), start);
    joined.right.set(part.right.map(shifted), start);
    for (const name of ['feature', 'threshold', 'default_left', 'value'] as const) {
      joined[name].set(part[name], start);
    }
    if (joined.cover !== undefined) joined.cover.set(part.cover!, start);
    tree += part.roots.length;
  });
  return joined;
}

const word = new Float32Array(1);
const bits = new Uint32Array(word.buffer);

/**
 * The smallest 32-bit float that is not below `x`. For every 32-bit float v, v < x exactly where v < ceilFloat32(x);
 * rounding to the nearest would send a value between the two the other way.
 */
export function ceilFloat32(x: number): number {
  word[0] = x;
  if (word[0] >= x || Number.isNaN(x)) return word[0];
  if (word[0] === 0) bits[0] = 1;
  else bits[0] = word[0] > 0 ? bits[0]! + 1 : bits[0]! - 1;
  return word[0];
}
