import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { READINGS } from '../../contract';
import { gridError } from '../../errors';
import { type OnnxRuntime, type OnnxSession, type OnnxTensor, SESSION_OPTIONS } from './runtime';
import { checkInput, checkShape, pickOutput } from './signature';

/** A classifier from elsewhere, in the models folder beside the models, by this name. */
export const GRAPH_FILE = 'gradient-boosting.onnx';

/** Beyond it a graph is refused: it is held in memory as often as nodes use it. */
const LARGEST_BYTES = 256 * 1024 * 1024;

/** Probabilities are 32-bit floats: 1 may come out as 1.0000001. */
const ROUNDING = 1e-6;

/** A graph that takes the place of the boosted trees. */
export interface BoostingGraph {
  file: string;
  /** Of the graph's file. */
  sha256: string;
  /**
   * The probability of failure of each row (n × 10, in the order of READINGS).
   * @throws GridError INVALID_MODEL where the graph fails, or gives anything but a probability
   */
  probability(rows: Float32Array): Promise<Float64Array>;
}

/**
 * Opens the graph of a models folder; null where the folder holds none.
 * @throws GridError INVALID_MODEL, naming the file, where onnxruntime-node cannot be loaded, where it refuses the
 * graph, or where the graph is no classifier of the ten readings
 */
export async function openGraph(
  folder: string,
  load: () => Promise<OnnxRuntime>,
): Promise<BoostingGraph | null> {
  const file = path.join(folder, GRAPH_FILE);
  const bytes = readGraph(file);
  if (bytes === null) return null;
  const runtime = await loaded(file, load);
  const session = await created(file, bytes, runtime);
  const input = checkInput(file, session.inputMetadata);
  const output = pickOutput(file, session.outputMetadata);
  const graph: BoostingGraph = {
    file,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    probability: async (rows) => {
      const count = rows.length / READINGS.length;
      if (count === 0) return new Float64Array();
      const feed = { [input]: new runtime.Tensor('float32', rows, [count, READINGS.length]) };
      return probabilities(file, output, count, await ran(file, session, feed, output));
    },
  };
  await graph.probability(TRIAL);
  return graph;
}

/** A healthy line, one under every stress, and zeros: shows the output's shape, and scores that are no probabilities. */
const TRIAL = Float32Array.of(
  ...[42, 28, 0.3, 22, 0.15, 2.5, 0.9, 0, 18, 60],
  ...[140, 110, 4, 50, 0.9, 14, 0.1, 12, 40, 95],
  ...new Array<number>(READINGS.length).fill(0),
);

function readGraph(file: string): Uint8Array | null {
  try {
    const { size } = statSync(file);
    if (size > LARGEST_BYTES) throw refused(file, `${size} bytes`, `at most ${LARGEST_BYTES} bytes`);
    return readFileSync(file);
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    if (code === 'INVALID_MODEL') throw thrown;
    throw refused(file, message, 'a file that can be read');
  }
}

async function loaded(file: string, load: () => Promise<OnnxRuntime>): Promise<OnnxRuntime> {
  try {
    return await load();
  } catch (thrown) {
    throw gridError('INVALID_MODEL', {
      at: file,
      got: `onnxruntime-node cannot be loaded: ${firstLine(thrown)}`,
      allowed: 'an ONNX graph where the optional package onnxruntime-node is installed',
      remedy: "Install onnxruntime-node in Node-RED's user folder, or remove the file",
    });
  }
}

async function created(file: string, bytes: Uint8Array, runtime: OnnxRuntime): Promise<OnnxSession> {
  try {
    return await runtime.InferenceSession.create(bytes, SESSION_OPTIONS);
  } catch (thrown) {
    throw refused(file, firstLine(thrown), 'an ONNX graph that onnxruntime can run');
  }
}

async function ran(
  file: string,
  session: OnnxSession,
  feed: Record<string, OnnxTensor>,
  output: string,
): Promise<OnnxTensor> {
  try {
    const results = await session.run(feed, [output]);
    return results[output]!;
  } catch (thrown) {
    throw refused(`${file}, run`, firstLine(thrown), `a graph that takes any number of rows`);
  }
}

/** The last column: of two, the second is the probability of class 1, failure. */
function probabilities(file: string, output: string, count: number, tensor: OnnxTensor): Float64Array {
  const width = checkShape(file, output, tensor.dims, count);
  return Float64Array.from({ length: count }, (_, row) => {
    const p = Number(tensor.data[row * width + width - 1]);
    if (p >= -ROUNDING && p <= 1 + ROUNDING) return Math.min(1, Math.max(0, p));
    throw refused(`${file}, output "${output}", row ${row}`, p, 'a probability, 0 to 1');
  });
}

function refused(at: string, got: unknown, allowed: string) {
  return gridError('INVALID_MODEL', { at, got, allowed });
}

function firstLine(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.split('\n', 1)[0]!;
}
