import { TreeBuilder } from '../trees/ensemble';
import { assembleTree, type ForeignNode, refused } from './assemble';
import type { Imported } from './imported';

/**
 * What is read of XGBoost's JSON (its schema: https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html).
 * Numbers of parameters stand there as texts.
 */
interface XgboostTree {
  left_children: number[];
  right_children: number[];
  split_indices: number[];
  split_conditions: number[];
  default_left: (number | boolean)[];
  sum_hessian: number[];
  split_type?: number[];
}

const ARRAYS = [
  'left_children',
  'right_children',
  'split_indices',
  'split_conditions',
  'default_left',
  'sum_hessian',
] as const;

type Json = Record<string, unknown> | undefined;

/**
 * The trees of an XGBoost model.json with the objective binary:logistic. The base score becomes a first tree of one leaf.
 * @param file for errors
 * @throws GridError INVALID_MODEL
 */
export function importXgboost(model: unknown, file: string): Imported {
  const learner = (model as Json)?.learner as Json;
  const booster = learner?.gradient_booster as Json;
  const objective = (learner?.objective as Json)?.name;
  if (objective !== 'binary:logistic' && objective !== 'reg:logistic') {
    throw refused(`${file}, learner.objective.name`, objective ?? 'nothing', 'binary:logistic');
  }
  if (booster?.name !== 'gbtree')
    throw refused(`${file}, gradient_booster.name`, booster?.name ?? 'nothing', 'gbtree');
  const params = learner?.learner_model_param as Json;
  const featureCount = Number(params?.num_feature);
  if (!Number.isInteger(featureCount) || featureCount < 1 || featureCount > 32_767) {
    throw refused(`${file}, num_feature`, params?.num_feature ?? 'nothing', '1 to 32767');
  }
  const trees = (booster.model as Json)?.trees;
  if (!Array.isArray(trees) || trees.length === 0)
    throw refused(`${file}, trees`, typeof trees, 'a list of trees');
  const builder = new TreeBuilder(featureCount);
  addBase(builder, params?.base_score, file);
  trees.forEach((tree: Partial<XgboostTree> | null, k) => {
    addTree(builder, tree, `${file}, tree ${k}`, featureCount);
  });
  return {
    member: 'gradient_boosting',
    trees: builder.finish(),
    names: namesOf(learner?.feature_names, featureCount),
    source: 'XGBoost model.json',
  };
}

/** The base score is a probability: "5E-1", or "[5E-1]" from XGBoost 3 on. */
function addBase(builder: TreeBuilder, text: unknown, file: string): void {
  const base = Number(String(text).replace(/^\[(.*)\]$/, '$1'));
  if (!(base > 0 && base < 1)) throw refused(`${file}, base_score`, text, 'a probability between 0 and 1');
  if (base === 0.5) return;
  const root = builder.startTree();
  builder.leaf(root, -Math.log(1 / base - 1));
  builder.cover(root, 1);
}

function addTree(
  builder: TreeBuilder,
  tree: Partial<XgboostTree> | null,
  at: string,
  featureCount: number,
): void {
  const size = tree?.left_children?.length ?? 0;
  for (const name of ARRAYS) {
    const list: unknown = tree?.[name];
    if (Array.isArray(list) && list.length === size && size > 0) continue;
    throw refused(
      `${at}, ${name}`,
      Array.isArray(list) ? `${list.length} entries` : typeof list,
      `${size || 1}`,
    );
  }
  const { left_children, right_children, split_indices, split_conditions, default_left, sum_hessian } =
    tree as XgboostTree;
  if (tree!.split_type?.some((type) => type !== 0)) {
    throw refused(`${at}, split_type`, 'a split by category', 'splits of numbers alone');
  }
  const nodeOf = (node: number): ForeignNode => {
    if (!Number.isInteger(node) || node < 0 || node >= size)
      throw refused(`${at}, child`, node, `0 to ${size - 1}`);
    const cover = sum_hessian[node];
    if (left_children[node] === -1) return { value: split_conditions[node]!, cover };
    return {
      feature: split_indices[node]!,
      threshold: split_conditions[node]!,
      default_left: Boolean(default_left[node]),
      left: left_children[node]!,
      right: right_children[node]!,
      cover,
    };
  };
  assembleTree(builder, at, 0, featureCount, nodeOf);
}

function namesOf(names: unknown, featureCount: number): string[] | undefined {
  const usable =
    Array.isArray(names) &&
    names.length === featureCount &&
    names.every((name) => typeof name === 'string' && name !== '') &&
    new Set(names).size === featureCount;
  return usable ? names : undefined;
}
