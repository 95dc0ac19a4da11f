import type { Dataset } from '../dataset';
import type { TreeBuilder } from '../trees/ensemble';
import { type Level, newLevel, type RowState, type SplitFinder, score, type TreeOptions } from './split';

/** A split is worth making above this gain, whatever gamma is. */
const LEAST_GAIN = 1e-6;

interface GrownNode {
  weight: number;
  gain: number;
  feature: number;
  threshold: number;
  default_left: boolean;
  /** The sum of hessians: how many rows, by weight, the node has seen. */
  cover: number;
  children?: [GrownNode, GrownNode];
}

/**
 * Grows one tree, level by level (Chen & Guestrin 2016, algorithms 1 and 3), prunes the splits that bring less than
 * gamma from the leaves upwards, and adds it to the builder.
 * @param state each row's place is 0 where it takes part in this tree, −1 where it does not; left at −1
 * @param features those that this tree may split on
 */
export function growTree(
  builder: TreeBuilder,
  data: Dataset,
  finder: SplitFinder,
  state: RowState,
  features: readonly number[],
  options: TreeOptions,
): void {
  const root = emptyNode();
  let nodes = [root];
  for (let depth = 0; nodes.length > 0; depth++) {
    const level = sumLevel(nodes, state, options);
    if (depth === options.max_depth) break;
    finder.find(level, state, features, options);
    nodes = splitLevel(nodes, level, data, state.place);
  }
  prune(root, options.gamma);
  write(builder, builder.startTree(), root, options.eta);
}

function emptyNode(): GrownNode {
  return { weight: 0, gain: 0, feature: -1, threshold: 0, default_left: false, cover: 0 };
}

/** Sums the gradients of each node and sets its weight, −G / (H + λ): eq. 5 of Chen & Guestrin 2016. */
function sumLevel(
  nodes: GrownNode[],
  { place, gradients, hessians }: RowState,
  { lambda, min_child_weight }: TreeOptions,
): Level {
  const level = newLevel(nodes.length);
  for (let row = 0; row < place.length; row++) {
    const node = place[row]!;
    if (node < 0) continue;
    level.gradient[node]! += gradients[row]!;
    level.hessian[node]! += hessians[row]!;
  }
  nodes.forEach((node, i) => {
    const hessian = level.hessian[i]!;
    const tooLight = hessian < min_child_weight || hessian <= 0;
    node.weight = tooLight ? 0 : Math.fround(-level.gradient[i]! / (hessian + lambda));
    node.cover = hessian;
    level.worth[i] = score(level.gradient[i]!, hessian, lambda);
  });
  return level;
}

/** Turns the best splits into children and moves the rows to them; rows of leaves get the place −1. */
function splitLevel(nodes: GrownNode[], level: Level, data: Dataset, place: Int32Array): GrownNode[] {
  const next: GrownNode[] = [];
  const firstChild = nodes.map((node, i) => {
    if (level.gain[i]! <= LEAST_GAIN) return -1;
    node.gain = level.gain[i]!;
    node.feature = level.feature[i]!;
    node.threshold = level.threshold[i]!;
    node.default_left = level.default_left[i] === 1;
    node.children = [emptyNode(), emptyNode()];
    return next.push(...node.children) - 2;
  });
  for (let row = 0; row < place.length; row++) {
    const at = place[row]!;
    if (at < 0) continue;
    if (firstChild[at]! < 0) {
      place[row] = -1;
      continue;
    }
    const node = nodes[at]!;
    const value = data.rows[row * data.feature_count + node.feature]!;
    const goesLeft = Number.isNaN(value) ? node.default_left : value < node.threshold;
    place[row] = firstChild[at]! + (goesLeft ? 0 : 1);
  }
  return next;
}

function prune(node: GrownNode, gamma: number): void {
  if (node.children === undefined) return;
  for (const child of node.children) prune(child, gamma);
  const overLeaves = node.children.every((child) => child.children === undefined);
  if (overLeaves && node.gain < gamma) node.children = undefined;
}

function write(builder: TreeBuilder, place: number, node: GrownNode, eta: number): void {
  builder.cover(place, node.cover);
  if (node.children === undefined) {
    builder.leaf(place, Math.fround(node.weight * Math.fround(eta)));
    return;
  }
  const [left, right] = builder.split(place, node);
  write(builder, left, node.children[0], eta);
  write(builder, right, node.children[1], eta);
}
