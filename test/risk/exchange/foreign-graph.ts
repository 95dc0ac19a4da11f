import { onnx } from 'onnx-proto';
import { Random } from '../../../lib/random';

/** How a converter might write trees. */
export interface Foreign {
  type: 'TreeEnsembleClassifier' | 'TreeEnsembleRegressor';
  modes: string[];
  classes?: 'both' | 'one';
  transform: 'NONE' | 'LOGISTIC';
  base?: number;
  averages?: boolean;
  /** Rows without the feature follow marks of their own. */
  missing?: boolean;
}

const { INT, INTS, FLOATS, STRING, STRINGS } = onnx.AttributeProto.AttributeType;
const { FLOAT, INT64 } = onnx.TensorProto.DataType;
const TREES = 9;
const DEPTH = 4;
const text = (word: string) => new TextEncoder().encode(word);

/** Nine full trees of three features with thresholds on the grid of the test's values, written by onnx-proto. */
export function foreignGraph(kind: Foreign, seed: number): Uint8Array {
  const random = new Random(seed);
  const nodes = Array.from({ length: TREES * (2 ** (DEPTH + 1) - 1) }, (_, k) => {
    const id = k % (2 ** (DEPTH + 1) - 1);
    return {
      tree: Math.floor(k / (2 ** (DEPTH + 1) - 1)),
      id,
      leaf: id >= 2 ** DEPTH - 1,
      feature: random.below(3),
      value: Math.round(random.normal() * 8) / 8,
      mode: kind.modes[random.below(kind.modes.length)]!,
      tracks: random.below(2),
      weight: kind.transform === 'NONE' ? random.next() / (kind.averages ? 2 : TREES) : random.normal(),
    };
  });
  const ints = (name: string, list: number[]) => ({ name, type: INTS, ints: list });
  const floats = (name: string, list: number[]) => ({ name, type: FLOATS, floats: list });
  const leaves = nodes.filter(({ leaf }) => leaf);
  const prefix = kind.type === 'TreeEnsembleClassifier' ? 'class' : 'target';
  const weights = leaves.flatMap((node) =>
    kind.classes === 'both'
      ? [
          { ...node, class: 0, weight: 1 / TREES - node.weight },
          { ...node, class: 1 },
        ]
      : [{ ...node, class: 0 }],
  );
  const attribute: onnx.IAttributeProto[] = [
    ints(
      'nodes_treeids',
      nodes.map(({ tree }) => tree),
    ),
    ints(
      'nodes_nodeids',
      nodes.map(({ id }) => id),
    ),
    ints(
      'nodes_featureids',
      nodes.map(({ leaf, feature }) => (leaf ? 0 : feature)),
    ),
    floats(
      'nodes_values',
      nodes.map(({ leaf, value }) => (leaf ? 0 : value)),
    ),
    {
      name: 'nodes_modes',
      type: STRINGS,
      strings: nodes.map(({ leaf, mode }) => text(leaf ? 'LEAF' : mode)),
    },
    ints(
      'nodes_truenodeids',
      nodes.map(({ leaf, id }) => (leaf ? 0 : 2 * id + 1)),
    ),
    ints(
      'nodes_falsenodeids',
      nodes.map(({ leaf, id }) => (leaf ? 0 : 2 * id + 2)),
    ),
    ...(kind.missing
      ? [
          ints(
            'nodes_missing_value_tracks_true',
            nodes.map(({ tracks }) => tracks),
          ),
        ]
      : []),
    ints(
      `${prefix}_treeids`,
      weights.map(({ tree }) => tree),
    ),
    ints(
      `${prefix}_nodeids`,
      weights.map(({ id }) => id),
    ),
    ints(
      `${prefix}_ids`,
      weights.map((leaf) => leaf.class),
    ),
    floats(
      `${prefix}_weights`,
      weights.map(({ weight }) => weight),
    ),
    { name: 'post_transform', type: STRING, s: text(kind.transform) },
    ...(kind.averages ? [{ name: 'aggregate_function', type: STRING, s: text('AVERAGE') }] : []),
    ...(kind.base === undefined ? [] : [floats('base_values', [kind.base])]),
    ...(prefix === 'class' ? [ints('classlabels_int64s', [0, 1])] : [{ name: 'n_targets', type: INT, i: 1 }]),
  ];
  return encode(kind, attribute);
}

function encode(kind: Foreign, attribute: onnx.IAttributeProto[]): Uint8Array {
  const classifier = kind.type === 'TreeEnsembleClassifier';
  const value = (name: string, elemType: number, width?: number): onnx.IValueInfoProto => {
    const dim = [{ dimParam: 'n' }, ...(width === undefined ? [] : [{ dimValue: width }])];
    return { name, type: { tensorType: { elemType, shape: { dim } } } };
  };
  const output = classifier ? [value('label', INT64), value('p', FLOAT, 2)] : [value('p', FLOAT, 1)];
  const operation = {
    opType: kind.type,
    domain: 'ai.onnx.ml',
    input: ['X'],
    output: output.map(({ name }) => name!),
    attribute,
  };
  return onnx.ModelProto.encode({
    irVersion: 8,
    opsetImport: [
      { domain: '', version: 13 },
      { domain: 'ai.onnx.ml', version: 1 },
    ],
    graph: { name: 'test', node: [operation], input: [value('X', FLOAT, 3)], output },
  }).finish();
}
