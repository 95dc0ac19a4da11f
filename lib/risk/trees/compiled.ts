import type { TreeEnsemble } from './ensemble';

/**
 * Trees made ready for walking without decisions. A node is two words beside each other, so that a step touches one line
 * of the cache and many nodes share one: link and feature in the bits of a whole number, and the threshold, a 32-bit float in
 * the same memory. The link is the number of the left child, the right one is the next. A leaf leads to itself, with an
 * infinite threshold, which every finite value is below.
 */
export interface CompiledTrees {
  readonly words: Uint32Array;
  readonly thresholds: Float32Array;
  /** Bits of the feature, below those of the link. */
  readonly featureBits: number;
  /** By the number of the node, as in the ensemble. */
  readonly values: Float32Array;
  readonly roots: Int32Array;
  /** Steps to the deepest leaf of each `ABREAST` trees. */
  readonly depths: Int32Array;
}

/** Trees that are walked at once. More than six need more registers than there are. */
export const ABREAST = 6;

const known = new WeakMap<TreeEnsemble, CompiledTrees | null>();

/** The compiled form, made once; null where a right child does not stand behind its left one, or nodes are too many. */
export function compiled(ensemble: TreeEnsemble): CompiledTrees | null {
  let found = known.get(ensemble);
  if (found === undefined) {
    found = compile(ensemble);
    known.set(ensemble, found);
  }
  return found;
}

function compile(ensemble: TreeEnsemble): CompiledTrees | null {
  const { feature_count, roots, feature, threshold, left, right, value } = ensemble;
  const size = feature.length;
  const featureBits = 32 - Math.clz32(feature_count - 1);
  if (size > 2 ** (32 - featureBits)) return null;
  const words = new Uint32Array(2 * size);
  const thresholds = new Float32Array(words.buffer);
  const depths = new Int32Array(Math.ceil(roots.length / ABREAST));
  const deepest = new Int32Array(size);
  // Children stand behind their parent, so theirs is known when the parent's turn comes.
  for (let node = size - 1; node >= 0; node--) {
    const isLeaf = feature[node]! < 0;
    const link = isLeaf ? node : left[node]!;
    words[2 * node] = link * 2 ** featureBits + (isLeaf ? 0 : feature[node]!);
    thresholds[2 * node + 1] = isLeaf ? Number.POSITIVE_INFINITY : threshold[node]!;
    if (isLeaf) continue;
    if (right[node] !== left[node]! + 1) return null;
    deepest[node] = 1 + Math.max(deepest[left[node]!]!, deepest[right[node]!]!);
  }
  roots.forEach((root, tree) => {
    const group = Math.floor(tree / ABREAST);
    depths[group] = Math.max(depths[group]!, deepest[root]!);
  });
  return { words, thresholds, featureBits, values: value, roots, depths };
}
