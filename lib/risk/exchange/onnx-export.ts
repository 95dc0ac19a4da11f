import { type Attribute, type Constant, ML_DOMAIN, type Operation, writeOnnx } from '../../onnx';
import type { EnsembleModel } from '../ensemble/files';
import { MEMBERS, type MemberName, VOTE_SMOOTHING } from '../ensemble/members';
import type { Pool } from '../ensemble/pool';
import { averagePath } from '../members/isolation-forest';
import type { TreeEnsemble } from '../trees/ensemble';

/** Operations and constants as they come. */
interface Draft {
  readonly operations: Operation[];
  readonly constants: Constant[];
}

/**
 * The whole ensemble as one ONNX file: the trees of each member of the first pool, then evidence, weights and the logistic
 * function in 64-bit floats, as this package computes them. Input `features`, float32 [n, inputs], NaN where missing;
 * output `failure_probability`, float32 [n, 1].
 */
export function exportOnnx({ card, members }: EnsembleModel): Uint8Array {
  const pool = card.combination.pools[0]!;
  const draft: Draft = { operations: [], constants: [] };
  const named = MEMBERS.filter((member) => pool.weights[member] !== undefined);
  const counting = named.filter((member) => pool.weights[member] !== 0);
  // Where none counts the offset is the answer; a member of weight 0 makes it one a row.
  const used = counting.length > 0 ? counting : named.slice(0, 1);
  let sum = constant(draft, 'offset', pool.offset);
  for (const member of used) {
    const evidence =
      member === 'isolation_forest'
        ? anomalyScore(draft, members.isolation_forest!)
        : member === 'random_forest'
          ? voteOdds(draft, members.random_forest!, members.vote_smoothing ?? VOTE_SMOOTHING)
          : leafSum(draft, 'gradient_boosting', members.gradient_boosting!);
    sum = weighted(draft, member, evidence, pool, sum);
  }
  const trained = operate(draft, 'Sigmoid', [sum], 'probability');
  const served = card.acceleration === undefined ? trained : unaccelerated(draft, trained, card.acceleration);
  operate(draft, 'Cast', [served], 'failure_probability', { to: { kind: 'integer', value: FLOAT } });
  return writeOnnx({
    name: card.id,
    description: `Failure probability, trained on ${card.trained_on}; ${card.horizon}`,
    ...draft,
    inputs: [{ name: 'features', shape: ['rows', card.features.length] }],
    outputs: [{ name: 'failure_probability', shape: ['rows', 1] }],
    metadata: {
      id: card.id,
      features: JSON.stringify(card.features.map(({ name }) => name)),
      trained_on: card.trained_on,
      trained_at: card.trained_at,
    },
  });
}

const FLOAT = 1;
const DOUBLE = 11;

/** 1 − (1 − p)^(1 / acceleration): failures as frequent as their hazards say. */
function unaccelerated(draft: Draft, probability: string, acceleration: number): string {
  const one = constant(draft, 'one', 1);
  const holds = operate(draft, 'Sub', [one, probability], 'holds');
  const exponent = constant(draft, 'per_acceleration', 1 / acceleration);
  const holdsUnhurried = operate(draft, 'Pow', [holds, exponent], 'holds_unaccelerated');
  return operate(draft, 'Sub', [one, holdsUnhurried], 'probability_unaccelerated');
}

function weighted(
  draft: Draft,
  member: MemberName,
  evidence: string,
  { weights }: Pool,
  sum: string,
): string {
  const weight = constant(draft, `${member}_weight`, weights[member]!);
  const part = operate(draft, 'Mul', [evidence, weight], `${member}_part`);
  return operate(draft, 'Add', [sum, part], `${member}_sum`);
}

/** Log odds of the votes, `smoothing` added to either side. */
function voteOdds(draft: Draft, trees: TreeEnsemble, smoothing: number): string {
  const name = 'random_forest';
  const sum = leafSum(draft, name, trees);
  const none = constant(draft, 'no_votes', 0);
  const all = constant(draft, 'all_votes', trees.roots.length);
  const smooth = constant(draft, 'vote_smoothing', smoothing);
  const some = operate(draft, 'Max', [sum, none], `${name}_some`);
  const votes = operate(draft, 'Min', [some, all], `${name}_votes`);
  const rest = operate(draft, 'Sub', [all, votes], `${name}_rest`);
  const yes = operate(draft, 'Add', [votes, smooth], `${name}_yes`);
  const no = operate(draft, 'Add', [rest, smooth], `${name}_no`);
  return operate(draft, 'Log', [operate(draft, 'Div', [yes, no], `${name}_odds`)], `${name}_evidence`);
}

/** 2^(−path / ordinary path) = exp(−ln 2 × path / ordinary path). */
function anomalyScore(
  draft: Draft,
  { ensemble, sample_size }: { ensemble: TreeEnsemble; sample_size: number },
): string {
  const name = 'isolation_forest';
  const ordinary = averagePath(sample_size) * ensemble.roots.length;
  const factor = constant(draft, `${name}_factor`, -Math.LN2 / ordinary);
  const exponent = operate(draft, 'Mul', [leafSum(draft, name, ensemble), factor], `${name}_exponent`);
  return operate(draft, 'Exp', [exponent], `${name}_evidence`);
}

/** The sum of leaves, as a 64-bit float. */
function leafSum(draft: Draft, name: string, trees: TreeEnsemble): string {
  draft.operations.push({
    type: 'TreeEnsembleRegressor',
    domain: ML_DOMAIN,
    inputs: ['features'],
    outputs: [`${name}_leaves`],
    attributes: treeAttributes(trees),
  });
  return operate(draft, 'Cast', [`${name}_leaves`], `${name}_sum_of_leaves`, {
    to: { kind: 'integer', value: DOUBLE },
  });
}

/** Nodes are numbered from 0 in each tree; what is below the threshold is true. */
function treeAttributes(trees: TreeEnsemble): Record<string, Attribute> {
  const size = trees.feature.length;
  const treeOf = new Int32Array(size);
  const idOf = new Int32Array(size);
  for (let tree = 0; tree < trees.roots.length; tree++) {
    const start = trees.roots[tree]!;
    const end = trees.roots[tree + 1] ?? size;
    for (let node = start; node < end; node++) {
      treeOf[node] = tree;
      idOf[node] = node - start;
    }
  }
  const isLeaf = (node: number) => trees.feature[node]! < 0;
  const nodes = Int32Array.from({ length: size }, (_, node) => node);
  const leaves = nodes.filter(isLeaf);
  const integers = (value: ArrayLike<number>): Attribute => ({ kind: 'integers', value });
  const child = (children: Int32Array) =>
    integers(nodes.map((node) => (isLeaf(node) ? 0 : idOf[children[node]!]!)));
  return {
    nodes_treeids: integers(treeOf),
    nodes_nodeids: integers(idOf),
    nodes_featureids: integers(nodes.map((node) => Math.max(0, trees.feature[node]!))),
    nodes_values: { kind: 'floats', value: trees.threshold },
    nodes_modes: { kind: 'texts', value: Array.from(nodes, (node) => (isLeaf(node) ? 'LEAF' : 'BRANCH_LT')) },
    nodes_truenodeids: child(trees.left),
    nodes_falsenodeids: child(trees.right),
    nodes_missing_value_tracks_true: integers(trees.default_left),
    target_treeids: integers(leaves.map((node) => treeOf[node]!)),
    target_nodeids: integers(leaves.map((node) => idOf[node]!)),
    target_ids: integers(new Int32Array(leaves.length)),
    target_weights: { kind: 'floats', value: Float32Array.from(leaves, (node) => trees.value[node]!) },
    n_targets: { kind: 'integer', value: 1 },
    aggregate_function: { kind: 'text', value: 'SUM' },
    post_transform: { kind: 'text', value: 'NONE' },
  };
}

function operate(
  draft: Draft,
  type: string,
  inputs: readonly string[],
  output: string,
  attributes: Record<string, Attribute> = {},
): string {
  draft.operations.push({ type, inputs, outputs: [output], attributes });
  return output;
}

function constant({ constants }: Draft, name: string, value: number): string {
  constants.push({ name, shape: [1, 1], values: Float64Array.of(value) });
  return name;
}
