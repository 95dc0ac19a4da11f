import type { ReadModel, ReadOperation } from '../../onnx';
import { type TreeEnsemble, TreeBuilder } from '../trees/ensemble';
import { assembleTree, refused } from './assemble';
import type { Imported } from './imported';
import { OnnxNodes } from './onnx-nodes';

/** What may stand beside the trees: it changes no probability. */
const HARMLESS = ['Cast', 'Identity', 'ZipMap'];
const KINDS = ['TreeEnsembleClassifier', 'TreeEnsembleRegressor'];

/** What cannot be turned into trees can still be run as it is. */
const ELSEWHERE =
  'Any other classifier of the ten readings is run by onnxruntime-node: put it as gradient-boosting.onnx into the models ' +
  'folder of risk-predict (docs/risk.md)';

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
    const allowed = `one of ${KINDS.join(', ')}; beside it ${HARMLESS.join(', ')}`;
    throw refused(`${file}, operators`, got, allowed, other && ELSEWHERE);
  }
  const nodes = new OnnxNodes(operation, file);
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
  const own = nodes.trees();
  // Where leaves are averaged, the base is added to the mean of the trees.
  if (base !== 0) builder.leaf(builder.startTree(), nodes.averages ? base * own.length : base);
  for (const tree of own) {
    assembleTree(builder, `${file}, tree ${tree}`, nodes.rootOf(tree), featureCount, (node) =>
      nodes.at(tree, node),
    );
  }
  const trees = builder.finish();
  const source = `ONNX ${operation.type}`;
  if (logistic) return { member: 'gradient_boosting', trees, source };
  return { member: 'random_forest', trees: asVotes(trees, nodes.averages ? own.length : 1, file), source };
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

/** Leaves, whose sum by `divisor` is a probability, as votes, whose mean it is; refused where it may leave 0 to 1. */
function asVotes(trees: TreeEnsemble, divisor: number, file: string): TreeEnsemble {
  let [least, most] = [0, 0];
  trees.roots.forEach((root, tree) => {
    const end = trees.roots[tree + 1] ?? trees.feature.length;
    const leaves = trees.value.subarray(root, end).filter((_, k) => trees.feature[root + k]! < 0);
    least += leaves.reduce((a, b) => Math.min(a, b)) / divisor;
    most += leaves.reduce((a, b) => Math.max(a, b)) / divisor;
  });
  if (least < -1e-4 || most > 1 + 1e-4) {
    throw refused(`${file}, leaves`, `sums from ${least} to ${most}`, 'probabilities, 0 to 1, or LOGISTIC');
  }
  const scale = trees.roots.length / divisor;
  return { ...trees, value: trees.value.map((leaf) => leaf * scale) };
}
