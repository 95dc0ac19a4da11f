/** How networks leave for other programs: as ONNX files. */
export { type Constant, type OnnxGraph, type Operation, type TensorShape, writeOnnx } from './graph';
