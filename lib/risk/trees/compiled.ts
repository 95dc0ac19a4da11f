import type { TreeEnsemble } from './ensemble';

/**
 * Trees made ready for walking without decisions. A node is four words beside each other, so that a step touches one
 * line of the cache: link, feature, threshold, value; the first two whole numbers, the others 32-bit floats in the same
 * memory. The link is the place of the left child, the right one stands four words behind it. A leaf leads to itself, with
 * an infinite threshold, which every finite value is below.
 */
export interface CompiledTrees {
  readonly words: Int32Array;
  readonly floats: Float32Array;
  /** Places of the roots. */
  readonly roots: Int32Array;
  /** Steps to the deepest leaf of each `ABREAST` trees. */
  readonly depths: Int32Array;
}

/** Trees that are walked at once. More than six need more registers than there are. */
export const ABREAST = 6;

const known = new WeakMap<TreeEnsemble, CompiledTrees | null>();

/** The compiled form, made once; null where a right child does not stand behind its left one. */
export function compiled(ensemble: TreeEnsemble): CompiledTrees | null {
  let found = known.get(ensemble);
  if (found === undefined) {
    found = compile(ensemble);
    known.set(ensemble, found);
  }
  return found;
}

function compile({ roots, feature, threshold, left, right, value }: TreeEnsemble): CompiledTrees | null {
  const size = feature.length;
  const words = new Int32Array(4 * size);
  const floats = new Float32Array(words.buffer);
  const depths = new Int32Array(Math.ceil(roots.length / ABREAST));
  const deepest = new Int32Array(size);
  // Children stand behind their parent, so theirs is known when the parent's turn comes.
  for (let node = size - 1; node >= 0; node--) {
    const isLeaf = feature[node]! < 0;
    words[4 * node] = 4 * (isLeaf ? node : left[node]!);
    words[4 * node + 1] = isLeaf ? 0 : feature[node]!;
    floats[4 * node + 2] = isLeaf ? Number.POSITIVE_INFINITY : threshold[node]!;
    floats[4 * node + 3] = value[node]!;
    if (isLeaf) continue;
    if (right[node] !== left[node]! + 1) return null;
    deepest[node] = 1 + Math.max(deepest[left[node]!]!, deepest[right[node]!]!);
  }
  roots.forEach((root, tree) => {
    const group = Math.floor(tree / ABREAST);
    depths[group] = Math.max(depths[group]!, deepest[root]!);
  });
  return { words, floats, roots: roots.map((root) => 4 * root), depths };
}
