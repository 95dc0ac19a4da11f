import { type Operation, writeOnnx } from '../../../onnx';
import type { ValueNetwork } from '../value-network';

/**
 * The network as an ONNX file: `rows` (n × the state's figures, then the option's) gives `values` (n × 2: the hour's
 * reward and the time after it, per cent of the scale).
 */
export function exportNetwork(
  { dense }: ValueNetwork,
  name: string,
  metadata: Record<string, string>,
): Uint8Array {
  const { sizes, weights } = dense;
  const operations: Operation[] = [];
  const constants = [];
  let at = 0;
  let input = 'rows';
  for (let layer = 1; layer < sizes.length; layer++) {
    const [inputs, outputs] = [sizes[layer - 1], sizes[layer]];
    const last = layer === sizes.length - 1;
    const sums = last ? 'values' : `sums${layer}`;
    const matrix = Float32Array.from(weights.subarray(at, at + inputs * outputs));
    at += inputs * outputs;
    constants.push({ name: `weights${layer}`, shape: [inputs, outputs], values: matrix });
    constants.push({
      name: `biases${layer}`,
      shape: [outputs],
      values: Float32Array.from(weights.subarray(at, at + outputs)),
    });
    at += outputs;
    operations.push({
      type: 'Gemm',
      inputs: [input, `weights${layer}`, `biases${layer}`],
      outputs: [sums],
    });
    input = `units${layer}`;
    if (!last) operations.push({ type: 'Relu', inputs: [sums], outputs: [input] });
  }
  return writeOnnx({
    name,
    description: 'Reward and future of switching options',
    operations,
    constants,
    inputs: [{ name: 'rows', shape: ['n', sizes[0]] }],
    outputs: [{ name: 'values', shape: ['n', 2] }],
    metadata,
  });
}
