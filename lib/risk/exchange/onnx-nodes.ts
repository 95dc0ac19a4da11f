import type { ReadAttribute, ReadOperation } from '../../onnx';
import { ceilFloat32 } from '../trees/ensemble';
import { type ForeignNode, MOST_NODES, refused } from './assemble';

/** Labels of the classes as converters write them. */
const NO = ['0', '-1', 'false', 'no'];
const YES = ['1', 'true', 'yes'];

/** The nodes of all trees of a TreeEnsembleClassifier or TreeEnsembleRegressor, found by tree and node number. */
export class OnnxNodes {
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
    this.checkClasses();
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

  /** The second class has to be failure: 0 and 1, false and true, no and yes, or −1 and 1. */
  private checkClasses(): void {
    const { attributes, type } = this.operation;
    if (type !== 'TreeEnsembleClassifier') return;
    const texts = attributes.get('classlabels_strings')?.strings ?? [];
    const labels = texts.length > 0 ? texts : this.list('classlabels_int64s', 'ints').map(String);
    const [holds, fails] = labels.map((label) => label.toLowerCase());
    if (labels.length === 0 || (labels.length === 2 && NO.includes(holds!) && YES.includes(fails!))) return;
    throw refused(
      `${this.file}, class labels`,
      labels.slice(0, 5).join(', '),
      'two in this order: 0 and 1, -1 and 1, false and true, or no and yes',
    );
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
