import { onnx } from 'onnx-proto';

/** Small classifier graphs, with the formula of each written out. */
const { FLOAT, INT64 } = onnx.TensorProto.DataType;

type Dim = number | string;

function value(name: string, elemType: number, dims: Dim[]): onnx.IValueInfoProto {
  const dim = dims.map((size) => (typeof size === 'string' ? { dimParam: size } : { dimValue: size }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

function encode(graph: onnx.IGraphProto): Uint8Array {
  const opsetImport = [
    { domain: '', version: 13 },
    { domain: 'ai.onnx.ml', version: 1 },
  ];
  return onnx.ModelProto.encode({ irVersion: 8, opsetImport, graph: { name: 'test', ...graph } }).finish();
}

const WEIGHTS = Float32Array.from({ length: 10 }, (_, i) => (i - 4.5) / 50);

/** σ(Σ weight × reading) */
export function logisticOf(row: ArrayLike<number>): number {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Math.fround(row[i]!), 0);
  return 1 / (1 + Math.exp(-sum));
}

/** Logistic regression, output [n,columns] or [n]; `link` Identity leaves the sums as they are. */
export function logisticGraph({
  columns = 1,
  flat = false,
  width = 10,
  link = 'Sigmoid',
  rows = 'n' as Dim,
} = {}) {
  const weights = Array.from({ length: width * columns }, (_, i) => WEIGHTS[Math.floor(i / columns) % 10]!);
  const last = flat ? 'q' : 'p';
  return encode({
    node: [
      { opType: 'MatMul', input: ['X', 'W'], output: ['z'] },
      { opType: link, input: ['z'], output: ['p'] },
      ...(flat ? [{ opType: 'Reshape', input: ['p', 'shape'], output: ['q'] }] : []),
    ],
    initializer: [
      { name: 'W', dataType: FLOAT, dims: [width, columns], floatData: weights },
      { name: 'shape', dataType: INT64, dims: [1], int64Data: [-1] },
    ],
    input: [value('X', FLOAT, [rows, width])],
    output: [value(last, FLOAT, flat ? [rows] : [rows, columns])],
  });
}

/** temperature above 90 °C: 0.9; else, load above 50 MW: 0.4; else 0.05 */
export function treeOf(row: ArrayLike<number>): number {
  if (row[0]! > 90) return 0.9;
  return row[1]! > 50 ? 0.4 : 0.05;
}

/** The tree as converters write it: a label and, with zipmap off, probabilities of both classes. */
export function treeGraph(output: 'probabilities' | 'label' = 'probabilities'): Uint8Array {
  const ints = (name: string, list: number[]) => ({
    name,
    type: onnx.AttributeProto.AttributeType.INTS,
    ints: list,
  });
  const floats = (name: string, list: number[]) => ({
    name,
    type: onnx.AttributeProto.AttributeType.FLOATS,
    floats: list,
  });
  const text = (word: string) => new TextEncoder().encode(word);
  const leaves = [2, 3, 4];
  const failure = [0.05, 0.4, 0.9];
  const attribute: onnx.IAttributeProto[] = [
    ints('nodes_treeids', [0, 0, 0, 0, 0]),
    ints('nodes_nodeids', [0, 1, 2, 3, 4]),
    ints('nodes_featureids', [0, 1, 0, 0, 0]),
    floats('nodes_values', [90, 50, 0, 0, 0]),
    ints('nodes_truenodeids', [1, 2, 0, 0, 0]),
    ints('nodes_falsenodeids', [4, 3, 0, 0, 0]),
    {
      name: 'nodes_modes',
      type: onnx.AttributeProto.AttributeType.STRINGS,
      strings: ['BRANCH_LEQ', 'BRANCH_LEQ', 'LEAF', 'LEAF', 'LEAF'].map(text),
    },
    ints('class_treeids', new Array(6).fill(0)),
    ints(
      'class_nodeids',
      leaves.flatMap((leaf) => [leaf, leaf]),
    ),
    ints('class_ids', [0, 1, 0, 1, 0, 1]),
    floats(
      'class_weights',
      failure.flatMap((p) => [1 - p, p]),
    ),
    ints('classlabels_int64s', [0, 1]),
    { name: 'post_transform', type: onnx.AttributeProto.AttributeType.STRING, s: text('NONE') },
  ];
  const outputs = [value('label', INT64, ['n']), value('probabilities', FLOAT, ['n', 2])];
  return encode({
    node: [
      {
        opType: 'TreeEnsembleClassifier',
        domain: 'ai.onnx.ml',
        input: ['X'],
        output: ['label', 'probabilities'],
        attribute,
      },
    ],
    input: [value('X', FLOAT, ['n', 10])],
    output: output === 'label' ? outputs.slice(0, 1) : outputs,
  });
}
