/** How networks and trees leave for other programs and come in from them: as ONNX files. */
export {
  type Attribute,
  type Constant,
  ML_DOMAIN,
  type OnnxGraph,
  type Operation,
  type TensorShape,
  writeOnnx,
} from './graph';
export { type ReadAttribute, type ReadModel, type ReadOperation, readOnnx } from './read-model';
