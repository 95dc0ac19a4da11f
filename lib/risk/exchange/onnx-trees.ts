import type { ReadAttribute, ReadModel, ReadOperation } from '../../onnx';
import { ceilFloat32, type TreeEnsemble, TreeBuilder } from '../trees/ensemble';
import { assembleTree, type ForeignNode, MOST_NODES, refused } from './assemble';
import type { Imported } from './imported';

/** What may stand beside the trees: it changes no probability. */
const HARMLESS = ['Cast', 'Identity', 'ZipMap'];
const KINDS = ['TreeEnsembleClassifier', 'TreeEnsembleRegressor'];

/**
 * The trees of an ONNX model with one TreeEnsembleClassifier or TreeEnsembleRegressor, as skl2onnx and onnxmltools write
 * them (https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleClassifier.html).
 * @param file for errors
 * @throws GridError INVALID_MODEL: another operator, more than two classes, what is no tree
 */
export function importOnnxTrees(model: ReadModel, file: string): Imported {
  const other = model.operations.find(({ type }) => !KINDS.includes(type) && !HARMLESS.includes(type));
  const [operation, second] = model.operations.filter(({ type }) => KINDS.includes(type));
  if (other !== undefined || operation === undefined || second !== undefined) {
    const got = other?.type ?? `${second === undefined ? 'no' : 'more than one'} tree ensemble`;
    throw refused(`${file}, operators`, got, `one of ${KINDS.join(', ')}; beside it ${HARMLESS.join(', ')}`);
  }
  const nodes = new Nodes(operation, file);
  const featureCount = model.inputs[0]?.width ?? nodes.highestFeature() + 1;
  if (model.inputs.length !== 1 || featureCount < 1 || featureCount > 32_767) {
    throw refused(
      `${file}, inputs`,
      `${model.inputs.length} of width ${featureCount}`,
      'one, [n, 1 to 32767]',
    );
  }
  const logistic = isLogistic(operation, file);
  const builder = new TreeBuilder(featureCount);
  const base = nodes.base();
  if (base !== 0) builder.leaf(builder.startTree(), base);
  for (const tree of nodes.trees()) {
    assembleTree(builder, `${file}, tree ${tree}`, nodes.rootOf(tree), featureCount, (node) =>
      nodes.at(tree, node),
    );
  }
  const trees = builder.finish();
  const source = `ONNX ${operation.type}`;
  if (logistic) return { member: 'gradient_boosting', trees, source };
  return { member: 'random_forest', trees: asVotes(trees, nodes.averages, file), source };
}

/**
 * Whether the sum of leaves is log odds; else it is a probability. A regressor's LOGISTIC is refused: the standard
 * applies it, onnxruntime (1.30) does not.
 */
function isLogistic({ attributes, type }: ReadOperation, file: string): boolean {
  const transform = attributes.get('post_transform')?.s ?? 'NONE';
  const classifies = type === 'TreeEnsembleClassifier';
  if (transform === 'LOGISTIC' && classifies) return true;
  if (transform === 'NONE') return false;
  throw refused(
    `${file}, post_transform`,
    transform,
    classifies ? 'LOGISTIC or NONE' : 'NONE in a regressor',
  );
}

/** Leaves as votes, whose mean is the probability; refused where a sum may leave 0 to 1. */
function asVotes(trees: TreeEnsemble, averages: boolean, file: string): TreeEnsemble {
  const count = trees.roots.length;
  const scale = averages ? 1 : count;
  let [least, most] = [0, 0];
  trees.roots.forEach((root, tree) => {
    const end = trees.roots[tree + 1] ?? trees.feature.length;
    const leaves = trees.value.subarray(root, end).filter((_, k) => trees.feature[root + k]! < 0);
    const share = averages ? 1 / count : 1;
    least += share * leaves.reduce((a, b) => Math.min(a, b));
    most += share * leaves.reduce((a, b) => Math.max(a, b));
  });
  if (least < -1e-4 || most > 1 + 1e-4) {
    throw refused(`${file}, leaves`, `sums from ${least} to ${most}`, 'probabilities, 0 to 1, or LOGISTIC');
  }
  return { ...trees, value: trees.value.map((leaf) => leaf * scale) };
}

/** The nodes of all trees, found by tree and node number. */
class Nodes {
  readonly averages: boolean;
  private readonly places = new Map<number, Map<number, number>>();
  private readonly leaves: Float64Array;

  constructor(
    private readonly operation: ReadOperation,
    private readonly file: string,
  ) {
    const trees = this.list('nodes_treeids', 'ints');
    const ids = this.list('nodes_nodeids', 'ints', trees.length);
    if (trees.length === 0 || trees.length > MOST_NODES) {
      throw refused(`${file}, nodes_treeids`, trees.length, `1 to ${MOST_NODES} nodes`);
    }
    trees.forEach((tree, place) => {
      const own = this.places.get(tree) ?? new Map<number, number>();
      this.places.set(tree, own.set(ids[place]!, place));
    });
    const size = trees.length;
    for (const name of ['nodes_featureids', 'nodes_truenodeids', 'nodes_falsenodeids'] as const) {
      this.list(name, 'ints', size);
    }
    this.floats('nodes_values', size);
    if (this.operation.attributes.get('nodes_modes')?.strings.length !== size) {
      throw refused(`${file}, nodes_modes`, 'another number of entries', `${size}, one a node`);
    }
    this.averages = this.aggregates();
    this.leaves = this.readLeaves(size);
  }

  trees(): number[] {
    return [...this.places.keys()];
  }

  highestFeature(): number {
    return this.list('nodes_featureids', 'ints').reduce((most, feature) => Math.max(most, feature), 0);
  }

  /** The node that no other leads to: converters put it first. */
  rootOf(tree: number): number {
    return this.places.get(tree)!.keys().next().value!;
  }

  at(tree: number, node: number): ForeignNode {
    const place = this.places.get(tree)!.get(node);
    if (place === undefined) throw refused(`${this.file}, tree ${tree}, child`, node, 'a node of the tree');
    const { attributes } = this.operation;
    const mode = attributes.get('nodes_modes')!.strings[place]!;
    if (mode === 'LEAF') return { value: this.leaves[place]! };
    const value = this.floats('nodes_values')[place]!;
    const whenTrue = attributes.get('nodes_truenodeids')!.ints[place]!;
    const whenFalse = attributes.get('nodes_falsenodeids')!.ints[place]!;
    const tracksTrue = attributes.get('nodes_missing_value_tracks_true')?.ints[place] === 1;
    const feature = attributes.get('nodes_featureids')!.ints[place]!;
    // x ≤ v is x < the next float above v.
    const threshold = mode === 'BRANCH_LEQ' || mode === 'BRANCH_GT' ? above(value) : ceilFloat32(value);
    if (mode === 'BRANCH_LT' || mode === 'BRANCH_LEQ') {
      return { feature, threshold, default_left: tracksTrue, left: whenTrue, right: whenFalse };
    }
    if (mode === 'BRANCH_GT' || mode === 'BRANCH_GTE') {
      return { feature, threshold, default_left: !tracksTrue, left: whenFalse, right: whenTrue };
    }
    const allowed = 'BRANCH_LT, BRANCH_LEQ, BRANCH_GT, BRANCH_GTE, LEAF';
    throw refused(`${this.file}, tree ${tree}, node ${node}, mode`, mode, allowed);
  }

  /** What is added to the sum of leaves: of two values that of failure. */
  base(): number {
    const values = this.floats('base_values');
    if (values.length <= 2) return values.at(-1) ?? 0;
    throw refused(`${this.file}, base_values`, `${values.length} classes`, 'one or two');
  }

  private aggregates(): boolean {
    const { attributes, type } = this.operation;
    const wanted = attributes.get('aggregate_function')?.s ?? 'SUM';
    if (wanted !== 'SUM' && wanted !== 'AVERAGE') {
      throw refused(`${this.file}, aggregate_function`, wanted, 'SUM or AVERAGE');
    }
    const targets = type === 'TreeEnsembleRegressor' ? (attributes.get('n_targets')?.i ?? 1) : 1;
    if (targets !== 1) throw refused(`${this.file}, n_targets`, targets, '1');
    return wanted === 'AVERAGE';
  }

  /** The weight of failure at each leaf: of the class 1, or of the one that there is. */
  private readLeaves(size: number): Float64Array {
    const prefix = this.operation.type === 'TreeEnsembleClassifier' ? 'class' : 'target';
    const weights = this.floats(`${prefix}_weights`);
    const trees = this.list(`${prefix}_treeids`, 'ints', weights.length);
    const nodes = this.list(`${prefix}_nodeids`, 'ints', weights.length);
    const ids = this.list(`${prefix}_ids`, 'ints', weights.length);
    const classes = new Set(ids);
    if (ids.some((id) => id !== 0 && id !== 1)) {
      throw refused(`${this.file}, ${prefix}_ids`, [...classes].slice(0, 5), 'two classes, 0 and 1');
    }
    const failure = classes.has(1) ? 1 : 0;
    const leaves = new Float64Array(size);
    weights.forEach((weight, k) => {
      if (ids[k] !== failure) return;
      const place = this.places.get(trees[k]!)?.get(nodes[k]!);
      if (place === undefined)
        throw refused(`${this.file}, ${prefix}_nodeids`, nodes[k], 'a node of its tree');
      leaves[place]! += weight;
    });
    return leaves;
  }

  private floats(name: string, size?: number): readonly number[] {
    const { attributes } = this.operation;
    const found = attributes.has(`${name}_as_tensor`) ? `${name}_as_tensor` : name;
    return this.list(found, 'floats', size);
  }

  private list(name: string, kind: 'ints' | 'floats', size?: number): readonly number[] {
    const attribute: ReadAttribute | undefined = this.operation.attributes.get(name);
    const list = attribute?.[kind] ?? [];
    if (size === undefined || list.length === size) return list;
    throw refused(`${this.file}, ${name}`, `${list.length} entries`, `${size}`);
  }
}

/** The least 32-bit float above the greatest one that is not above `x`: v ≤ x exactly where v < above(x). */
function above(x: number): number {
  const ceiling = ceilFloat32(x);
  if (ceiling > x) return ceiling;
  // The next float: a step beyond this one, rounded up.
  const step = ceiling === 0 ? 2 ** -149 : Math.abs(ceiling) * 2 ** -30;
  return ceilFloat32(ceiling + step);
}
