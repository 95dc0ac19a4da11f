import path from 'node:path';
import { replaceFile } from '../grid';
import { readArguments } from './arguments';
import { required, splitNames } from './risk-options';
import { withWorkbench } from './risk-session';
import { type Command, EXIT } from './streams';

/** `gridloom risk import FILE --out DIR`: a model of XGBoost, or trees of an ONNX file, as a model's folder. */
export const importRisk: Command = async (args, streams) => {
  const { files, values } = readArguments(args, ['FILE'], {
    out: { type: 'string' },
    features: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const out = required('out', values.out, 'a folder for the model');
  const request = {
    file: path.resolve(files[0]),
    out: path.resolve(out),
    ...(values.features !== undefined && { features: splitNames(values.features) }),
    imported_at: new Date().toISOString(),
  };
  const summary = await withWorkbench(streams, (session) => session.call('importTrees', request));
  const { source, member, trees, nodes, features } = summary;
  streams.out(
    values.json
      ? `${JSON.stringify({ out, ...summary })}\n`
      : `${out}: ${trees} trees, ${nodes} nodes, from ${source}, as ${member}; inputs ${features.join(', ')}\n`,
  );
  return EXIT.done;
};

/** `gridloom risk export DIR --onnx FILE`: the whole ensemble with its calibration as one graph. */
export const exportRisk: Command = async (args, streams) => {
  const { files, values } = readArguments(args, ['DIR'], {
    onnx: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const file = required('onnx', values.onnx, 'a file for the graph');
  const { graph, id } = await withWorkbench(streams, (session) =>
    session.call('exportGraph', { model: path.resolve(files[0]) }),
  );
  await replaceFile(file, (handle) => handle.writeFile(graph));
  const summary = { onnx: file, id, bytes: graph.length };
  streams.out(values.json ? `${JSON.stringify(summary)}\n` : `${file}: ${graph.length} bytes, model ${id}\n`);
  return EXIT.done;
};
