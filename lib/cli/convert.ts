import { formatOfFile, NETWORK_FORMATS, writeNetworkFile } from '../grid';
import { choice, readArguments } from './arguments';
import { loadFile } from './load-file';
import { type Command, EXIT } from './streams';

/** `gridloom convert IN OUT`: a network from one format into another, checked on the way. */
export const convert: Command = async (args, streams) => {
  const { files, values } = readArguments(args, ['IN', 'OUT'], {
    format: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const [input, out] = files;
  const format =
    values.format === undefined ? formatOfFile(out) : choice('format', values.format, NETWORK_FORMATS);
  const network = await loadFile(input);
  await writeNetworkFile(network, out, format);
  const { buses, branches, generators, loads } = network;
  const report = {
    out,
    format,
    network: network.id,
    buses: buses.length,
    branches: branches.length,
    generators: generators.length,
    loads: loads.length,
  };
  if (values.json) streams.out(`${JSON.stringify(report)}\n`);
  else streams.out(`${out}: ${buses.length} buses, ${branches.length} branches, as ${format}\n`);
  return EXIT.done;
};
