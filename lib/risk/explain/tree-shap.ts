import { gridError } from '../../errors';
import type { TreeEnsemble } from '../trees/ensemble';

/**
 * Exact contributions of each feature to each row's sum of leaves: S. M. Lundberg, G. G. Erion, S.-I. Lee, "Consistent
 * individualized feature attribution for tree ensembles", arXiv:1802.03888, algorithm 2 (path-dependent: a feature that is
 * not known sends a row both ways, by the training rows that each side has seen). For boosted trees these are log odds.
 * @param rows n × `feature_count` values, NaN where missing
 * @returns n × (`feature_count` + 1): the contributions, then what all rows start from; they add up to the sum of leaves
 * @throws GridError INVALID_MODEL where the trees do not say what their nodes have seen
 */
export function explainTrees(ensemble: TreeEnsemble, rows: Float32Array): Float64Array {
  if (ensemble.cover === undefined) {
    throw gridError('INVALID_MODEL', {
      at: 'trees, cover',
      got: 'nothing',
      allowed: 'the training rows that each node has seen',
      remedy: 'Train the model anew, or import one that holds them',
    });
  }
  const width = ensemble.feature_count;
  const explainer = new Explainer(ensemble, ensemble.cover);
  const contributions = new Float64Array((rows.length / width) * (width + 1));
  for (let row = 0; row * width < rows.length; row++) {
    explainer.explain(
      rows.subarray(row * width, row * width + width),
      contributions.subarray(row * (width + 1), (row + 1) * (width + 1)),
    );
  }
  return contributions;
}

/**
 * The path of unique features down to a node, in flat arrays: for each depth a copy of its own. d: the feature, z: the
 * share of paths that flow through where it is not known, o: where it is, w: the weight of the sets of each size.
 */
class Explainer {
  private readonly d: Int32Array;
  private readonly z: Float64Array;
  private readonly o: Float64Array;
  private readonly w: Float64Array;
  private readonly expected: number;
  private x: Float32Array = new Float32Array();
  private phi: Float64Array = new Float64Array();

  constructor(
    private readonly trees: TreeEnsemble,
    private readonly cover: Float32Array,
  ) {
    const depth = depthOf(trees) + 2;
    const size = (depth * (depth + 1)) / 2;
    this.d = new Int32Array(size);
    this.z = new Float64Array(size);
    this.o = new Float64Array(size);
    this.w = new Float64Array(size);
    this.expected = trees.roots.reduce((sum, root) => sum + this.meanOf(root), 0);
  }

  explain(x: Float32Array, phi: Float64Array): void {
    this.x = x;
    this.phi = phi;
    for (const root of this.trees.roots) this.recurse(root, 0, 0, 1, 1, -1);
    phi[phi.length - 1] = this.expected;
  }

  /** RECURSE of algorithm 2: node j, the path's start and length m, and how its parent's split extends it. */
  private recurse(j: number, parent: number, m: number, pz: number, po: number, pi: number): void {
    const at = parent + m;
    const { d, z, o, w } = this;
    d.copyWithin(at, parent, parent + m);
    z.copyWithin(at, parent, parent + m);
    o.copyWithin(at, parent, parent + m);
    w.copyWithin(at, parent, parent + m);
    this.extend(at, m, pz, po, pi);
    const feature = this.trees.feature[j]!;
    if (feature < 0) {
      const value = this.trees.value[j]!;
      for (let i = 1; i <= m; i++) {
        this.phi[d[at + i]!]! += this.unwoundSum(at, m, i) * (o[at + i]! - z[at + i]!) * value;
      }
      return;
    }
    const [hot, cold] = this.children(j, feature);
    let iz = 1;
    let io = 1;
    let length = m;
    for (let i = 1; i <= m; i++) {
      if (d[at + i] !== feature) continue;
      iz = z[at + i]!;
      io = o[at + i]!;
      this.unwind(at, m, i);
      length--;
      break;
    }
    const whole = this.cover[j]!;
    for (const [child, known] of [[hot, io] as const, [cold, 0] as const]) {
      const unknown = whole === 0 ? iz / 2 : (iz * this.cover[child]!) / whole;
      // Where neither lets a row through, nothing below can contribute.
      if (unknown !== 0 || known !== 0) this.recurse(child, at, length + 1, unknown, known, feature);
    }
  }

  /** EXTEND: the path grows by one feature; w of every size of set follows. */
  private extend(at: number, m: number, pz: number, po: number, pi: number): void {
    const { d, z, o, w } = this;
    d[at + m] = pi;
    z[at + m] = pz;
    o[at + m] = po;
    w[at + m] = m === 0 ? 1 : 0;
    for (let i = m - 1; i >= 0; i--) {
      w[at + i + 1]! += (po * w[at + i]! * (i + 1)) / (m + 1);
      w[at + i] = (pz * w[at + i]! * (m - i)) / (m + 1);
    }
  }

  /** UNWIND: takes the i-th feature out again. */
  private unwind(at: number, m: number, i: number): void {
    const { d, z, o, w } = this;
    const one = o[at + i]!;
    const zero = z[at + i]!;
    let next = w[at + m]!;
    for (let j = m - 1; j >= 0; j--) {
      if (one !== 0) {
        const kept = w[at + j]!;
        w[at + j] = (next * (m + 1)) / ((j + 1) * one);
        next = kept - (w[at + j]! * zero * (m - j)) / (m + 1);
      } else w[at + j] = (w[at + j]! * (m + 1)) / (zero * (m - j));
    }
    for (let j = i; j < m; j++) {
      d[at + j] = d[at + j + 1]!;
      z[at + j] = z[at + j + 1]!;
      o[at + j] = o[at + j + 1]!;
    }
  }

  /** The sum of w after the i-th feature has been taken out, without taking it out. */
  private unwoundSum(at: number, m: number, i: number): number {
    const { z, o, w } = this;
    const one = o[at + i]!;
    const zero = z[at + i]!;
    let next = w[at + m]!;
    let total = 0;
    for (let j = m - 1; j >= 0; j--) {
      if (one !== 0) {
        const unwound = (next * (m + 1)) / ((j + 1) * one);
        total += unwound;
        next = w[at + j]! - (unwound * zero * (m - j)) / (m + 1);
      } else if (zero !== 0) total += (w[at + j]! * (m + 1)) / (zero * (m - j));
    }
    return total;
  }

  private children(j: number, feature: number): [hot: number, cold: number] {
    const { threshold, default_left, left, right } = this.trees;
    const x = this.x[feature]!;
    const goesLeft = x < threshold[j]! || (Number.isNaN(x) && default_left[j] === 1);
    return goesLeft ? [left[j]!, right[j]!] : [right[j]!, left[j]!];
  }

  /** The mean of the leaves below a node, by the rows that each has seen. */
  private meanOf(j: number): number {
    const { feature, left, right, value } = this.trees;
    if (feature[j]! < 0) return value[j]!;
    const [l, r] = [left[j]!, right[j]!];
    const whole = this.cover[j]!;
    if (whole === 0) return (this.meanOf(l) + this.meanOf(r)) / 2;
    return (this.cover[l]! * this.meanOf(l) + this.cover[r]! * this.meanOf(r)) / whole;
  }
}

/** Splits on the longest path; children stand behind their parent, so one pass is enough. */
function depthOf({ feature, left, right }: TreeEnsemble): number {
  const depths = new Int32Array(feature.length);
  let deepest = 0;
  for (let node = 0; node < feature.length; node++) {
    if (feature[node]! < 0) continue;
    for (const child of [left[node]!, right[node]!]) {
      depths[child] = depths[node]! + 1;
      deepest = Math.max(deepest, depths[child]!);
    }
  }
  return deepest;
}
