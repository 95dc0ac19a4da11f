import {
  type FeederOptions,
  formatOfFile,
  type GenerateOptions,
  generateFeeders,
  generateNetwork,
  writeNetworkFile,
} from '../grid';
import { choice, readArguments, wholeNumber } from './arguments';
import { type Command, EXIT } from './streams';

const KINDS = ['feeders', 'meshed'] as const;
const MOST_NODES = 50_000;
const LARGEST_SEED = 2 ** 31 - 1;

/** `gridloom generate OUT`: a synthetic network of the wanted size, the same for the same seed. */
export const generate: Command = async (args, streams) => {
  const { files, values } = readArguments(args, ['OUT'], {
    kind: { type: 'string', default: 'feeders' },
    nodes: { type: 'string', default: '100' },
    sources: { type: 'string' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  });
  const kind = choice('kind', values.kind, KINDS);
  const num_nodes = wholeNumber('nodes', values.nodes, 2, MOST_NODES);
  const seed = wholeNumber('seed', values.seed, 0, LARGEST_SEED);
  const sources =
    values.sources === undefined ? undefined : wholeNumber('sources', values.sources, 1, num_nodes);
  const network =
    kind === 'feeders'
      ? generateFeeders({ num_nodes, num_feeders: sources, seed } satisfies FeederOptions)
      : generateNetwork({ num_nodes, num_generators: sources ?? 1, seed } satisfies GenerateOptions);
  const [out] = files;
  const format = formatOfFile(out);
  await writeNetworkFile(network, out, format);
  const report = {
    out,
    format,
    network: network.id,
    buses: num_nodes,
    branches: network.branches.length,
  };
  if (values.json) streams.out(`${JSON.stringify(report)}\n`);
  else streams.out(`${out}: ${num_nodes} buses, ${network.branches.length} branches, as ${format}\n`);
  return EXIT.done;
};
