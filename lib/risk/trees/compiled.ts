import type { TreeEnsemble } from './ensemble';

/** Trees made ready for walking without decisions; values stay where they are. */
export interface CompiledTrees {
  /** Feature that a node looks at; 0 at a leaf. */
  readonly feature: Int32Array;
  /** Infinite at a leaf: every finite value is below. */
  readonly threshold: Float32Array;
  /** The left child, the right one stands behind it; a leaf itself. */
  readonly link: Int32Array;
  /** Steps to the deepest leaf of each four trees. */
  readonly depths: Int32Array;
}

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

function compile({ roots, feature, threshold, left, right }: TreeEnsemble): CompiledTrees | null {
  const size = feature.length;
  const made = {
    feature: new Int32Array(size),
    threshold: new Float32Array(size).fill(Number.POSITIVE_INFINITY),
    link: new Int32Array(size),
    depths: new Int32Array((roots.length + 3) >> 2),
  };
  const deepest = new Int32Array(size);
  // Children stand behind their parent, so theirs is known when the parent's turn comes.
  for (let node = size - 1; node >= 0; node--) {
    if (feature[node]! < 0) {
      made.link[node] = node;
      continue;
    }
    if (right[node] !== left[node]! + 1) return null;
    made.feature[node] = feature[node]!;
    made.threshold[node] = threshold[node]!;
    made.link[node] = left[node]!;
    deepest[node] = 1 + Math.max(deepest[left[node]!]!, deepest[right[node]!]!);
  }
  roots.forEach((root, tree) => {
    made.depths[tree >> 2] = Math.max(made.depths[tree >> 2]!, deepest[root]!);
  });
  return made;
}
