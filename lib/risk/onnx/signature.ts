import { READINGS } from '../../contract';
import { gridError } from '../../errors';
import type { OnnxValue } from './runtime';

/**
 * What a graph has to take and to give. Converters of classifiers (skl2onnx, onnxmltools) write two outputs, the
 * label and the probabilities; the probabilities are told by their type, and among several of it by their name.
 */
const WIDTH = READINGS.length;
const PROBABILITY_NAMES = ['probabilities', 'output_probability'];

/**
 * The name of the graph's one input.
 * @throws GridError INVALID_MODEL
 */
export function checkInput(file: string, inputs: readonly OnnxValue[]): string {
  const [input] = inputs;
  const [rows, columns] = input?.shape ?? [];
  const fits =
    inputs.length === 1 &&
    input!.type === 'float32' &&
    input!.shape?.length === 2 &&
    typeof rows === 'string' &&
    (typeof columns === 'string' || columns === WIDTH);
  if (fits) return input!.name;
  throw gridError('INVALID_MODEL', {
    at: `${file}, inputs`,
    got: signature(inputs),
    allowed: `one input, float32 [n,${WIDTH}], n free: ${READINGS.join(', ')}`,
  });
}

/**
 * The name of the output that holds the probabilities.
 * @throws GridError INVALID_MODEL
 */
export function pickOutput(file: string, outputs: readonly OnnxValue[]): string {
  const floats = outputs.filter(({ isTensor, type }) => isTensor && type === 'float32');
  const named = floats.filter(({ name }) => PROBABILITY_NAMES.includes(name));
  const [output, ...others] = floats.length === 1 ? floats : named;
  if (output !== undefined && others.length === 0) return output.name;
  throw gridError('INVALID_MODEL', {
    at: `${file}, outputs`,
    got: signature(outputs),
    allowed:
      'one float32 tensor of probabilities, [n,2], [n,1] or [n], or one of several by the name probabilities',
    remedy: 'Convert the classifier with zipmap off',
  });
}

/**
 * Columns of the probabilities that came for `count` rows.
 * @throws GridError INVALID_MODEL
 */
export function checkShape(file: string, output: string, dims: readonly number[], count: number): 1 | 2 {
  const [rows, columns = 1] = dims;
  if (dims.length <= 2 && rows === count && (columns === 1 || columns === 2)) return columns;
  throw gridError('INVALID_MODEL', {
    at: `${file}, output "${output}"`,
    got: `[${dims.join(',')}] for ${count} rows`,
    allowed: `[${count},2], [${count},1] or [${count}]`,
  });
}

/** Such as "label int64 [n], probabilities float32 [n,2]". */
function signature(values: readonly OnnxValue[]): string {
  const one = ({ name, isTensor, type, shape }: OnnxValue) =>
    isTensor
      ? `${name} ${type} [${shape?.map((size) => (size === '' ? '?' : size)).join(',')}]`
      : `${name}, no tensor`;
  return values.map(one).join(', ') || 'none';
}
