/**
 * What is used of onnxruntime-node (https://onnxruntime.ai/docs/api/js). The package is optional, so its own types
 * may be absent as well.
 */
export interface OnnxRuntime {
  InferenceSession: {
    create(graph: Uint8Array, options: SessionOptions): Promise<OnnxSession>;
  };
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => OnnxTensor;
}

export interface OnnxSession {
  readonly inputMetadata: readonly OnnxValue[];
  readonly outputMetadata: readonly OnnxValue[];
  run(feeds: Record<string, OnnxTensor>, fetches: readonly string[]): Promise<Record<string, OnnxTensor>>;
}

/** Name and, for a tensor, element type and shape; a dimension that is free has a name instead of a size. */
export interface OnnxValue {
  readonly name: string;
  readonly isTensor: boolean;
  readonly type?: string;
  readonly shape?: readonly (number | string)[];
}

export interface OnnxTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: ArrayLike<unknown>;
}

interface SessionOptions {
  intraOpNumThreads: number;
  interOpNumThreads: number;
  /** 4: fatal only; what goes wrong is thrown as well. */
  logSeverityLevel: 4;
}

/** One thread, the caller's own: the pool's threads share the cores already. */
export const SESSION_OPTIONS: SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 4,
};

// A variable, so that the compiler asks for no types of a package that may be absent.
const PACKAGE: string = 'onnxruntime-node';

/** Loads the optional package; rejects where it is not installed or has no library for this platform. */
export async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  return import(PACKAGE);
}
