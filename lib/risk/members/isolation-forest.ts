import { IsolationForest } from 'isolation-forest';
import type { Random } from '../../random';
import { type Dataset, pickRows, toArrays } from '../dataset';
import { ceilFloat32, TreeBuilder, type TreeEnsemble } from '../trees/ensemble';
import { sumLeaves } from '../trees/evaluate';

export interface IsolationOptions {
  trees: number;
  /** Rows that each tree isolates: ψ of the paper. */
  sample_size: number;
  random: Random;
  onTree?(tree: number): void;
}

/** The trees; a leaf's value is the path length that ends there. */
export interface IsolationModel {
  ensemble: TreeEnsemble;
  sample_size: number;
}

type IsolationNode = ReturnType<IsolationForest['fit']>[number] extends { getRootNode(): infer Node }
  ? Node
  : never;

/**
 * An isolation forest (F. T. Liu, K. M. Ting, Z.-H. Zhou, "Isolation forest", ICDM 2008, doi 10.1109/ICDM.2008.17)
 * whose trees the package isolation-forest grows. Left to itself the package grows every tree on all rows; so it is
 * given one tree and one subsample at a time. Labels are not looked at.
 */
export function trainIsolation(data: Dataset, options: IsolationOptions): IsolationModel {
  const builder = new TreeBuilder(data.feature_count);
  const size = Math.min(options.sample_size, data.labels.length);
  for (let tree = 0; tree < options.trees; tree++) {
    const sample = toArrays(pickRows(data, drawWithout(data.labels.length, size, options.random)));
    const [grown] = withRandom(options.random, () =>
      new IsolationForest(1, size).fit(sample as unknown as Record<string, number>[]),
    );
    copyTree(builder, builder.startTree(), grown!.getRootNode(), 0);
    options.onTree?.(tree);
  }
  return { ensemble: builder.finish(), sample_size: size };
}

/** Scores 2^(−E(h) / c(ψ)), eq. 2 of the paper: 0.5 is ordinary, towards 1 a row is easily told from the others. */
export function isolationScore({ ensemble, sample_size }: IsolationModel, rows: Float32Array): Float64Array {
  const ordinary = averagePath(sample_size) * ensemble.roots.length;
  const scores = sumLeaves(ensemble, rows);
  for (let row = 0; row < scores.length; row++) scores[row] = 2 ** (-scores[row]! / ordinary);
  return scores;
}

/** c(n), eq. 1 of the paper: the mean path length of an unsuccessful search among n rows; H(i) ≈ ln i + γ. */
export function averagePath(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + 0.5772156649015329) - (2 * (n - 1)) / n;
}

/**
 * The package draws from Math.random and takes no seed. Its tree building is synchronous, so Math.random is ours for
 * just that call; nothing else in the thread runs meanwhile.
 */
function withRandom<Result>(random: Random, build: () => Result): Result {
  const original = Math.random;
  Math.random = () => random.next();
  try {
    return build();
  } finally {
    Math.random = original;
  }
}

/** `size` different places among n, each set equally likely (R. Floyd, CACM 30(9), 1987, doi 10.1145/30401.315746). */
export function drawWithout(n: number, size: number, random: Random): number[] {
  const drawn = new Set<number>();
  for (let candidate = n - size; candidate < n; candidate++) {
    const place = random.below(candidate + 1);
    drawn.add(drawn.has(place) ? candidate : place);
  }
  return [...drawn];
}

/** The package also "splits" where all values are equal, which parts nothing: such steps are left out of the path. */
function copyTree(builder: TreeBuilder, place: number, start: IsolationNode, depth: number): void {
  let node = start;
  while (!node.isExternalNode() && isEmpty(node.leftChild)) node = node.rightChild;
  if (node.isExternalNode()) {
    builder.leaf(place, depth + averagePath(node.size()));
    return;
  }
  const [left, right] = builder.split(place, {
    feature: Number(node.splitAttribute),
    threshold: ceilFloat32(node.splitValue),
    default_left: false,
  });
  copyTree(builder, left, node.leftChild, depth + 1);
  copyTree(builder, right, node.rightChild, depth + 1);
}

function isEmpty(node: IsolationNode): boolean {
  return node.isExternalNode() && node.size() === 0;
}
