import { readArguments } from './arguments';
import { loadFile } from './load-file';
import { type Command, EXIT } from './streams';

/** `gridloom check FILE`: whether a network can be used, and what is in it. */
export const check: Command = async (args, streams) => {
  const { files, values } = readArguments(args, ['FILE'], { json: { type: 'boolean', default: false } });
  const { id, buses, branches, generators, loads, shunts = [] } = await loadFile(files[0]);
  const report = {
    network: id,
    buses: buses.length,
    branches: branches.length,
    open_branches: branches.filter(({ closed }) => !closed).length,
    generators: generators.length,
    loads: loads.length,
    shunts: shunts.length,
    demand_mw: loads.reduce((sum, { p_mw }) => sum + p_mw, 0),
    demand_mvar: loads.reduce((sum, { q_mvar }) => sum + q_mvar, 0),
  };
  if (values.json) streams.out(`${JSON.stringify(report)}\n`);
  else streams.out(`${files[0]}: a valid network of ${buses.length} buses and ${branches.length} branches\n`);
  return EXIT.done;
};
