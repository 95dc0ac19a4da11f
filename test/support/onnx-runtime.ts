import { loadOnnxRuntime } from '../../lib/risk/onnx/runtime';

/** Skips where the optional package is not installed; not so in CI. */
export async function withOnnxRuntime(context: Mocha.Context): Promise<void> {
  try {
    await loadOnnxRuntime();
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    console.log(
      `      skipped: onnxruntime-node cannot be loaded (${(error as Error).message.split('\n')[0]})`,
    );
    context.skip();
  }
}
